"""The form of each type of document: which parts its paper has (ND30 Đ.7, PL3 II)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.document.model import DispatchText
from shared.domain.document_types import DISPATCH, NAMES
from shared.domain.refusals import Invalid


class Opening(StrEnum):
    """How the paper names its addressees."""

    TO = "to"
    """"Kính gửi: ..." (box 9a), where there are any."""
    WIRE = "wire"
    """"<who> điện: ..." (mẫu 1.6)."""
    INVITATION = "invitation"
    """"<who> trân trọng kính mời: ..." (mẫu 1.7), where they are not named in the body."""
    NONE = "none"
    """Not at all: whom "Như Điều 3" means need not be said again (mẫu 1.1 to 1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    sample: str
    """Its sample form in PL3 II."""
    opening: Opening = Opening.TO
    addressed: bool = False
    """Whether it can't be without addressees."""
    resolution: str = ""
    """The line between legal bases and articles; such a document names who issues it."""
    excerpt: bool = True
    """Whether the trích yếu is printed; the register has it in any case."""
    numbered: bool = True
    dated: bool = True
    """Whether place and date stand in the header (box 4)."""
    ended: bool = True
    """Whether "./." ends the body."""
    not_issued: str = ""
    """Why the type can be drafted and printed, but not issued here: a sentence, or empty."""


_TWO_SIGN: Final = (
    "phải có chữ ký của hai bên, mà hệ thống chỉ nhận một chữ ký trên mỗi văn bản. Hãy in bản thảo"
    " để ký ngoài hệ thống, rồi gửi bản đã ký kèm theo một công văn."
)
_SECRETARY: Final = (
    "phải có chữ ký của cả thư ký và chủ tọa (ND30 PL3 mẫu 1.9), mà hệ thống chỉ nhận một chữ ký"
    " trên mỗi văn bản. Hãy in bản thảo để ký ngoài hệ thống, rồi gửi bản đã ký kèm theo một công"
    " văn."
)
_NO_NUMBER: Final = (
    "không mang số, ký hiệu (ND30 PL3 I không có chữ viết tắt cho loại này), mà hệ thống đăng ký và"
    " đóng dấu theo số. Hãy in bản thảo để ký ngoài hệ thống, hoặc gửi nội dung bằng công văn."
)

_NAMED: Final = Form(sample="1.4")
_DIFFERENT: Final[Mapping[str, Form]] = {
    "nghi_quyet": Form(sample="1.1", opening=Opening.NONE, resolution="QUYẾT NGHỊ:"),
    "quyet_dinh": Form(sample="1.2, 1.3", opening=Opening.NONE, resolution="QUYẾT ĐỊNH:"),
    "to_trinh": Form(sample="1.4", addressed=True),
    DISPATCH: Form(sample="1.5", addressed=True),
    "cong_dien": Form(sample="1.6", opening=Opening.WIRE, addressed=True),
    "giay_moi": Form(sample="1.7", opening=Opening.INVITATION),
    "giay_gioi_thieu": Form(sample="1.8", excerpt=False),
    "bien_ban": Form(sample="1.9", dated=False, not_issued=f"Biên bản {_SECRETARY}"),
    "giay_nghi_phep": Form(sample="1.10", excerpt=False),
    "hop_dong": Form(sample="1.4", not_issued=f"Hợp đồng {_TWO_SIGN}"),
    "ban_ghi_nho": Form(sample="1.4", not_issued=f"Bản ghi nhớ {_TWO_SIGN}"),
    "ban_thoa_thuan": Form(sample="1.4", not_issued=f"Bản thỏa thuận {_TWO_SIGN}"),
    "thu_cong": Form(
        sample="", excerpt=False, numbered=False, ended=False, not_issued=f"Thư công {_NO_NUMBER}"
    ),
}

FORMS: Final[Mapping[str, Form]] = {key: _DIFFERENT.get(key, _NAMED) for key in NAMES}
"""All twenty-nine, by `doc_type`, in the order of PL3 I."""


def form_of(doc_type: str) -> Form:
    """The form of a type; one that nobody knows has that of named types."""
    return FORMS.get(doc_type, _NAMED)


def required_parts(doc_type: str) -> tuple[str, ...]:
    """The fields of `DispatchText` without which no dispatch of the type is complete."""
    form = form_of(doc_type)
    return (
        "subject",
        *(("authority", "bases") if form.resolution else ()),
        *(("addressees",) if form.addressed else ()),
        *("paragraphs", "recipients", "file_copy", "signature_lines"),
    )


def refuse_what_is_not_issued(doc_type: str) -> None:
    """Raise Invalid `type_not_issued`, saying why, for what is only drafted and printed here."""
    if sentence := form_of(doc_type).not_issued:
        raise Invalid("type_not_issued", sentence, details={"doc_type": sentence})


def heading_of(text: DispatchText) -> str:
    """The type's name in capitals (box 5a); empty for a công văn, which has none."""
    return "" if text.doc_type == DISPATCH else NAMES.get(text.doc_type, text.doc_type).upper()


def excerpt_of(text: DispatchText) -> str:
    """What stands below the heading (box 5a), or after the number of a công văn (box 5b)."""
    subject = " ".join(text.subject.split())
    if not subject or not form_of(text.doc_type).excerpt:
        return ""
    if text.doc_type == DISPATCH:
        return f"V/v {subject}"
    return f"Về việc {subject}" if subject[0].islower() else subject
