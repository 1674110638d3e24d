"""Links of a chain: what their hash is made of, which no release may change."""

import json
from datetime import UTC, date, datetime
from typing import Any

from shared.domain.chains import broken_at, link_hash

LINK: dict[str, Any] = {
    "seq": 1,
    "at": datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    "dated": date(2026, 11, 23),
    "details": {"ký": ["KT. GIÁM ĐỐC"]},
    "previous": None,
}
HASH = "1401bd7aab5f532e8085500d5ba84c67f69484eb06c75e48050ec64dc8d1f1a4"


def test_the_hash_of_a_link_is_the_same_for_ever() -> None:
    assert link_hash(LINK) == HASH


def test_a_link_read_from_json_has_the_hash_of_the_one_that_was_written() -> None:
    told = LINK | {"at": LINK["at"].isoformat(), "dated": "2026-11-23", "hash": HASH}
    assert link_hash(json.loads(json.dumps(told))) == HASH


def test_a_chain_breaks_where_a_link_was_changed_taken_out_or_put_in() -> None:
    first = LINK | {"hash": HASH}
    second = LINK | {"seq": 2, "previous": HASH}
    second |= {"hash": link_hash(second)}

    assert broken_at([first, second]) is None
    assert broken_at([first | {"dated": date(2026, 11, 24)}, second]) == 1
    assert broken_at([second]) == 1
    assert broken_at([first, first, second]) == 2
