"""How codes, names and texts of an agency's file must be written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from shared.domain.organisation import Account, Field, Organisation, Post, Unit, Webhook
from shared.domain.symbols import fits_its_line, symbol_of
from shared.domain.unread import UNREAD, Fault, each, is_read, known

CODE = re.compile(r"[A-Z][A-Z0-9]{1,19}")
UNIT = re.compile(r"[A-ZĐa-z0-9&]{1,12}")
POST = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")
WEBHOOK = re.compile(r"[a-z0-9-]{1,64}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
URL = re.compile(r"https?://[^\s/]\S*")
ORGAN_ID = re.compile(r"\d{3}(\.\d{2}){2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.[A-Z0-9]{1,10})*")

_LONGEST_ADDRESS: Final = 100
"""With the code behind it, it makes a QR code that is read easily at its size."""

EMPTY = "không được để trống"
_LETTERS = "chữ thường không dấu, chữ số, dấu chấm, gạch dưới, gạch nối"

NOTICES: Final = (
    *("new_task", "reminder", "overdue", "escalation", "returned", "decided", "withdrawn"),
    *("question", "answer"),
)
"""The kinds of notices that a webhook may ask for."""


def _agency_code(organisation: Organisation) -> Iterator[Fault]:
    if not CODE.fullmatch(known(organisation.agency.code)):
        yield "agency.code", "phải gồm 2 đến 20 chữ hoa không dấu và chữ số, bắt đầu bằng chữ"


def _organ_id(organisation: Organisation) -> Iterator[Fault]:
    organ_id = known(organisation.agency.organ_id)
    if len(organ_id) > 35 or not ORGAN_ID.fullmatch(organ_id):
        yield "agency.organ_id", "mã định danh có dạng 000.00.00.H37 hoặc H37.02"


def _agency_texts(organisation: Organisation) -> Iterator[Fault]:
    agency = organisation.agency
    texts = {"parent": agency.parent, "name": agency.name, "place": agency.place}
    for field, text in texts.items():
        if text is not UNREAD and not text.strip():
            yield f"agency.{field}", EMPTY


def _name_lines(organisation: Organisation) -> Iterator[Fault]:
    agency = organisation.agency
    if _letters("".join(map(known, agency.name_lines))) != _letters(agency.name):
        yield "agency.name_lines", "phải là tên cơ quan được ngắt thành dòng"


def _letters(text: str) -> str:
    return text.replace(" ", "").casefold()


def _codes_once(organisation: Organisation) -> Iterator[Fault]:
    for where, field, items in (
        ("units", "code", organisation.units),
        ("posts", "code", organisation.posts),
        ("accounts", "id", organisation.accounts),
        ("groups", "name", organisation.groups),
        ("fields", "code", organisation.fields),
        ("webhooks", "name", organisation.webhooks),
        ("numbering", "series", organisation.numbering),
    ):
        if items is not UNREAD:
            yield from _once(where, field, items)


def _once(where: str, field: str, items: Iterable[object]) -> Iterator[Fault]:
    codes: list[Any] = [UNREAD if item is UNREAD else getattr(item, field) for item in items]
    counts = Counter(code for code in codes if code is not UNREAD)
    for number, code in enumerate(codes):
        path = f"{where}[{number}].{field}"
        if code is UNREAD:
            continue
        if not code.strip():
            yield path, EMPTY
        elif counts[code] > 1:
            yield path, f"“{code}” ghi nhiều lần"


def _posts_unlike_units(organisation: Organisation) -> Iterator[Fault]:
    units = {unit.code for unit in organisation.units if unit is not UNREAD and is_read(unit.code)}

    def rule(path: str, post: Post) -> Iterator[Fault]:
        if post.code in units:
            yield f"{path}.code", f"“{post.code}” cũng là mã của một đơn vị"

    yield from each("posts", organisation.posts, rule)


def _unit_forms(organisation: Organisation) -> Iterator[Fault]:
    """Codes are printed, and stand in addresses, file names and the engine's columns."""

    def rule(path: str, unit: Unit) -> Iterator[Fault]:
        if not UNIT.fullmatch(known(unit.code)):
            yield f"{path}.code", "phải gồm 1 đến 12 chữ cái không dấu (hoặc Đ), chữ số hoặc dấu &"
        elif not fits_its_line(symbol := symbol_of(known(organisation.agency.code), unit.code)):
            yield f"{path}.code", f"làm ký hiệu “{symbol}” dài quá dòng ghi số của văn bản"

    yield from each("units", organisation.units, rule)


def _post_forms(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, post: Post) -> Iterator[Fault]:
        if not POST.fullmatch(known(post.code)):
            yield (
                f"{path}.code",
                f"phải gồm 1 đến 64 {_LETTERS}",
            )

    yield from each("posts", organisation.posts, rule)


def _account_forms(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, account: Account) -> Iterator[Fault]:
        if not ACCOUNT.fullmatch(known(account.id)):
            yield (
                f"{path}.id",
                "phải gồm 1 đến 128 chữ không dấu, chữ số, dấu chấm, gạch dưới, gạch nối hoặc @",
            )

    yield from each("accounts", organisation.accounts, rule)


def _emails(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, account: Account) -> Iterator[Fault]:
        if known(account.email) and not EMAIL.fullmatch(account.email):
            yield f"{path}.email", "phải là một địa chỉ thư điện tử, như ten@co-quan.example"

    yield from each("accounts", organisation.accounts, rule)


def _field_forms(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, field: Field) -> Iterator[Fault]:
        if not POST.fullmatch(known(field.code)):
            yield f"{path}.code", f"phải gồm 1 đến 64 {_LETTERS}"
        if not known(field.name).strip():
            yield f"{path}.name", EMPTY

    yield from each("fields", organisation.fields, rule)


def _webhook_forms(organisation: Organisation) -> Iterator[Fault]:
    def rule(path: str, webhook: Webhook) -> Iterator[Fault]:
        if not WEBHOOK.fullmatch(known(webhook.name)):
            yield f"{path}.name", "phải gồm 1 đến 64 chữ thường không dấu, chữ số, gạch nối"
        if not URL.fullmatch(known(webhook.url)):
            yield f"{path}.url", "phải là một địa chỉ bắt đầu bằng https:// hoặc http://"
        strange = [kind for kind in webhook.kinds if is_read(kind) and kind not in NOTICES]
        if strange:
            yield f"{path}.kinds", f"chỉ có các loại thông báo: {', '.join(NOTICES)}"

    yield from each("webhooks", organisation.webhooks, rule)


def _check_address(organisation: Organisation) -> Iterator[Fault]:
    address = known(organisation.check_address)
    if address and (len(address) > _LONGEST_ADDRESS or not URL.fullmatch(address)):
        yield (
            "check_address",
            (
                "phải là một địa chỉ bắt đầu bằng https:// hoặc http://, "
                f"không dài quá {_LONGEST_ADDRESS} ký tự"
            ),
        )


FORMS = (
    _agency_code,
    _organ_id,
    _agency_texts,
    _name_lines,
    _codes_once,
    _posts_unlike_units,
    _unit_forms,
    _post_forms,
    _account_forms,
    _emails,
    _field_forms,
    _webhook_forms,
    _check_address,
)
