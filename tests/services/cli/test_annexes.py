"""What is issued with a dispatch, as it is listed and fetched."""

from pathlib import Path

import pytest

from tests.services.cli.small_services import SmallServices

CASE = "SVHTTDL-2026-000001"
LIST = f"GET /dispatches/{CASE}/annexes"
FOUND = [
    {"place": 1, "name": "Phụ lục I.pdf", "stamped": True, "level": "B-LT", "newest": "a" * 64},
    {"place": 2, "name": "Phụ lục II.xlsx", "stamped": False, "level": None, "newest": "b" * 64},
]


def test_each_annex_is_told_with_its_hash_and_how_long_its_signature_lasts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SmallServices({LIST: {"annexes": FOUND}}).run("annexes", CASE) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        f"1. Phụ lục I.pdf (cơ quan đã ký số, mức B-LT): {'a' * 64}",
        f"2. Phụ lục II.xlsx (không ký được, ghi mã băm): {'b' * 64}",
    ]


def test_one_is_fetched_under_its_own_name(tmp_path: Path) -> None:
    services = SmallServices({LIST: {"annexes": FOUND}, f"{LIST}/2": b"PK"})
    assert services.run("annexes", CASE, "--get", "2", "--out", str(tmp_path)) == 0
    assert (tmp_path / "Phụ lục II.xlsx").read_bytes() == b"PK"


def test_a_dispatch_without_annexes_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert SmallServices({LIST: {"annexes": []}}).run("annexes", CASE) == 0
    assert "không có phụ lục" in capsys.readouterr().out
