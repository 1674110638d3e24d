"""How far a document may go, as box 11 says it (ND30 PL1 III.3)."""

from enum import StrEnum
from typing import Final


class Circulation(StrEnum):
    FREE = ""
    """No box."""
    INTERNAL = "luu_hanh_noi_bo"
    RETURNED = "xem_xong_tra_lai"
    COLLECTED = "tai_lieu_thu_hoi"


CIRCULATION_STAMPS: Final = {
    Circulation.FREE: "",
    Circulation.INTERNAL: "LƯU HÀNH NỘI BỘ",
    Circulation.RETURNED: "XEM XONG TRẢ LẠI",
    Circulation.COLLECTED: "TÀI LIỆU THU HỒI",
}
