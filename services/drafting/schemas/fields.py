"""What drafting's bodies have in common: the fields that say the same everywhere, with examples."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from shared.domain.circulation import Circulation

CASE: Final = "SVHTTDL-2026-000123"
HASH: Final = "5f" * 32
INSTANT: Final = "2026-11-23T08:30:00Z"
AUTHORITY: Final = "GIÁM ĐỐC SỞ TƯ PHÁP"
BASIS: Final = "Căn cứ Nghị định số 30/2020/NĐ-CP"
CONTACT: Final = "Số 1, đường Hùng Vương; điện thoại: 0205 3812 345"
ANNEX_TITLE: Final = "Danh sách Tổ công tác"
ANNEX_LINE: Final = "1. Chánh Văn phòng Sở, Tổ trưởng."
ANNEX_TYPE: Final = "Of a document that a decision issues; empty: a phụ lục"
DRAFTER: Final = "chuyen-vien-vp"
STAGE: Final = (
    "Drafting's own view: a signed round stays UNDER_REVIEW here, whatever became of it since; "
    "ask the other services for what follows"
)
CLOSING: Final = (
    "How drafting's part of the round ended, null while it has not: signed (the records desk "
    "issues and files it, distribution knows how far; it may still come back as RETURNED), "
    "rejected and withdrawn for ever"
)

Case = Annotated[str, Field(description="Code of the dispatch", examples=[CASE])]
Revision = Annotated[
    int, Field(description="Counts the draft's changes; its ETag names it", examples=[3])
]
Round = Annotated[
    int, Field(description="The round being drafted, or the latest one submitted", examples=[1])
]
Unit = Annotated[str, Field(description="Code of the drafting unit", examples=["VP"])]
Account = Annotated[str, Field(examples=[DRAFTER])]
Signer = Annotated[str, Field(examples=["duong-minh-tue"])]
WorkField = Annotated[str, Field(description="Lĩnh vực", examples=["VP"])]
Hash = Annotated[str, Field(description="SHA-256 in hexadecimal", examples=[HASH])]
Instant = Annotated[datetime, Field(examples=[INSTANT])]

DocType = Annotated[
    str, Field(description="One of the 29 types (docs/layouts.md)", examples=["cong_van"])
]
Place = Annotated[str, Field(description="Địa danh", examples=["Lạng Sơn"])]
Subject = Annotated[
    str,
    Field(description="Trích yếu", examples=["triển khai Chiến lược chuyển đổi số báo chí"]),
]
Addressees = Annotated[
    tuple[str, ...], Field(description="Kính gửi", examples=[["Các phòng chuyên môn"]])
]
Paragraphs = Annotated[
    tuple[str, ...], Field(examples=[["Sở yêu cầu các phòng triển khai thực hiện./."]])
]
Recipients = Annotated[
    tuple[str, ...], Field(description="Nơi nhận", examples=[["Như trên", "GĐ, các PGĐ Sở"]])
]
FileCopy = Annotated[str, Field(description="Lưu", examples=["VT, VP"])]
Authority = Annotated[
    str,
    Field(description="Thẩm quyền ban hành of a decision", examples=[AUTHORITY]),
]
Bases = Annotated[
    tuple[str, ...],
    Field(description="Căn cứ ban hành", examples=[[BASIS]]),
]
InCirculation = Annotated[
    Circulation, Field(description="Box 11; empty: none", examples=["luu_hanh_noi_bo"])
]
Contact = Annotated[
    str, Field(description="Box 13, at the foot of the first page", examples=[CONTACT])
]
CosignerLines = Annotated[
    tuple[str, ...],
    Field(description="Of what two sign, which is not issued here", examples=[["THƯ KÝ"]]),
]
CosignerName = Annotated[str, Field(examples=["Hoàng Thị Lan"])]
SignatureLines = Annotated[tuple[str, ...], Field(examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]])]
SignerName = Annotated[str, Field(examples=["Dương Minh Tuệ"])]
