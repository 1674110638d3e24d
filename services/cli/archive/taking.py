"""Asking the three services for all that they have of a dispatch."""

from collections.abc import Iterator
from typing import Any

from services.cli.api import Api
from services.cli.archive.manifest import End
from services.cli.archive.taken import REGISTER, Json, Taken
from shared.domain.canonical import sha256

SERVICES = ("drafting", "approval", "distribution")


class AlteredError(Exception):
    """A service gave other bytes than those of the hash that it was asked for."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


def filed_in(api: Api, year: int) -> Iterator[str]:
    """The case codes of a year's filed dispatches, in order."""
    after: str | None = None
    while True:
        page = api.get("distribution", "/archive", year=year, after=after)
        yield from page["cases"]
        after = page["after"]
        if after is None:
            return


def register_head(api: Api, year: int) -> Any:
    """Where the agency's register ends now."""
    return api.get("distribution", "/archive", year=year, limit=1)["register_head"]


class Taking:
    """One dispatch, asked step by step: the ends of its chains tell whether the rest is needed.

    Events are asked first. What happens meanwhile is then in the rest and not in the events, and
    the next export finds longer chains and takes all anew.
    """

    def __init__(self, api: Api, case: str) -> None:
        self._api, self._case = api, case
        self._at = f"/dispatches/{case}"
        events = {name: api.get(name, f"{self._at}/events")["events"] for name in SERVICES}
        self._desk: dict[str, Any] = api.get("distribution", f"{self._at}/archive")
        self._events: dict[str, list[Json]] = events | {REGISTER: self._desk["entry"]}

    @property
    def year(self) -> int:
        """Of the book that the number is in."""
        return int(self._desk["year"])

    @property
    def ends(self) -> dict[str, End]:
        return {name: End.of(events) for name, events in self._events.items()}

    def taken(self) -> Taken:
        versions = self._api.get("drafting", f"{self._at}/archive")["versions"]
        rounds = self._api.get("approval", f"{self._at}/archive")["rounds"]
        files = dict(self._files(versions, rounds))
        newest = files[self._desk["record"]["newest"]]
        return Taken(
            case=self._case,
            desk=self._desk,
            versions=versions,
            rounds=rounds,
            events=self._events,
            verdict=self._api.post_file("distribution", "/verify", newest, "application/pdf"),
            files=files,
        )

    def _files(self, versions: list[Json], rounds: list[Json]) -> Iterator[tuple[str, bytes]]:
        record = self._desk["record"]
        wanted = [("distribution", record["sealed"]), ("distribution", record["newest"])]
        for annex in record["annexes"]:
            wanted += [("distribution", annex[name]) for name in ("file", "newest")]
        for version in versions:
            wanted.append(("drafting", version["version"]))
            wanted += [("drafting", file["sha256"]) for file in version["attachments"]]
        signatures = [one["signature"] for one in rounds if one["signature"]]
        wanted += [("approval", signature["signed"]) for signature in signatures]
        for service, digest in dict.fromkeys(wanted):
            data = self._api.file(service, f"{self._at}/archive/{digest}")
            if sha256(data) != digest:
                raise AlteredError(digest)
            yield digest, data
