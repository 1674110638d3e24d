"""After a restore: which numbers the book lost, by a clerk's word, and how that is proved."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.distribution.domain.chain import Inspection
from services.distribution.domain.confirming import KnownHead, demand_later, lost_numbers
from services.distribution.domain.kept_books import Books
from services.distribution.domain.numbering import Restore, Series, next_number
from services.distribution.domain.register import (
    Head,
    Recorded,
    RegisterEvent,
    entries,
    sealed_hash,
)
from shared.domain.refusals import Invalid, WrongMoment

RESTORE = Restore(
    at=datetime(2027, 1, 5, 2, tzinfo=UTC), backup_at=datetime(2026, 12, 30, 15, tzinfo=UTC)
)
STANDS = Series(year=2026, last_number=120, last_date=date(2026, 12, 30), unconfirmed=RESTORE)
FRESH = Series(year=2027, last_number=0, last_date=None, unconfirmed=RESTORE)
TODAY, LAST_DAY = date(2027, 1, 5), date(2026, 12, 31)
NONE_CLOSED = frozenset[int]()


def lost(
    last: dict[int, int], stands: Series = STANDS, closed: frozenset[int] = NONE_CLOSED
) -> tuple[list[tuple[int, int, date]], Series]:
    numbers, after = lost_numbers("VB", stands, RESTORE, last, today=TODAY, closed=closed)
    return [(one.year, one.number, one.dated) for one in numbers], after


def test_a_series_gives_no_number_before_it_is_confirmed() -> None:
    with pytest.raises(WrongMoment, match="Hệ số VB đang đóng") as refused:
        next_number("VB", STANDS, symbol="S-VP", today=TODAY, signed_on=TODAY)
    assert refused.value.code == "series_not_confirmed"


def test_numbers_behind_the_book_s_last_are_lost_in_each_year() -> None:
    found, after = lost({2026: 122, 2027: 1})
    assert found == [(2026, 121, LAST_DAY), (2026, 122, LAST_DAY), (2027, 1, TODAY)]
    assert after == Series(year=2027, last_number=1, last_date=TODAY)
    number, _ = next_number("VB", after, symbol="S-VP", today=TODAY, signed_on=TODAY)
    assert number.printed == "02/S-VP"


def test_where_nothing_was_lost_the_series_goes_on_as_it_stood() -> None:
    found, after = lost({2026: 120, 2027: 0})
    assert (found, after.year, after.last_number, after.unconfirmed) == ([], 2026, 120, None)


def test_a_series_that_the_backup_does_not_know_may_have_lost_all_its_numbers() -> None:
    assert lost({2026: 1, 2027: 0}, FRESH) == (
        [(2026, 1, LAST_DAY)],
        Series(year=2026, last_number=1, last_date=LAST_DAY),
    )


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ({2027: 1}, "đúng các năm: 2026, 2027"),
        ({2025: 1, 2026: 120, 2027: 0}, "đúng các năm: 2026, 2027"),
        ({2026: 119, 2027: 0}, "đã có số 120; số cuối cùng không thể là 119"),
        ({2026: 12100, 2027: 0}, "mất 11980 số, quá 1000"),
    ],
)
def test_a_last_number_that_cannot_be_is_refused(last: dict[int, int], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        lost(last)


def test_nothing_is_lost_behind_a_closed_book() -> None:
    with pytest.raises(WrongMoment, match="Sổ năm 2026 đã khóa ở số 120"):
        lost({2026: 121, 2027: 0}, closed=frozenset({2026}))
    assert lost({2026: 120, 2027: 0}, closed=frozenset({2026}))[0] == []


def test_a_known_head_lies_behind_the_backup() -> None:
    demand_later(KnownHead(seq=782, hash="a" * 64), 781)
    demand_later(None, 781)
    with pytest.raises(Invalid, match="phải sau sự kiện 781"):
        demand_later(KnownHead(seq=781, hash="a" * 64), 781)


def told(last: dict[str, int], **more: Any) -> dict[str, Any]:
    said = {"last": last, "reason": "Theo bản lưu giấy.", "known_head": {}}
    said |= {"restored_at": RESTORE.at.isoformat(), "backup_at": RESTORE.backup_at.isoformat()}
    return said | more


def chain(*said: tuple[Recorded, int, dict[str, Any]]) -> list[RegisterEvent]:
    events: list[RegisterEvent] = []
    for seq, (kind, number, details) in enumerate(said, start=1):
        event = RegisterEvent(
            agency="S",
            seq=seq,
            kind=kind,
            case="S-2027-000001" if kind is Recorded.NUMBERED else "",
            round=0,
            series="VB",
            year=2027,
            number=number,
            symbol="S-VP" if kind is Recorded.NUMBERED else "",
            dated=TODAY,
            file=None,
            at=RESTORE.at,
            account="van-thu",
            organisation="v",
            details=details,
            previous=events[-1].hash if events else None,
        )
        events.append(RegisterEvent(**{**_fields(event), "hash": sealed_hash(event)}))
    return events


def _fields(event: RegisterEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in RegisterEvent.__dataclass_fields__}


GIVEN = (Recorded.NUMBERED, 1, {"subject": "Trích yếu"})
CONFIRMED = (Recorded.RESTORED, 1, told({"2027": 3}))
SECOND, THIRD = [(Recorded.LOST_IN_RESTORE, number, {"reason": "Mất."}) for number in (2, 3)]
FOURTH = (Recorded.NUMBERED, 4, {"subject": "Trích yếu"})


def faults(*said: tuple[Recorded, int, dict[str, Any]]) -> tuple[str, ...]:
    events = chain(*said)
    inspection = Inspection()
    inspection.read(events)
    return inspection.verdict(Head(seq=len(events), hash=events[-1].hash)).faults


def test_a_book_with_lost_numbers_is_whole_and_says_which_heads_match_no_more() -> None:
    head = {"seq": 9, "hash": "a" * 64}
    confirmed = (Recorded.RESTORED, 1, told({"2027": 3}, known_head=head))
    events = chain(GIVEN, confirmed, SECOND, THIRD, FOURTH)
    inspection = Inspection()
    inspection.read(events)
    check = inspection.verdict(Head(seq=5, hash=events[-1].hash))
    assert check.whole
    (sentence,) = check.restores
    assert "không còn khớp với sổ này; đầu chuỗi muộn nhất còn biết: sự kiện 9" in sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ((GIVEN, SECOND), "không có xác nhận nào của văn thư về số này"),
        ((GIVEN, CONFIRMED, THIRD), "Nhảy số"),
        ((GIVEN, CONFIRMED, SECOND, FOURTH), "Nhảy số"),
        ((GIVEN, CONFIRMED, SECOND, THIRD, (Recorded.LOST_IN_RESTORE, 4, {})), "không có xác nhận"),
        ((GIVEN, CONFIRMED, SECOND, (Recorded.NUMBERED, 2, {})), "Trùng hoặc lùi số"),
        ((CONFIRMED, GIVEN), "xác nhận từ số 1, nhưng số cuối là 0"),
    ],
)
def test_numbers_are_not_lost_at_will(
    said: Sequence[tuple[Recorded, int, dict[str, Any]]], sentence: str
) -> None:
    assert sentence in " ".join(faults(*said))


def test_a_lost_number_is_a_line_of_the_book_with_its_reason_and_nothing_else() -> None:
    book = entries(chain(GIVEN, CONFIRMED, SECOND))
    assert [one.printed for one in book] == ["01/S-VP", "02"]
    assert (book[1].lost, book[1].note) == (True, "Số mất khi phục hồi dữ liệu: Mất.")
    assert (book[0].note, book[0].lost) == ("", False)


ROW = {"series": "VB", "year": 2027, "last_number": 3, "last_date": TODAY}
KEPT = {"account": "van-thu", "at": RESTORE.at, "organisation": "v", "known_head": {}}
KEPT |= {"series": "VB", "restored_at": RESTORE.at, "last": {"2027": 3}}
KEPT |= {"reason": "Theo bản lưu giấy."}


@pytest.mark.parametrize(
    ("row", "kept", "fault"),
    [
        ({"restore_confirmed": RESTORE.at}, [KEPT], ""),
        ({"restore_confirmed": None}, [KEPT], "bị sửa cột restore_confirmed"),
        ({"restore_confirmed": RESTORE.at}, [], "series_confirmations (hệ số VB): mất dòng"),
        ({"restore_confirmed": RESTORE.at}, [KEPT | {"reason": "x"}], "bị sửa cột reason"),
    ],
)
def test_the_rows_of_a_confirmation_say_what_the_chain_says(
    row: dict[str, Any], kept: list[dict[str, Any]], fault: str
) -> None:
    books = Books()
    books.read(chain(GIVEN, CONFIRMED, SECOND, THIRD))
    found = list(books.faults([ROW | row], [], [], kept))
    assert len(found) == bool(fault)
    assert fault in " ".join(found)


def test_a_series_that_opened_itself_is_found() -> None:
    books = Books()
    books.read(chain(GIVEN))
    row = {"series": "VB", "year": 2027, "last_number": 1, "last_date": TODAY}
    assert list(books.faults([row | {"restore_confirmed": None}], [], [], [])) == []
    opened = list(books.faults([row | {"restore_confirmed": RESTORE.at}], [], [], []))
    assert opened == ["Bảng series, hệ số VB: bị sửa cột restore_confirmed."]
