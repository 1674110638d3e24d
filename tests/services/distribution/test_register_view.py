from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.distribution.domain.chain import Check, Inspection
from services.distribution.domain.register import (
    EMPTY,
    Head,
    RegisterEvent,
    entries,
    sealed_hash,
)
from shared.domain.lifecycle import Stage

AT = datetime(2026, 5, 4, 2, tzinfo=UTC)


def event(kind: str, number: int, **more: Any) -> RegisterEvent:
    plain = RegisterEvent(
        agency="SVHTTDL",
        seq=0,
        kind=kind,
        case=f"SVHTTDL-2026-{number:06d}",
        round=1,
        series="VB",
        year=2026,
        number=number,
        symbol="SVHTTDL-VP",
        dated=date(2026, 5, 4),
        file="f" * 64,
        at=AT,
        account="van-thu",
        organisation="0" * 64,
        details={},
        previous=None,
    )
    return replace(plain, **more)


def chained(*events: RegisterEvent) -> tuple[list[RegisterEvent], Head]:
    chain: list[RegisterEvent] = []
    previous = None
    for seq, one in enumerate(events, start=1):
        placed = replace(one, seq=seq, previous=previous)
        chain.append(replace(placed, hash=sealed_hash(placed)))
        previous = chain[-1].hash
    return chain, Head(seq=len(chain), hash=previous)


def check(events: Sequence[RegisterEvent], head: Head) -> Check:
    inspection = Inspection()
    inspection.read(events)
    return inspection.verdict(head)


def faults(events: Sequence[RegisterEvent]) -> tuple[str, ...]:
    return check(*chained(*events)).faults


def test_the_book_shows_each_number_with_its_latest_state() -> None:
    written = {"subject": "Triển khai", "signer": "Dương Minh Tuệ", "recipients": ["Như trên"]}
    events = [
        event("NUMBERED", 1, details=written),
        event("NUMBERED", 2, details=written),
        event("VOIDED", 2, details={"reason": "Nhầm văn bản"}),
        event("SEALED", 1),
        event("SENT", 1, details={"mailboxes": ["QLVH", "QLDL"]}),
        event("FILED", 1, details={"units": ["VT", "VP"]}),
    ]
    first, second = entries(events)
    assert (first.printed, first.state, first.copies) == ("01/SVHTTDL-VP", Stage.FILED, 2)
    assert (first.file_copy, first.sent_at) == (("VT", "VP"), AT)
    assert (second.printed, second.state) == ("02/SVHTTDL-VP", None)
    assert second.note == "Hủy số: Nhầm văn bản"


def test_a_note_and_an_acknowledgement_stand_in_the_last_column() -> None:
    events = [
        event("NUMBERED", 1),
        event("ACKNOWLEDGED", 1, details={"note": "UBND xã A báo nhận"}),
        event("NOTED", 1, details={"note": "Đính chính bằng số 09/SVHTTDL-VP"}),
    ]
    (entry,) = entries(events)
    assert entry.note == (
        "UBND xã A báo nhận (04/05/2026); Đính chính bằng số 09/SVHTTDL-VP (04/05/2026)"
    )


def test_what_comes_after_the_closing_is_a_note_and_changes_no_column() -> None:
    later = datetime(2027, 1, 4, 2, tzinfo=UTC)
    events = [
        event("NUMBERED", 1),
        event("SEALED", 1),
        event("CLOSED", 1, case="", symbol="", at=later),
        event("SENT", 1, details={"mailboxes": ["QLVH"]}, at=later),
        event("FILED", 1, details={"units": ["VT"]}, at=later),
        event("NOTED", 1, details={"note": "Thu hồi"}, at=later),
        event("NUMBERED", 1, year=2027, dated=date(2027, 1, 4), at=later),
    ]
    old, new = entries(events)
    assert (old.closed, old.copies, old.sent_at, old.file_copy) == (True, 0, None, ())
    assert old.note == (
        "chuyển 1 bản ngày 04/01/2027; lưu tại VT ngày 04/01/2027; Thu hồi (04/01/2027)"
    )
    assert (old.state, new.closed, new.note) == (Stage.FILED, False, "")


def test_a_reserved_number_keeps_its_place_and_its_note_when_a_dispatch_takes_it() -> None:
    events = [
        event("RESERVED", 1, case="", file=None, details={"purpose": "Giấy mời họp"}),
        event("NUMBERED", 2),
        event("NUMBERED", 1, details={"subject": "Họp giao ban"}),
    ]
    first, second = entries(events)
    assert (first.number, first.subject, first.state) == (1, "Họp giao ban", Stage.NUMBERED)
    assert (first.note, second.number) == ("Giữ số: Giấy mời họp", 2)


def test_an_empty_register_is_whole() -> None:
    assert check([], EMPTY).whole


def test_a_register_of_two_years_is_whole() -> None:
    new_year = event("NUMBERED", 1, year=2027, dated=date(2027, 1, 1))
    assert faults([event("NUMBERED", 1), event("NUMBERED", 2), new_year]) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"details": {"subject": "khác"}},
        {"number": 7},
        {"dated": date(2026, 5, 5)},
        {"at": datetime(2026, 5, 4, 3, tzinfo=UTC)},
        {"file": None},
        {"account": "giam-doc"},
        {"organisation": "1" * 64},
        {"case": "SVHTTDL-2026-000009"},
    ],
)
def test_a_changed_event_breaks_the_chain_and_is_named(change: dict[str, Any]) -> None:
    chain, head = chained(*(event("NUMBERED", number) for number in (1, 2, 3)))
    chain[1] = replace(chain[1], **change)
    found = check(chain, head)
    assert found.broken_at == 2
    assert "sự kiện 2" in found.faults[0]


def test_a_changed_event_with_a_new_hash_breaks_the_chain_after_it() -> None:
    chain, head = chained(*(event("NUMBERED", number) for number in (1, 2, 3)))
    forged = replace(chain[1], account="giam-doc")
    chain[1] = replace(forged, hash=sealed_hash(forged))
    assert check(chain, head).broken_at == 3


def test_a_removed_event_breaks_the_chain() -> None:
    chain, head = chained(*(event("NUMBERED", number) for number in (1, 2, 3)))
    assert check([chain[0], chain[2]], head).broken_at == 2


def test_events_cut_off_at_the_end_are_missed() -> None:
    chain, head = chained(*(event("NUMBERED", number) for number in (1, 2, 3)))
    found = check(chain[:2], head)
    assert (found.broken_at, found.broken_entry) == (3, None)
    assert "thiếu sự kiện ở cuối sổ" in found.faults[0]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((1, 3), "Nhảy số"), ((1, 1), "Trùng hoặc lùi số"), ((2,), "Nhảy số")],
)
def test_gaps_and_duplicates_are_found_even_in_a_whole_chain(
    numbers: tuple[int, ...], said: str
) -> None:
    (found,) = faults([event("NUMBERED", number) for number in numbers])
    assert said in found


def test_dates_that_go_back_are_found_even_in_a_whole_chain() -> None:
    (found,) = faults([event("NUMBERED", 1), event("NUMBERED", 2, dated=date(2026, 5, 3))])
    assert found.startswith("Sai ngày: số 2/")


RESERVED = {"case": "", "file": None}
CLOSED = {"case": "", "symbol": "", "dated": date(2026, 12, 31)}


def test_a_reserved_number_is_used_later_with_the_date_that_it_was_reserved_for() -> None:
    events = [
        event("RESERVED", 1, **RESERVED),
        event("NUMBERED", 2, dated=date(2026, 5, 6)),
        event("NUMBERED", 1),
        event("IMPORTED", 1, year=2027, dated=date(2027, 1, 4)),
        event("CLOSED", 2, **CLOSED),
        event("NOTED", 2, details={"note": "Thu hồi"}),
    ]
    assert faults(events) == ()


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (event("NUMBERED", 1, dated=date(2026, 5, 6)), "không đúng ký hiệu, ngày đã giữ"),
        (event("NUMBERED", 1, symbol="SVHTTDL-QLVH"), "không đúng ký hiệu, ngày đã giữ"),
        (event("RESERVED", 1, **RESERVED), "Trùng hoặc lùi số"),
        (event("IMPORTED", 3), "Nhảy số"),
        (event("NOTED", 2), "nói về số chưa từng cấp"),
        (event("CLOSED", 1, **CLOSED), "còn giữ số 1"),
        (event("CLOSED", 2, **CLOSED), "số cuối là 1"),
    ],
)
def test_what_does_not_fit_a_reserved_number_is_found(forged: RegisterEvent, said: str) -> None:
    assert any(said in fault for fault in faults([event("RESERVED", 1, **RESERVED), forged]))


def test_a_number_in_a_closed_book_is_found() -> None:
    closed = [event("NUMBERED", 1), event("CLOSED", 1, **CLOSED)]
    (found,) = faults([*closed, event("NUMBERED", 2)])
    assert found.endswith("vào sổ đã khóa.")
    (found,) = faults([*closed, event("CLOSED", 1, **CLOSED)])
    assert "khóa hai lần" in found


def test_a_chain_read_in_parts_gets_the_verdict_of_the_whole() -> None:
    chain, head = chained(*(event("NUMBERED", number) for number in (1, 2, 4, 5)))
    chain[3] = replace(chain[3], account="giam-doc")
    inspection = Inspection()
    for part in (chain[:1], chain[1:3], chain[3:]):
        inspection.read(part)
    found = inspection.verdict(head)
    assert found == check(chain, head)
    assert (found.events, found.broken_at) == (4, 4)
    assert "Nhảy số" in found.faults[1]


def test_a_receipt_stands_in_its_column_until_the_book_is_closed() -> None:
    received = {"mailbox": "QLVH", "receipt": "accepted", "note": "QLVH báo nhận"}
    events = [event("NUMBERED", 1), event("SENT", 1), event("ACKNOWLEDGED", 1, details=received)]
    (entry,) = entries(events)
    assert (entry.receipts, entry.note) == (("QLVH, 04/05/2026",), "")
    late = event("ACKNOWLEDGED", 1, details=received | {"mailbox": "TTr", "note": "TTr báo nhận"})
    (entry,) = entries([*events, event("CLOSED", 1), late])
    assert entry.receipts == ("QLVH, 04/05/2026",)
    assert "TTr báo nhận" in entry.note


def test_a_refusal_is_a_note_with_its_reason() -> None:
    refused = {"mailbox": "QLVH", "receipt": "refused", "note": "QLVH từ chối nhận: nhầm nơi"}
    (entry,) = entries([event("NUMBERED", 1), event("ACKNOWLEDGED", 1, details=refused)])
    assert entry.receipts == ()
    assert "QLVH từ chối nhận: nhầm nơi" in entry.note
