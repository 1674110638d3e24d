"""The events of a package: each chain whole, and ending where the list of hashes says."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from services.cli.archive.faults import Fault, chain_broken, fault
from services.cli.archive.manifest import End
from shared.domain.chains import broken_at, link_hash

Event = dict[str, Any]
_LINK: Final = {"agency", "case", "seq", "previous", "hash"}


def read_events(data: bytes) -> list[Event]:
    """A chain's events as a package has them; ValueError for anything else."""
    try:
        events = json.loads(data)["events"]
    except (TypeError, KeyError, RecursionError) as odd:
        raise ValueError(str(odd)) from None
    if not isinstance(events, list) or not all(map(_is_event, events)):
        raise ValueError("no list of events")
    return events


def _is_event(one: Any) -> bool:
    return isinstance(one, dict) and one.keys() >= _LINK and isinstance(one["seq"], int)


def chain_faults(name: str, case: str, events: Sequence[Event], end: End | None) -> Iterator[Fault]:
    """Of a chain that is wholly the case's."""
    if (broken := broken_at(events)) is not None:
        yield chain_broken(name, broken)
    yield from _ends(name, case, events, end)


def register_faults(
    name: str, case: str, events: Sequence[Event], end: End | None
) -> Iterator[Fault]:
    """Of the links that the case has in its agency's chain; others lie between them."""
    for number, event in enumerate(events, start=1):
        if link_hash(event) != event["hash"]:
            yield chain_broken(name, number)
    for number, (before, after) in enumerate(pairwise(events), start=2):
        follows = after["seq"] == before["seq"] + 1
        if after["seq"] <= before["seq"] or (follows and after["previous"] != before["hash"]):
            yield chain_broken(name, number)
    if not {one.get("kind") for one in events} >= {"NUMBERED", "SEALED"}:
        yield fault(name, "number_missing")
    yield from _ends(name, case, events, end)


def _ends(name: str, case: str, events: Sequence[Event], end: End | None) -> Iterator[Fault]:
    if End.of(events) != end:
        yield fault(name, "chain_end")
    if any(event["case"] != case for event in events):
        yield fault(name, "foreign_event")
