"""Chains of events: each link carries the hash of the one before, so that no one goes unnoticed.

Two kinds are made alike: a case's events in one service, and an agency's register. Whoever reads
a chain recomputes it by this, with the database or without.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.domain.canonical import canonical, sha256


def link_hash(link: Mapping[str, Any]) -> str:
    """The hash that binds a link to those before it: of all its fields but `hash` itself.

    Days and instants are hashed as ISO 8601. One that is a string already stays as it is: the
    JSON of a link carries it exactly as it was hashed.
    """
    return sha256(canonical({name: _plain(link[name]) for name in link if name != "hash"}))


def broken_at(links: Sequence[Mapping[str, Any]]) -> int | None:
    """The number of the first link that does not fit its chain; None for a whole chain."""
    previous = None
    for number, link in enumerate(links, start=1):
        whole = link["seq"] == number and link["previous"] == previous
        if not whole or link_hash(link) != link["hash"]:
            return number
        previous = link["hash"]
    return None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # an instant is a date, too
