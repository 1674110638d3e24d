"""Every way that dispatches are written: thousands of made ones with known answers."""

from services.drafting.domain.reader import read_text
from tests.services.drafting.domain.written.score import made, score, shown
from tests.services.drafting.domain.written.writer import write

SEEDS = range(1500)
PROMISED = 0.99


def test_of_each_field_at_least_99_in_100_are_right() -> None:
    found = score(SEEDS)

    missed = [name for name in found.asked if found.rate(name) < PROMISED]
    told = "\n".join((found.table(), *list(shown(found.wrong))[:20]))
    assert not missed, told
    assert found.total >= PROMISED, told


def test_a_blank_number_or_date_is_never_taken_from_elsewhere() -> None:
    for seed in SEEDS:
        content, manner = made(seed)
        reading = read_text(write(content, manner))
        if content.number is None:
            assert reading.number is None, seed
        if content.day is None:
            assert reading.date is None, seed
