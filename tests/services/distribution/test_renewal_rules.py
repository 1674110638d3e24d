"""How long a dispatch and its annexes prove themselves together, and what the register says."""

from datetime import UTC, datetime
from typing import Any

from services.distribution.domain.renewal import Renewal, RenewedAnnex, note_of
from services.distribution.domain.sent import Annex, earliest

SOON, LATE = datetime(2028, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


def annex(**known: Any) -> Annex:
    return Annex(place=1, name="a", media_type="", submitted="00", **({"file": "01"} | known))


def renewal(*annexes: RenewedAnnex) -> Renewal:
    return Renewal(
        case="SVHTTDL-2026-000001",
        number=2,
        agency="SVHTTDL",
        before="0a",
        file="0b",
        stamped_at=SOON,
        certificate="0c",
        proven_until=LATE,
        at=SOON,
        organisation="0d",
        annexes=annexes,
    )


def test_a_dispatch_proves_itself_as_long_as_the_first_of_its_files() -> None:
    assert earliest([LATE, None, SOON]) == SOON
    assert earliest([None, None]) is None


def test_the_register_says_how_many_files_were_stamped_again() -> None:
    one = RenewedAnnex(place=1, before="01", file="02")

    assert note_of(renewal()) == (
        "Gia hạn dấu thời gian lần 2; tệp tự chứng minh được đến 01/01/2029"
    )
    assert "; tệp và 1 phụ lục tự chứng minh được đến" in note_of(renewal(one))


def test_an_annex_is_told_as_it_is_now_and_as_it_was_delivered() -> None:
    renewed = annex(level="B-LT", proven_until=SOON, renewed="02")

    assert (renewed.newest, renewed.level_now) == ("02", "B-LTA")
    assert (renewed.delivered.newest, renewed.delivered.level_now) == ("01", "B-LT")
    assert annex(file="00").level_now is None
