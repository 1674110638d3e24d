"""What the organisation says to drafting: letterhead, recipients, the signer, the form."""

from collections.abc import Collection
from itertools import product

from services.drafting.domain.draft import Draft
from services.drafting.domain.office import Office
from shared.document.model import Letterhead, Paper, SignatureBlock
from shared.domain.four_eyes import ROLES, Part, refuse_second_part
from shared.domain.organisation import Account, Organisation, Unit
from shared.domain.recipients import plain
from shared.domain.refusals import Invalid, NotYours
from shared.domain.route import StepKind
from shared.domain.symbols import symbol_of
from shared.domain.who_may_sign import eligible_signers, signing_block


def unit_in(organisation: Organisation, code: str) -> Unit:
    """The unit as it is in force; refused if the organisation no longer has it."""
    for unit in organisation.units:
        if unit.code == code:
            return unit
    raise Invalid(
        "unit_gone",
        f"Đơn vị {code} không còn trong cơ quan; hãy soạn văn bản này ở một đơn vị khác.",
    )


def letterhead_of(organisation: Organisation, unit: str) -> Letterhead:
    """The header's facts; the symbol of a công văn is agency and drafting unit (ND30 PL1 II.3)."""
    agency = organisation.agency
    return Letterhead(
        parent=agency.parent,
        issuer_lines=agency.name_lines,
        issuer=agency.name,
        symbol=symbol_of(agency.code, unit_in(organisation, unit).code),
        place=agency.place,
    )


def signer_of(organisation: Organisation, draft: Draft) -> Account:
    """Who is to sign: the account that the drafter chose, or the one of the name in the text.

    Raises Invalid `signer_unknown` naming the field, NotYours `may_not_sign`.
    """
    posts = _signature_posts(organisation, draft.unit)
    written = plain(draft.text.signer_name)
    if draft.signer is not None:
        chosen = organisation.account(draft.signer)
        if chosen is None:
            raise _no_signer("signer", f'Cơ quan không có tài khoản "{draft.signer}".')
        if written and written != plain(chosen.name):
            raise _no_signer(
                "signer_name", f"Họ tên dưới chữ ký không phải của {chosen.name}, người được chọn."
            )
        signing_block(organisation, chosen, posts)
        return chosen
    if not written:
        raise _no_signer("signer_name", "Thiếu họ tên người ký.")
    able = eligible_signers(organisation, posts, frozenset())
    named = [account for account in able if plain(account.name) == written]
    if len(named) != 1:
        said = "Có hơn một người" if named else "Không có người có thẩm quyền ký nào"
        raise _no_signer(
            "signer_name", f'{said} tên "{draft.text.signer_name}"; hãy chọn người ký.'
        )
    return named[0]


def _no_signer(field: str, sentence: str) -> Invalid:
    return Invalid("signer_unknown", sentence, details={field: sentence})


def _signature_posts(organisation: Organisation, unit: str) -> tuple[str, ...]:
    steps = organisation.route_for(unit).steps
    return tuple(code for step in steps if step.kind is StepKind.SIGNATURE for code in step.posts)


def refuse_one_pair_of_eyes(
    organisation: Organisation, draft: Draft, submitters: Collection[str], signer: str
) -> None:
    """Authors, content checker, form checker and signer must be able to be four people.

    `submitters` are those of all rounds; what people decided in earlier rounds approval knows.
    """
    wrote = {*draft.authors, *submitters}
    parts = tuple(Part(account=account, kind=None) for account in sorted(wrote))
    refuse_second_part(parts, signer, StepKind.SIGNATURE)
    taken = wrote | {signer}
    checks = [step for step in organisation.route_for(draft.unit).steps if step.kind in _CHECKS]
    able = [
        {
            account.id
            for post in _posts(organisation, draft.unit, step.posts)
            for account in organisation.holders(post)
        }
        - taken
        for step in checks
    ]
    if any(len(set(people)) == len(people) for people in product(*able)):
        return
    duties = " và ".join(ROLES[step.kind] for step in checks)
    raise Invalid(
        "no_checker",
        f"Không còn đủ người khác nhau để {duties}: người soạn hoặc sửa, người trình "
        "(ở mọi lần trình) và người ký không được kiểm tra. Hãy để người khác trình; nếu người "
        "kiểm tra đã sửa bản này, hãy để người khác soạn một hồ sơ mới.",
    )


_CHECKS = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW)


def _posts(organisation: Organisation, unit: str, named: tuple[str, ...]) -> tuple[str, ...]:
    head = organisation.unit_head(unit)
    return named or ((head.code,) if head else ())


def signature_of(organisation: Organisation, draft: Draft) -> SignatureBlock:
    """How the paper is signed; as the text says while nobody is found who may sign."""
    try:
        signer = signer_of(organisation, draft)
        lines = signing_block(
            organisation, signer, _signature_posts(organisation, draft.unit)
        ).lines
    except (Invalid, NotYours):
        return SignatureBlock(lines=draft.text.signature_lines, name=draft.text.signer_name)
    return SignatureBlock(lines=lines, name=signer.name)


def paper_of(organisation: Organisation, draft: Draft) -> Paper:
    return Paper(
        letterhead=letterhead_of(organisation, draft.unit),
        text=draft.text,
        signature=signature_of(organisation, draft),
    )


def office_of(organisation: Organisation, draft: Draft) -> Office:
    """The agency as the form check must know it, for this draft."""
    block = signature_of(organisation, draft)
    return Office(
        place=organisation.agency.place,
        agency_code=organisation.agency.code,
        unit_code=draft.unit,
        post_abbreviations={
            post.abbreviation: post.title for post in organisation.posts if post.abbreviation
        },
        unit_codes=frozenset(unit.code for unit in organisation.units),
        signature_lines=block.lines,
        signer_name=block.name,
    )
