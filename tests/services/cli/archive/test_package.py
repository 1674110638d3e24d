"""What is in a package, and that the same facts are the same bytes."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from services.cli.archive.manifest import MANIFEST, End, Manifest, read_manifest
from services.cli.archive.metadata import metadata
from services.cli.archive.package import package
from services.cli.archive.schema import metadata_faults
from services.cli.archive.signatures import Trusted
from services.cli.archive.taken import Taken
from shared.domain.canonical import sha256
from tests.services.cli.archive.a_dispatch import ANNEX, SIGNED_ONCE, Papers


def test_a_package_holds_what_was_issued_submitted_signed_and_said(
    taken: Taken, papers: Papers
) -> None:
    files = package(taken)

    assert files["issued/sealed.pdf"] == papers.sealed
    assert files["issued/annex-01.pdf"] == ANNEX
    assert files["round-1/signed.pdf"] == SIGNED_ONCE
    assert sha256(files["round-2/version.json"]) == taken.versions[1]["version"]
    assert "Kính gửi: Các phòng chuyên môn" in files["round-2/version.txt"].decode()
    certificates = [name for name in files if name.startswith("evidence/certificates/")]
    keys = (papers.keys.person, papers.keys.agency)
    assert {f"evidence/certificates/{key.fingerprint}.cer" for key in keys} <= set(certificates)


def test_names_that_people_gave_to_files_never_name_a_place(taken: Taken) -> None:
    names = list(package(taken))
    assert "round-1/supporting-02" in names
    assert not [name for name in names if ".." in name or not name.isascii()]


def test_the_list_names_every_other_file_and_the_end_of_every_chain(taken: Taken) -> None:
    files = package(taken)
    manifest = read_manifest(files[MANIFEST])

    digests = {name: sha256(data) for name, data in files.items() if name != MANIFEST}
    assert manifest.files == digests
    register = taken.events["register"]
    assert manifest.ends["register"] == End(3, register[-1]["hash"])


def test_the_same_facts_give_the_same_bytes(taken: Taken) -> None:
    turned = dict(reversed(list(taken.events.items())))
    assert package(taken) == package(replace(taken, events=turned))


def test_stamps_put_over_the_seal_later_are_a_file_of_their_own(taken: Taken) -> None:
    renewed = taken.sealed + b"\n"
    record = taken.desk["record"] | {"newest": sha256(renewed)}
    files = dict(taken.files) | {sha256(renewed): renewed}
    made = package(replace(taken, desk={**taken.desk, "record": record}, files=files))
    assert (made["issued/sealed.pdf"], made["issued/renewed.pdf"]) == (taken.sealed, renewed)


def test_stamps_and_proof_of_revocation_come_out_as_plain_files(
    lasting: tuple[Taken, Trusted],
) -> None:
    taken, _ = lasting
    begin = "evidence/"
    found = {name: der for name, der in package(taken).items() if name.startswith(begin)}
    del found["evidence/verification.json"]
    kinds = Counter(name.split("/")[1] for name in found)
    assert kinds["stamps"] == 4, "of person, seal, annex, and over the annex"
    assert kinds["crls"] + kinds["ocsps"] >= 2
    assert all(name.split("/")[2].split(".")[0] == sha256(der) for name, der in found.items())


def test_metadata_have_the_fields_of_the_decree_and_are_valid(taken: Taken) -> None:
    said = metadata(taken)
    for line in (
        "<OrganId>H37.15</OrganId>",
        "<FileNotation>01.VB</FileNotation>",
        "<DocOrdinal>781</DocOrdinal>",
        "<IssuedDate>2026-11-23</IssuedDate>",
        "<Position>KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC</Position>",
        "<Priority>1</Priority>",
        "<IssuedAmount>2</IssuedAmount>",
        "<Description>đã được đính chính</Description>",
    ):
        assert line in said.decode()
    assert metadata_faults("metadata.xml", said) == []


@pytest.mark.parametrize(
    ("number", "volume", "ordinal"), [(999, "01", 999), (1000, "02", 1), (12345, "13", 357)]
)
def test_a_thousandth_entry_begins_the_second_volume(
    taken: Taken, number: int, volume: str, ordinal: int
) -> None:
    said = metadata(replace(taken, desk={**taken.desk, "number": number}))
    assert f"<FileNotation>{volume}.VB</FileNotation>" in said.decode()
    assert f"<DocOrdinal>{ordinal}</DocOrdinal>" in said.decode()
    assert metadata_faults("metadata.xml", said) == []


def test_what_is_longer_than_the_decree_allows_is_cut_and_valid(taken: Taken) -> None:
    record: dict[str, Any] = taken.desk["record"] | {"subject": "dài " * 200, "signer": "A" * 60}
    issuer = taken.desk["issuer"] | {"organ_id": "000.00.00.00.H37"}
    said = metadata(replace(taken, desk={**taken.desk, "record": record, "issuer": issuer}))
    assert metadata_faults("metadata.xml", said) == []
    assert "…</Subject>" in said.decode()


@pytest.mark.parametrize(
    "lines",
    [
        b"x" * 64 + b"  a\n",
        b"0" * 64 + b"  ../a\n",
        b"0" * 64 + b"  /etc/passwd\n",
        b"0" * 64 + b"  a/../b\n",
        b"0" * 64 + b" *a\n",
        b"0" * 64 + b"  b\n" + b"0" * 64 + b"  a\n",
        b"0" * 64 + b"  a\n" + b"1" * 64 + b"  a\n",
        b"0" * 64 + b"  a",
        b"# chain a 1 -\n# a remark\n",
    ],
)
def test_a_list_that_is_not_as_it_was_written_is_not_read(lines: bytes) -> None:
    with pytest.raises(ValueError, match="not"):
        read_manifest(lines)


def test_a_list_is_read_as_it_was_written() -> None:
    manifest = Manifest(files={"a/b.c": "0" * 64}, ends={"a": End(0, None), "b": End(1, "1" * 64)})
    assert read_manifest(manifest.write()) == manifest


def test_every_byte_of_a_list_counts(taken: Taken) -> None:
    written = package(taken)[MANIFEST]
    for at, byte in enumerate(written):
        changed = written[:at] + bytes([byte ^ 1]) + written[at + 1 :]
        assert _read(changed) != _read(written), at


def _read(data: bytes) -> Manifest | None:
    try:
        return read_manifest(data)
    except ValueError:
        return None
