"""An exported folder looked through: whatever was done to it afterwards is found and named."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.cli.archive.check import check
from services.cli.archive.manifest import MANIFEST, PACKAGES, Manifest, read_manifest
from services.cli.archive.metadata import DECLARATION
from services.cli.archive.names import head_file
from services.cli.archive.package import package, plain
from services.cli.archive.schema import SCHEMA
from services.cli.archive.signatures import Trusted
from services.cli.archive.taken import Taken
from shared.domain.canonical import sha256
from shared.domain.chains import link_hash
from tests.services.cli.archive.a_dispatch import (
    CASE,
    YEAR,
    AnnexFiles,
    Papers,
    head_of,
    taken_of,
)

PLACE = f"{YEAR}/{CASE}"
Files = dict[str, bytes]


@pytest.fixture
def files(taken: Taken) -> Files:
    """The package's, by their names in it."""
    return package(taken)


@pytest.fixture
def found(tmp_path: Path, taken: Taken) -> Callable[[Files], set[tuple[str, str]]]:
    """What a check without a trust list says of these files: place and code."""

    def found(files: Files) -> set[tuple[str, str]]:
        lay(tmp_path, files, head_of(taken))
        return codes(tmp_path)

    return found


def lay(root: Path, files: Files, head: Mapping[str, Any]) -> None:
    """A folder with one package whose files are these, listed as they are."""
    top = {head_file("SVHTTDL"): plain(head), SCHEMA.name: SCHEMA.read_bytes()}
    every = {f"{PLACE}/{name}": data for name, data in files.items()} | top
    listed = {name: sha256(data) for name, data in top.items()}
    listed[f"{PLACE}/{MANIFEST}"] = sha256(files[MANIFEST])
    every[PACKAGES] = Manifest(files=listed).write()
    for name, data in every.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def listed_anew(files: Files) -> Files:
    """Whoever changes files may write their list anew, with the ends of chains as they were."""
    ends = read_manifest(files[MANIFEST]).ends
    digests = {name: sha256(data) for name, data in files.items() if name != MANIFEST}
    return files | {MANIFEST: Manifest(files=digests, ends=ends).write()}


def codes(root: Path) -> set[tuple[str, str]]:
    return {(one.file.removeprefix(f"{PLACE}/"), one.code) for one in check(root, None).faults}


def with_events(files: Files, chain: str, events: Iterable[Any]) -> Files:
    return listed_anew(files | {f"events/{chain}.json": plain({"events": list(events)})})


def rewritten(events: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The chain made anew, so that it fits in itself."""
    made: list[Any] = []
    for event in events:
        link = dict(event) | {"previous": made[-1]["hash"] if made else event["previous"]}
        made.append(link | {"hash": link_hash(link)})
    return made


def test_an_unaltered_package_is_good_with_its_signatures(
    tmp_path: Path, files: Files, taken: Taken, papers: Papers
) -> None:
    lay(tmp_path, files, head_of(taken))
    checked = check(tmp_path, papers.trusted)
    assert (checked.faults, checked.packages, checked.signatures) == ((), 1, True)
    assert checked.files == len(files) + 3


def test_a_changed_byte_of_any_file_is_found_and_the_file_named(
    tmp_path: Path, files: Files, taken: Taken
) -> None:
    lay(tmp_path, files, head_of(taken))
    every = sorted(one for one in tmp_path.rglob("*") if one.is_file())
    assert len(every) == len(files) + 3
    for file in every:
        whole, name = file.read_bytes(), file.relative_to(tmp_path).as_posix()
        for at in (0, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            assert name in {one.file for one in check(tmp_path, None).faults}, (name, at)
        file.write_bytes(whole)
    assert check(tmp_path, None).faults == ()


def test_a_file_that_is_gone_and_one_that_was_added_are_named(
    tmp_path: Path, files: Files, taken: Taken
) -> None:
    lay(tmp_path, files, head_of(taken))
    (tmp_path / PLACE / "round-1/signed.pdf").unlink()
    (tmp_path / PLACE / "issued/annex-02.pdf").write_bytes(b"%PDF")
    (tmp_path / "2026/ghi chú\x1b[2J.txt").write_text("thêm", encoding="utf-8")
    assert codes(tmp_path) == {
        ("round-1/signed.pdf", "missing"),
        ("issued/annex-02.pdf", "unlisted"),
        ("2026/ghi chú\\x1b[2J.txt", "unlisted"),
    }


def test_links_are_named_and_never_followed(tmp_path: Path, files: Files, taken: Taken) -> None:
    lay(tmp_path, files, head_of(taken))
    sealed, elsewhere = tmp_path / PLACE / "issued/sealed.pdf", tmp_path.with_name("elsewhere")
    sealed.rename(elsewhere)
    sealed.symlink_to(elsewhere)
    (tmp_path / PLACE / "round-3").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "ong")
    assert codes(tmp_path) == {
        ("issued/sealed.pdf", "not_a_file"),
        ("issued/sealed.pdf", "missing"),
        ("round-3", "not_a_file"),
        ("ong", "not_a_file"),
    }


def test_a_list_that_leads_out_of_its_folder_is_not_followed(found: Any, files: Files) -> None:
    leading = files[MANIFEST] + b"0" * 64 + b"  ../../../etc/passwd\n"
    assert found(files | {MANIFEST: leading}) == {(MANIFEST, "list_unreadable")}


def test_what_every_package_has_can_not_be_taken_off_the_list(found: Any, files: Files) -> None:
    left = {name: data for name, data in files.items() if name != "events/drafting.json"}
    assert (MANIFEST, "package_incomplete") in found(listed_anew(left))


@pytest.mark.parametrize("chain", ["drafting", "approval", "distribution", "register"])
def test_a_tail_that_was_cut_off_is_missed(
    found: Any, files: Files, taken: Taken, chain: str
) -> None:
    cut = taken.events[chain][:-1]
    assert (f"events/{chain}.json", "chain_end") in found(with_events(files, chain, cut))


@pytest.mark.parametrize("chain", ["drafting", "register"])
def test_an_event_that_was_changed_breaks_its_chain(
    found: Any, files: Files, taken: Taken, chain: str
) -> None:
    first, *rest = taken.events[chain]
    forged = [{**first, "account": "ke-khac"}, *rest]
    assert (f"events/{chain}.json", "chain_broken") in found(with_events(files, chain, forged))


@pytest.mark.parametrize("chain", ["drafting", "register"])
def test_a_chain_that_was_written_anew_ends_elsewhere(
    found: Any, files: Files, taken: Taken, chain: str
) -> None:
    forged = rewritten([{**one, "account": "ke-khac"} for one in taken.events[chain]])
    assert (f"events/{chain}.json", "chain_end") in found(with_events(files, chain, forged))


def test_a_register_written_anew_with_every_list_contradicts_the_published_head(
    found: Any, files: Files, taken: Taken
) -> None:
    *kept, last = taken.events["register"]
    forged = [*kept, *rewritten([{**last, "account": "ke-khac"}])]
    ends = dict(read_manifest(files[MANIFEST]).ends)
    changed = with_events(files, "register", forged)
    listed = read_manifest(changed[MANIFEST])
    ends["register"] = type(ends["register"]).of(forged)
    changed[MANIFEST] = Manifest(files=listed.files, ends=ends).write()
    assert found(changed) == {("events/register.json", "register_head")}


def test_two_packages_that_tell_of_one_place_in_the_register_must_agree(
    tmp_path: Path, files: Files, taken: Taken
) -> None:
    lay(tmp_path, files, head_of(taken))
    other, register = f"{YEAR}/SVHTTDL-2026-000782", taken.events["register"]
    forged = with_events(files, "register", rewritten([{**register[0], "account": "ke-khac"}]))
    for name, data in forged.items():
        (tmp_path / other / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / other / name).write_bytes(data)
    listed = dict(read_manifest((tmp_path / PACKAGES).read_bytes()).files)
    listed[f"{other}/{MANIFEST}"] = sha256(forged[MANIFEST])
    (tmp_path / PACKAGES).write_bytes(Manifest(files=listed).write())
    assert (f"{other}/events/register.json", "register_contradiction") in codes(tmp_path)


def test_a_register_whose_head_is_gone_is_not_taken_for_whole(
    tmp_path: Path, files: Files, taken: Taken
) -> None:
    lay(tmp_path, files, head_of(taken))
    listed = dict(read_manifest((tmp_path / PACKAGES).read_bytes()).files)
    head = head_file("SVHTTDL")
    del listed[head]
    (tmp_path / PACKAGES).write_bytes(Manifest(files=listed).write())
    (tmp_path / head).unlink()
    assert codes(tmp_path) == {(head, "head_missing")}


@pytest.mark.parametrize(
    "name", ["issued/sealed.pdf", "round-1/version.json", "round-1/signed.pdf"]
)
def test_a_file_exchanged_together_with_its_hash_is_in_no_event(
    found: Any, files: Files, name: str
) -> None:
    assert (name, "not_recorded") in found(listed_anew(files | {name: b"{}"}))


def test_another_signed_file_is_not_the_sealed_one(
    found: Any, files: Files, papers: Papers
) -> None:
    swapped = listed_anew(files | {"issued/sealed.pdf": papers.signed})
    assert ("issued/sealed.pdf", "not_recorded") in found(swapped)


def test_an_issued_file_without_its_seal_is_found_by_the_trust_list(
    tmp_path: Path, files: Files, taken: Taken, papers: Papers
) -> None:
    lay(tmp_path, listed_anew(files | {"issued/sealed.pdf": papers.signed}), head_of(taken))
    told = {one.code for one in check(tmp_path, papers.trusted).faults}
    assert "agency_signature_missing" in told


BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><Dispatch>&c;</Dispatch>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (DECLARATION + BOMB, "xml_unsafe"),
        (b'<?xml version="1.0" encoding="UTF-7"?>\n' + BOMB, "xml_unsafe"),
        (BOMB.decode().encode("utf-16"), "xml_unsafe"),
        (DECLARATION + b"<Dispatch>&a;</Dispatch>", "xml_invalid"),
        (DECLARATION + b"<Dispatch/>", "xml_invalid"),
        (DECLARATION + b"<Dispatch>", "xml_invalid"),
    ],
)
def test_metadata_are_read_without_declarations_and_by_their_schema(
    found: Any, files: Files, data: bytes, code: str
) -> None:
    assert found(listed_anew(files | {"metadata.xml": data})) == {("metadata.xml", code)}


@pytest.mark.parametrize(
    "data", [b"", b"[" * 100_000, b"{}", b'{"events": [1]}', b'{"events": [{"seq": "1"}]}']
)
def test_events_that_are_none_are_said_to_be_unreadable(
    found: Any, files: Files, data: bytes
) -> None:
    for chain in ("approval", "register"):
        told = found(listed_anew(files | {f"events/{chain}.json": data}))
        assert (f"events/{chain}.json", "json_unreadable") in told


def test_a_folder_without_its_list_proves_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path) == {(PACKAGES, "list_missing")}


# ---- annexes that last


RENEWED = "issued/annex-01-renewed.pdf"


def test_an_annex_is_kept_as_issued_and_as_renewed_and_judged_by_the_register(
    tmp_path: Path, lasting: tuple[Taken, Trusted]
) -> None:
    taken, trusted = lasting
    files = package(taken)
    assert files[RENEWED].startswith(files["issued/annex-01.pdf"])
    lay(tmp_path, files, head_of(taken))
    assert check(tmp_path, trusted).faults == ()

    strangers = check(tmp_path, Trusted(roots=[], at=trusted.at)).faults
    told = {(one.file.removeprefix(f"{PLACE}/"), one.code) for one in strangers}
    assert {(RENEWED, "stamp_not_trusted"), ("issued/annex-01.pdf", "agency_not_trusted")} <= told


def test_an_annex_that_was_exchanged_or_taken_out_is_missed(
    tmp_path: Path, lasting: tuple[Taken, Trusted]
) -> None:
    taken, _ = lasting
    files = package(taken)
    lay(tmp_path, listed_anew(files | {RENEWED: files[RENEWED] + b"\n"}), head_of(taken))
    assert codes(tmp_path) == {(RENEWED, "not_recorded"), (MANIFEST, "annex_missing")}
    without = {name: data for name, data in files.items() if name != RENEWED}
    (tmp_path / PLACE / RENEWED).unlink()
    lay(tmp_path, listed_anew(without), head_of(taken))
    assert codes(tmp_path) == {(MANIFEST, "annex_missing")}


def test_a_register_that_calls_another_file_a_signed_annex_is_refuted_by_its_signature(
    tmp_path: Path, papers: Papers
) -> None:
    taken = taken_of(papers, AnnexFiles(papers.sealed, papers.sealed))
    lay(tmp_path, package(taken), head_of(taken))
    told = {(one.file, one.code) for one in check(tmp_path, papers.trusted).faults}
    assert (f"{PLACE}/issued/annex-01.pdf", "agency_signature_missing") in told
