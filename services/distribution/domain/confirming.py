"""After a restore: which numbers were really issued, by a clerk's word, and what the book lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.distribution.domain.numbering import Number, Restore, Series
from services.distribution.domain.register import RegisterEvent
from shared.domain.dates import vietnam_date
from shared.domain.refusals import Invalid, WrongMoment
from shared.domain.waiting import when

MOST_LOST: Final = 1000
"""More than anybody loses between two backups: a number that was mistyped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHead:
    """A later end of the chain that was published before it was lost."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What a clerk knows from papers, prints and mailboxes."""

    last: Mapping[int, int]
    """By year, the last number that was really issued; 0: none."""
    reason: str
    """What became of the lost numbers, and how the clerk knows."""
    head: KnownHead | None = None
    """As the last printed book or public answer has it, where there is one."""


def demand_unconfirmed(name: str, series: Series) -> Restore:
    """The restore that is to be answered; raises `WrongMoment` (`series_confirmed`)."""
    if series.unconfirmed is None:
        raise WrongMoment(
            "series_confirmed", f"Hệ số {name} đang mở; không có gì phải xác nhận lại."
        )
    return series.unconfirmed


def demand_later(head: KnownHead | None, kept: int) -> None:
    """Raises `Invalid` (`head_not_later`) for an end of the chain that the backup has."""
    if head is not None and head.seq <= kept:
        sentence = (
            f"Đầu chuỗi đã biết phải sau sự kiện {kept}, là đầu chuỗi của bản sao lưu; hãy ghi lại "
            "theo sổ in hoặc kết quả tra cứu gần nhất, hoặc để trống."
        )
        raise Invalid("head_not_later", sentence, details={"head": sentence})


def lost_numbers(
    name: str,
    series: Series,
    restore: Restore,
    last: Mapping[int, int],
    *,
    today: date,
    closed: frozenset[int],
) -> tuple[Sequence[Number], Series]:
    """The numbers that the book lost, and how far the series has come with them.

    Their days and symbols nobody knows: those of this year bear today's date, of an earlier one
    its last day, so that days never go back. Raises `Invalid` (`last_number_wrong`) naming what
    is missing, and `WrongMoment` (`year_closed`, `date_before_last`).
    """
    if series.last_date and today < series.last_date:
        raise WrongMoment(
            "date_before_last",
            f"Hôm nay là {today:%d/%m/%Y}, trước ngày {series.last_date:%d/%m/%Y} của số đăng ký "
            "gần nhất. Hãy báo quản trị viên kiểm tra đồng hồ máy chủ.",
        )
    first = series.year if series.last_date else vietnam_date(restore.backup_at).year
    years = range(first, today.year + 1)
    if sorted(last) != list(years):
        wanted = ", ".join(map(str, years))
        raise _wrong(f"Hãy xác nhận số cuối cùng của đúng các năm: {wanted}; chưa cấp thì ghi 0.")
    lost: list[Number] = []
    for year in years:
        known = series.last_number if year == series.year else 0
        _demand_possible(year, known, last[year], closed)
        dated = today if year == today.year else date(year, 12, 31)
        lost += _numbers(name, year, range(known + 1, last[year] + 1), dated)
    if len(lost) > MOST_LOST:
        raise _wrong(
            f"Như vậy sổ mất {len(lost)} số, quá {MOST_LOST}; hãy xem lại số cuối cùng, có thể đã "
            "ghi nhầm."
        )
    if not lost:
        return lost, Series(
            year=series.year, last_number=series.last_number, last_date=series.last_date
        )
    end = lost[-1]
    return lost, Series(year=end.year, last_number=end.number, last_date=end.dated)


def explained(event: RegisterEvent) -> str:
    """Why heads that were published before a restore no longer match, in a Vietnamese sentence."""
    known = event.details.get("known_head")
    said = (
        f"đầu chuỗi muộn nhất còn biết: sự kiện {known['seq']}, SHA-256 {known['hash']}"
        if known
        else "không biết đầu chuỗi nào muộn hơn bản sao lưu"
    )
    backup, restored = [
        when(datetime.fromisoformat(event.details[name])) for name in ("backup_at", "restored_at")
    ]
    return (
        f"Sự kiện {event.seq}: hệ số {event.series} được xác nhận lại sau khi phục hồi. Đầu chuỗi "
        f"công bố từ {backup} đến {restored} không còn khớp với sổ này; {said}."
    )


def _demand_possible(year: int, known: int, last: int, closed: frozenset[int]) -> None:
    if last < known:
        raise _wrong(f"Sổ năm {year} đã có số {known}; số cuối cùng không thể là {last}.")
    if last > known and year in closed:
        raise WrongMoment(
            "year_closed", f"Sổ năm {year} đã khóa ở số {known}; sau đó không cấp số nào nữa."
        )


def _numbers(name: str, year: int, numbers: range, dated: date) -> Iterator[Number]:
    for number in numbers:
        yield Number(series=name, year=year, number=number, symbol="", dated=dated)


def _wrong(sentence: str) -> Invalid:
    return Invalid("last_number_wrong", sentence, details={"last": sentence})
