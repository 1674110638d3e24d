"""Numbers at the terminal: kept beforehand, given to a whole list, taken over from an old book."""

from pathlib import Path
from typing import Any

import pytest

from services.cli.usage import USAGE_CODE
from tests.services.cli.small_services import SmallServices

CASE, OTHER = "SVHTTDL-2026-000001", "SVHTTDL-2026-000002"
KEPT = {
    "id": "SVHTTDL-VB-2026-05",
    "number": "05/SVHTTDL-VP",
    "date": "2026-11-23",
    "purpose": "Họp giao ban",
    "expires_at": "2026-11-27T17:00:00+00:00",
    "soon": False,
}
TWIN = KEPT | {"id": "SVHTTDL-QD-2026-05", "number": "05/QĐ-SVHTTDL"}
RESERVE = ("reserve", "--unit", "VP", "--purpose", "Họp giao ban", "--until")
ISSUE = f"POST /dispatches/{CASE}/issue"
ISSUED = {"printed": "05/SVHTTDL-VP", "date": "2026-11-23"}
BOOK = {"series": "VB", "lines": 3, "first": "01/SVHTTDL-VP", "last": "03/SVHTTDL-VP"}
FAULT = {"line": 4, "sentence": "Số 03 đứng sau số 05."}


def test_a_number_is_kept_until_the_end_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    services = SmallServices({"POST /reservations": KEPT})
    assert services.run(*RESERVE, "27/11/2026", "--type", "giay_moi") == 0
    asked = {"unit": "VP", "doc_type": "giay_moi", "purpose": "Họp giao ban"}
    asked |= {"expires_at": "2026-11-28T00:00:00+07:00"}
    assert services.acts() == [("POST /reservations", asked)]
    told = capsys.readouterr().out
    assert "Đã giữ số 05/SVHTTDL-VP, ngày 23/11/2026, đến 28/11/2026 00:00." in told


@pytest.mark.parametrize("day", ["31/02/2026", "mai", "2026-13-01", ""])
def test_a_number_is_not_kept_until_a_day_that_is_none(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({"POST /reservations": KEPT})
    assert services.run(*RESERVE, day) == USAGE_CODE
    assert services.acts() == []
    assert "ngày" in capsys.readouterr().err


def test_a_number_is_kept_for_a_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    services = SmallServices({"POST /reservations": KEPT})
    assert services.run("reserve", "--unit", "VP", "--until", "27/11/2026") != 0
    assert services.acts() == []
    assert "--purpose" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["05/SVHTTDL-VP", "5", "05", "SVHTTDL-VB-2026-05"])
def test_a_kept_number_is_used_by_whichever_name(said: str) -> None:
    services = SmallServices({"GET /desk": {"reservations": [KEPT]}, ISSUE: ISSUED})
    assert services.run("issue", CASE, "--reserved", said) == 0
    assert services.acts() == [(ISSUE, {"reserved": KEPT["id"]})]


@pytest.mark.parametrize(
    ("said", "kept", "why"),
    [
        ("06/SVHTTDL-VP", [KEPT], "Không có số 06/SVHTTDL-VP nào đang giữ"),
        ("6", [KEPT], "Không có số 6 nào đang giữ"),
        ("5", [KEPT, TWIN], "Có nhiều số 5 đang giữ"),
    ],
)
def test_a_number_that_nobody_kept_or_two_did_is_not_asked_for(
    said: str, kept: list[dict[str, Any]], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({"GET /desk": {"reservations": kept}, ISSUE: ISSUED})
    assert services.run("issue", CASE, "--reserved", said) == 1
    assert services.acts() == []
    assert why in capsys.readouterr().err


def result(case: str, number: str | None) -> dict[str, Any]:
    issued = ISSUED | {"printed": number} if number else None
    problem = None if number else {"detail": "Chữ ký không còn đúng."}
    return {"case": case, "issued": issued, "standing": None, "problem": problem, "status": 200}


def test_everything_that_waits_is_issued_and_a_refusal_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waiting = [{"case": CASE}, {"case": OTHER}]
    results = [result(CASE, "05/SVHTTDL-VP"), result(OTHER, None)]
    services = SmallServices(
        {"GET /desk": {"waiting": waiting}, "POST /desk/issue": {"results": results}}
    )
    assert services.run("issue-all") == 1
    assert services.acts() == [("POST /desk/issue", {"cases": [CASE, OTHER]})]
    told = capsys.readouterr()
    assert f"{CASE}: số 05/SVHTTDL-VP" in told.out
    assert "Chữ ký không còn đúng." in told.out + told.err
    assert "Đã xong 1 văn bản, không được 1 văn bản." in told.out


def test_a_selection_is_issued_alone_and_an_empty_desk_is_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    services = SmallServices({"POST /desk/issue": {"results": [result(OTHER, "05/SVHTTDL-VP")]}})
    assert services.run("issue-all", OTHER) == 0
    assert services.asked == [("POST /desk/issue", {"cases": [OTHER]})]
    empty = SmallServices({"GET /desk": {"waiting": []}})
    assert empty.run("issue-all") == 0
    assert empty.acts() == []
    assert "Đã xong 0 văn bản" in capsys.readouterr().out


def test_an_old_book_is_tried_and_then_entered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "so-2025.csv"
    file.write_text("số\n01/SVHTTDL-VP\n", encoding="utf-8")
    tried = BOOK | {"entered": False, "faults": [], "duplicates": []}
    path = "POST /register/import?series=VB"
    services = SmallServices({f"{path}&dry_run=true": tried, path: tried | {"entered": True}})
    said = ("import-register", str(file), "--series", "VB")
    assert services.run(*said, "--dry-run") == 0
    assert services.run(*said) == 0
    assert [body for _, body in services.acts()] == [file.read_bytes()] * 2
    told = capsys.readouterr().out
    assert "Xem thử 3 dòng vào hệ số VB, từ 01/SVHTTDL-VP đến 03/SVHTTDL-VP." in told
    assert "Đã nhập 3 dòng vào hệ số VB" in told


def test_wrong_lines_and_numbers_that_are_there_already_are_told_by_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "so-2025.csv"
    file.write_text("số\n", encoding="utf-8")
    twice = {"line": 2, "sentence": "Số 01/SVHTTDL-VP đã có trong hệ số QD."}
    answer = BOOK | {"entered": False, "faults": [FAULT], "duplicates": [twice]}
    services = SmallServices({"POST /register/import": answer})
    assert services.run("import-register", str(file)) == 1
    told = capsys.readouterr().err
    assert "dòng 4: Số 03 đứng sau số 05." in told
    assert "dòng 2: Số 01/SVHTTDL-VP đã có trong hệ số QD." in told
    accepted = BOOK | {"entered": True, "faults": [], "duplicates": [twice]}
    services = SmallServices({"POST /register/import?accept_duplicates=true": accepted})
    assert services.run("import-register", str(file), "--accept-duplicates") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_book_that_cant_be_read_is_not_sent(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({})
    assert services.run("import-register", str(tmp_path / name)) == 1
    assert services.asked == []
    assert capsys.readouterr().err.count("\n") == 1


CONFIRM = "POST /register/series/VB/confirm"
CONFIRMED = {"series": "VB", "lost": [{"year": 2026, "number": "121"}], "voided": ["05/SVHTTDL-VP"]}
ASKED = ("confirm-series", "VB", "--reason", "Theo bản lưu giấy.")
HEAD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def test_a_clerk_confirms_the_last_numbers_of_a_restored_series(
    capsys: pytest.CaptureFixture[str],
) -> None:
    services = SmallServices({CONFIRM: CONFIRMED})
    last = ("--last", "2026=121", "--last", "2027=0", "--head", f"790:{HEAD}")
    assert services.run(*ASKED, *last) == 0
    years = [{"year": 2026, "number": 121}, {"year": 2027, "number": 0}]
    head = {"sequence": 790, "hash": HEAD}
    said = {"last": years, "reason": "Theo bản lưu giấy.", "head": head}
    assert services.acts() == [(CONFIRM, said)]
    told = capsys.readouterr().out
    assert "số 121 năm 2026: không cấp lại" in told
    assert "số đang giữ 05/SVHTTDL-VP: đã hủy" in told


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("--last", "cuối"), "“cuối” không phải số cuối cùng"),
        (("--last", "2026="), "“2026=” không phải số cuối cùng"),
        (("--last", "1", "--head", HEAD), "không phải đầu chuỗi"),
    ],
)
def test_what_is_no_last_number_is_not_confirmed(
    said: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({CONFIRM: CONFIRMED})
    assert services.run(*ASKED, *said) == 1
    assert (services.acts(), why in capsys.readouterr().err.replace("\n", " ")) == ([], True)


def test_the_desk_shows_what_is_closed_with_the_last_number_in_the_book(
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed = {"series": "VB", "name": "Văn bản đi", "year": 2026, "last_number": 120}
    closed |= {"backup_at": KEPT["expires_at"], "restored_at": KEPT["expires_at"]}
    services = SmallServices({"GET /desk": {"waiting": [], "closed_series": [closed]}})
    assert services.run("desk") == 0
    told = capsys.readouterr().out
    assert "chờ xác nhận số cuối" in told
    assert "120 năm 2026" in told
