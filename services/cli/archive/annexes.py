"""The annexes of a package: how their files are called, and what the register says of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final

ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the register names, by SHA-256."""

    demanded: frozenset[str]
    """What a package has: every annex as issued, and as it was last stamped again."""
    signed: frozenset[str]
    """Of all, those with the agency's signature."""


def annex_file(annex: Mapping[str, Any], *, renewed: bool = False) -> str:
    """As "issued/annex-01.pdf"; as "issued/annex-01-renewed.pdf" with later stamps over it."""
    later = "-renewed" if renewed else ""
    return f"issued/annex-{annex['place']:02}{later}{ending_of(annex['name'])}"


def ending_of(name: str) -> str:
    """A file's own name may be anything; only a plain ending of it is kept in the package's."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return ending if ENDING.fullmatch(ending) else ""


def named_by(register: Sequence[Mapping[str, Any]]) -> Named:
    """Raises KeyError, TypeError, AttributeError where the events are not as this office writes."""
    sealed = [list(_of(event)) for event in register if event["kind"] == "SEALED"]
    renewals = [list(_of(event)) for event in register if event["kind"] == "NOTED"]
    issued = sealed[-1] if sealed else []
    renewed = [annexes for annexes in renewals if annexes]
    with_signature = [annex for annex in issued if annex.get("stamped")]
    return Named(
        demanded=_files([*issued, *chain(*renewed[-1:])]),
        signed=_files([*with_signature, *chain(*renewed)]),
    )


def _of(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from event["details"].get("annexes", ())


def _files(annexes: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(annex["file"] for annex in annexes)
