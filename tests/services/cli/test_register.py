"""The register at the command line: read, searched, printed, proved."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.cli.small_services import SmallServices

ENTRY: dict[str, Any] = {
    "printed": "01/SVHTTDL-VP",
    "date": "2026-11-28",
    "subject": "Triển khai",
    "signer": "Dương Minh Tuệ",
    "recipients": ["Như trên"],
    "note": "",
}
WHOLE = {"events": 6, "faults": []}
PARTS = "GET /register/verify/dispatches"


def test_it_is_read_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    book = {"year": 2026, "series": "VB", "name": "Văn bản đi", "entries": [ENTRY]}
    assert SmallServices({"GET /register?year=2026": book}).run("register", "--year", "2026") == 0
    assert "01/SVHTTDL-VP" in capsys.readouterr().out


def test_what_is_searched_for_is_shown_page_after_page(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "GET /register/entries?text=bao+chi&first=2026-01-05"
    services = SmallServices(
        {
            asked: {"entries": [ENTRY], "after": "2026/1/VB"},
            f"{asked}&after=2026%2F1%2FVB": {
                "entries": [ENTRY | {"printed": "02/SVHTTDL-VP"}],
                "after": None,
            },
        }
    )
    assert services.run("register", "--search", "bao chi", "--from", "05/01/2026") == 0
    told = capsys.readouterr().out
    assert told.index("01/SVHTTDL-VP") < told.index("02/SVHTTDL-VP")


def test_a_book_is_printed_into_the_files_that_were_named(tmp_path: Path) -> None:
    services = SmallServices(
        {
            "GET /register/print?form=pdf&kind=transfer": b"%PDF-1.7",
            "GET /register/print?form=xlsx&kind=transfer": b"PK",
        }
    )
    pdf, xlsx = tmp_path / "so.pdf", tmp_path / "so.xlsx"
    files = ("--pdf", str(pdf), "--xlsx", str(xlsx))
    assert services.run("register", "--book", "transfer", *files) == 0
    assert (pdf.read_bytes(), xlsx.read_bytes()) == (b"%PDF-1.7", b"PK")


def test_another_book_than_the_register_is_only_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SmallServices({}).run("register", "--book", "post") == 1
    assert "--pdf" in capsys.readouterr().err


def test_a_whole_register_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    first = {"checked": 50, "faults": [], "after": "SVHTTDL-2026-000050"}
    last = {"checked": 3, "faults": [], "after": None}
    services = SmallServices(
        {
            "GET /register/verify": WHOLE,
            PARTS: first,
            f"{PARTS}?after=SVHTTDL-2026-000050": last,
        }
    )
    assert services.run("register", "verify") == 0
    told = capsys.readouterr().out
    assert "6 sự kiện" in told
    assert "53 văn bản" in told
    assert "nguyên vẹn" in told


def test_what_is_amiss_is_named_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    fault = "Bảng seals, hồ sơ SVHTTDL-2026-000001 (1): bị sửa cột certificate."
    part = {"checked": 1, "faults": [fault], "after": None}
    services = SmallServices({"GET /register/verify": WHOLE, PARTS: part})
    assert services.run("register", "verify") == 1
    assert fault in " ".join(capsys.readouterr().err.split())


def test_the_desk_tells_what_the_night_found(capsys: pytest.CaptureFixture[str]) -> None:
    faults = [f"Tệp {number}: bị mất." for number in range(9)]
    services = SmallServices({"GET /desk": {"waiting": [], "register_faults": faults}})
    assert services.run("desk") == 0
    told = capsys.readouterr().err
    assert "9 chỗ sai" in told
    assert told.count("bị mất") == 5
