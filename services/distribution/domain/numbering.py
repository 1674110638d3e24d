"""Number and date of an outgoing dispatch (ND30 Đ.15, PL1 II.3): no gap, no way back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shared.domain.numbers import number_line, printed_number
from shared.domain.refusals import Invalid, WrongMoment
from shared.domain.waiting import when

_NUMBER_LINE: Final = re.compile(r"Số: ([0-9]{2,9})/.+")


UNCONFIRMED: Final = "series_not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """The whole record was brought back from a backup: what came after it is lost."""

    at: datetime
    backup_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How far a series has come; `last_date` is None before its first entry."""

    year: int
    last_number: int
    last_date: date | None
    unconfirmed: Restore | None = None
    """The restore after which nobody has confirmed yet which number was the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An assigned number with the symbol and the date that it was given with."""

    series: str
    year: int
    number: int
    symbol: str
    dated: date

    @property
    def printed(self) -> str:
        """As registers and people write it: "01/SVHTTDL-VP"."""
        return f"{printed_number(self.number)}/{self.symbol}"

    @property
    def line(self) -> str:
        """As it stands on the paper: "Số: 01/SVHTTDL-VP"."""
        return number_line(self.number, self.symbol)


def number_in(line: str) -> int | None:
    """The number that a line of a paper carries: 1 of "Số: 01/SVHTTDL-VP"."""
    found = _NUMBER_LINE.fullmatch(line)
    return int(found[1]) if found else None


def demand_known_series(series: str, known: Iterable[str]) -> None:
    """Raises `Invalid` (`series_unknown`) naming those that there are."""
    codes = sorted(known)
    if series not in codes:
        sentence = f"Cơ quan không có hệ số “{series}”; chỉ có: {', '.join(codes)}."
        raise Invalid("series_unknown", sentence, details={"series": sentence})


def demand_confirmed(name: str, series: Series) -> None:
    """Raises `WrongMoment` (`series_not_confirmed`): numbers may be on papers and not in the book.

    A number that was given after the backup would be given a second time (ND30 Đ.15.1).
    """
    if series.unconfirmed is not None:
        restore = series.unconfirmed
        raise WrongMoment(
            UNCONFIRMED,
            f"Hệ số {name} đang đóng: dữ liệu được phục hồi {when(restore.at)} từ bản sao lưu "
            f"{when(restore.backup_at)}, số cấp trong khoảng đó không còn trong sổ. Văn thư hãy "
            f"xác nhận số cuối cùng đã cấp thật (congvan confirm-series {name}), rồi mới cấp số.",
        )


def next_number(
    name: str, series: Series, *, symbol: str, today: date, signed_on: date
) -> tuple[Number, Series]:
    """The number that follows, and the series after it; days are Vietnam's.

    From 01 each year (Đ.15.1). Raises `WrongMoment` as `demand_confirmed`, and where today lies
    before the series' last entry (`date_before_last`) or before the signature
    (`date_before_signature`).
    """
    demand_confirmed(name, series)
    if series.last_date and today < series.last_date:
        raise WrongMoment(
            "date_before_last",
            f"Hôm nay là {_written(today)}, trước ngày {_written(series.last_date)} của văn bản "
            "đăng ký gần nhất; số và ngày không được đi lùi. Hãy báo quản trị viên kiểm tra "
            "đồng hồ máy chủ.",
        )
    if today < signed_on:
        raise WrongMoment(
            "date_before_signature",
            f"Hôm nay là {_written(today)}, trước ngày ký {_written(signed_on)}; văn bản không "
            "được mang ngày trước ngày ký. Hãy báo quản trị viên kiểm tra đồng hồ máy chủ.",
        )
    last = series.last_number if today.year == series.year else 0
    number = Number(series=name, year=today.year, number=last + 1, symbol=symbol, dated=today)
    return number, Series(year=today.year, last_number=number.number, last_date=today)


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
