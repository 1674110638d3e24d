"""A package: every file that the archive keeps of one dispatch, and the list of their hashes.

The same facts give the same bytes: nothing here asks for the time, or for today's names.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.cli.archive.annexes import annex_file, ending_of
from services.cli.archive.evidence import evidence_of
from services.cli.archive.manifest import MANIFEST, End, Manifest
from services.cli.archive.metadata import metadata
from services.cli.archive.names import DESK, METADATA, NEWEST, READABLE, SEALED, events_file
from services.cli.archive.readable import readable
from services.cli.archive.taken import Json, Taken
from shared.domain.canonical import sha256


def package(taken: Taken) -> dict[str, bytes]:
    """Contents by name; the list of hashes last."""
    files = dict(_files(taken))
    ends = {name: End.of(events) for name, events in taken.events.items()}
    digests = {name: sha256(data) for name, data in files.items()}
    return files | {MANIFEST: Manifest(files=digests, ends=ends).write()}


def _files(taken: Taken) -> Iterator[tuple[str, bytes]]:
    yield METADATA, metadata(taken)
    yield from _issued(taken)
    yield from _rounds(taken)
    yield DESK, plain({name: taken.desk[name] for name in taken.desk if name != "entry"})
    yield "record/opinions.json", plain({"rounds": taken.rounds})
    yield "record/versions.json", plain({"versions": taken.versions})
    for chain, events in taken.events.items():
        yield events_file(chain), plain({"events": events})
    yield "evidence/verification.json", plain(taken.verdict)
    for name, der in evidence_of(taken.newest, *_signed_annexes(taken)).items():
        yield f"evidence/{name}", der


def _issued(taken: Taken) -> Iterator[tuple[str, bytes]]:
    record = taken.desk["record"]
    yield SEALED, taken.sealed
    if record["newest"] != record["sealed"]:
        yield NEWEST, taken.newest
    for annex in record["annexes"]:
        yield annex_file(annex), taken.files[annex["file"]]
        if annex["newest"] != annex["file"]:
            yield annex_file(annex, renewed=True), taken.files[annex["newest"]]


def _signed_annexes(taken: Taken) -> Iterator[bytes]:
    for annex in taken.desk["record"]["annexes"]:
        if annex["stamped"]:
            yield taken.files[annex["newest"]]


def _rounds(taken: Taken) -> Iterator[tuple[str, bytes]]:
    """What was submitted and what was signed, also of rounds that were sent back."""
    for version in taken.versions:
        folder, frozen = f"round-{version['round']}", taken.files[version["version"]]
        yield f"{folder}/version.json", frozen
        yield f"{folder}/{READABLE}", readable(frozen)
        for place, file in enumerate(version["attachments"], start=1):
            name = f"{folder}/{file['kind']}-{place:02}{ending_of(file['name'])}"
            yield name, taken.files[file["sha256"]]
    for one in taken.rounds:
        if one["signature"]:
            name = f"round-{one['round']['round']}/signed.pdf"
            yield name, taken.files[one["signature"]["signed"]]


def plain(value: Json | Mapping[str, Any]) -> bytes:
    """JSON as people can read it: sorted, indented, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    return f"{text}\n".encode()
