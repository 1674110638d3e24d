"""A number taken beforehand (lấy số trước): its date is that of the day it was reserved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.distribution.domain.desk import Desk
from services.distribution.domain.numbering import Number
from shared.domain.dates import vietnam_date
from shared.domain.document_types import NAMES
from shared.domain.refusals import Invalid, WrongMoment
from shared.domain.waiting import when

LONGEST: Final = timedelta(days=31)
"""How long a number may be kept from the book's order."""
SOON: Final = timedelta(days=1)
"""How long before its expiry a clerk is told."""


class Ending(StrEnum):
    USED = "used"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    ending: Ending
    at: datetime
    account: str
    case: str | None
    """The dispatch that used it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    id: str
    """"SVHTTDL-VB-2026-05": agency, series, year and number."""
    agency: str
    number: Number
    purpose: str
    account: str
    at: datetime
    expires_at: datetime
    organisation: str
    ended: Ended | None = None

    def is_soon_over(self, now: datetime) -> bool:
        return now + SOON >= self.expires_at


def reservation_id(agency: str, number: Number) -> str:
    return f"{agency}-{number.series}-{number.year}-{number.number:02d}"


def demand_expiry(expires_at: datetime, now: datetime) -> datetime:
    """Raises `Invalid` (`expiry_wrong`) unless it lies ahead, by a month at most."""
    if now < expires_at <= now + LONGEST:
        return expires_at
    sentence = (
        f"Thời hạn giữ số phải sau {when(now)} và không quá {LONGEST.days} ngày; hãy ghi lại."
    )
    raise Invalid("expiry_wrong", sentence, details={"expires_at": sentence})


def demand_purpose(purpose: str) -> str:
    if not purpose.strip():
        sentence = "Phải ghi số được giữ cho việc gì."
        raise Invalid("purpose_missing", sentence, details={"purpose": sentence})
    return purpose.strip()


def demand_known_type(doc_type: str) -> None:
    """Raises `Invalid` (`doc_type_unknown`) for none of ND30's types (Đ.7)."""
    if doc_type not in NAMES:
        sentence = f"Không có loại văn bản “{doc_type}”; ví dụ: cong_van, giay_moi, quyet_dinh."
        raise Invalid("doc_type_unknown", sentence, details={"doc_type": sentence})


def demand_open(kept: Reservation) -> None:
    """Raises `WrongMoment` (`reservation_over`) saying what became of it."""
    if kept.ended is None:
        return
    said = {
        Ending.USED: f"đã cấp cho {kept.ended.case}",
        Ending.EXPIRED: "đã hủy vì hết hạn giữ",
        Ending.CANCELLED: "đã bị hủy",
    }[kept.ended.ending]
    raise WrongMoment(
        "reservation_over", f"Số {kept.number.printed} {said} lúc {when(kept.ended.at)}."
    )


def demand_usable(kept: Reservation, desk: Desk, series: str, now: datetime) -> None:
    """Raises `WrongMoment` where this dispatch may not take the number at this instant.

    The paper would bear the reserved date, so it must have been signed by then (ND30 Đ.15).
    """
    demand_open(kept)
    number, laid = kept.number, desk.laid
    if now >= kept.expires_at:
        raise WrongMoment(
            "reservation_expired",
            f"Số {number.printed} chỉ giữ đến {when(kept.expires_at)}, nay đã hết hạn và bị hủy; "
            "hãy cấp số tiếp theo.",
        )
    if (series, laid.symbol) != (number.series, number.symbol):
        raise WrongMoment(
            "reservation_of_another_kind",
            f"Số {number.printed} giữ cho ký hiệu {number.symbol} (hệ số {number.series}), không "
            f"dùng được cho văn bản có ký hiệu {laid.symbol} (hệ số {series}); hãy cấp số tiếp "
            "theo.",
        )
    if vietnam_date(laid.signed_at) > number.dated:
        raise WrongMoment(
            "signed_after_reservation",
            f"Số {number.printed} mang ngày {number.dated:%d/%m/%Y}, nhưng văn bản ký "
            f"{when(laid.signed_at)}; văn bản không được mang ngày trước ngày ký. Hãy cấp số tiếp "
            "theo và hủy số đã giữ nếu không dùng nữa.",
        )
