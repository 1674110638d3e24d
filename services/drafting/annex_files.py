"""Annexes in separate files: PDF that the agency can sign, or a refusal that says what to do.

ND30 PL1 III.1.d: the agency signs each file that goes out with the dispatch. What it signs must
show everybody the same: nothing in it runs, is hidden in it, or is still to be filled in.
"""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf

from shared.document.annex import Hindrance, hindrance
from shared.domain.refusals import Invalid

MOST_OBJECTS: Final = 1_000_000
"""Values of one file that are looked at; a thousand pages of text have a tenth of it."""
_RUNS: Final = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm"),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/GoToE"),
    }
)
"""Actions that do more than turn to a page or name an address."""
_CARRIES: Final = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
"""Annotations with a file of their own in them."""


def refuse_unfit(content: bytes) -> None:
    """Refuse a PDF that can't go out signed by the agency; not to be called within a loop.

    Raises Invalid `annex_encrypted`, `annex_unreadable`, `annex_script`, `annex_embedded_file`,
    `annex_form` (a form, or somebody's signature), `annex_page_too_small`.
    """
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            code = "annex_encrypted" if pdf.is_encrypted else _unfit(pdf)
    except pikepdf.PasswordError:
        code = "annex_encrypted"
    except Exception:  # noqa: BLE001 -- anybody's file may break any parser in any way
        code = "annex_unreadable"
    if code is None and (found := asyncio.run(hindrance(content))):
        code = _HINDERED[found]
    if code is not None:
        raise Invalid(code, _SENTENCES[code], details={"file": _SENTENCES[code]})


def _unfit(pdf: pikepdf.Pdf) -> str | None:
    if not len(pdf.pages):
        return "annex_unreadable"
    found = {code for one in _dictionaries(pdf) if (code := _unfit_part(one))}
    return min(found, key=list(_SENTENCES).index) if found else None


def _unfit_part(part: pikepdf.Object) -> str | None:
    if "/JS" in part or _name(part, "/S") in _RUNS:
        return "annex_script"
    if "/EF" in part or "/EmbeddedFiles" in part or _name(part, "/Subtype") in _CARRIES:
        return "annex_embedded_file"
    if "/XFA" in part or "/ByteRange" in part or _name(part, "/Subtype") == "/Widget":
        return "annex_form"
    return None


def _name(part: pikepdf.Object, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, reached from a page or not."""
    waiting: list[pikepdf.Object] = [pdf.trailer]
    waiting += (one for one in pdf.objects if _is_branch(one))
    seen = 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            inside = list(part)
        else:
            yield part
            inside = [value for _, value in part.items()]
        seen += len(inside)
        if seen > MOST_OBJECTS:
            raise ValueError("more values than can be looked at")
        waiting += (one for one in inside if _is_branch(one) and not one.is_indirect)


def _is_branch(value: object) -> bool:
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream)


_HINDERED: Final = {
    Hindrance.NO_ROOM: "annex_page_too_small",
    Hindrance.UNSIGNABLE: "annex_unreadable",
}
_AGAIN: Final = "hãy xuất lại phụ lục thành PDF thường rồi đính kèm tệp mới."
_SENTENCES: Final = {
    "annex_encrypted": f"Tệp PDF có mật khẩu hoặc bị khóa; hãy bỏ khóa, {_AGAIN[4:]}",
    "annex_unreadable": f"Tệp PDF hỏng hoặc có cấu trúc lạ, không ký số được; {_AGAIN}",
    "annex_script": f"Tệp PDF chứa mã lệnh tự chạy; {_AGAIN}",
    "annex_embedded_file": (
        "Tệp PDF có tệp khác nhúng bên trong; hãy lấy tệp đó ra thành phụ lục riêng,"
        " xuất lại phụ lục này không có tệp nhúng rồi đính kèm tệp mới."
    ),
    "annex_form": (f"Tệp PDF còn biểu mẫu điền được hoặc đã có chữ ký số của người khác; {_AGAIN}"),
    "annex_page_too_small": (
        "Trang đầu của phụ lục không đủ chỗ cho khối chữ ký số của cơ quan"
        " (góc trên bên phải); hãy xuất lại theo khổ A4 rồi đính kèm tệp mới."
    ),
}
"""By the order in which they are told where several hold."""
