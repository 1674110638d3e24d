"""Operators wake what is open, and read what a comparison of engine and tables found."""

from typing import Any

import pytest

from tests.services.cli.small_services import SmallServices

CASE = "SVHTTDL-2026-000123"
AT = "2026-11-23T08:30:00Z"
WHOLE: dict[str, Any] = {"at": AT, "whole": True, "asleep": [], "stray": [], "waiting": []}
DIFFERS: dict[str, Any] = {
    "at": AT,
    "whole": False,
    "asleep": [CASE],
    "stray": ["recall/SVHTTDL-2026-000001"],
    "waiting": [{"kind": "decision", "id": "d-1", "case": CASE, "at": AT}],
}


def test_all_that_is_open_is_woken_in_every_service(capsys: pytest.CaptureFixture[str]) -> None:
    services = SmallServices({"POST /engine/wake": {"woken": 2, "after": None}})
    assert services.run("rebuild", "--all-open") == 0
    assert services.acts() == [("POST /engine/wake", {"case": None, "after": None})] * 3
    assert "approval: đã đánh thức 2 luồng đang mở." in capsys.readouterr().out


def test_a_dispatch_of_which_nothing_is_open_is_said_to_be_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    services = SmallServices({"POST /engine/wake": {"woken": 0, "after": None}})
    assert services.run("rebuild", CASE) == 1
    assert f"Hồ sơ {CASE} không có luồng nào đang mở." in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), (CASE, "--all-open")])
def test_one_dispatch_or_all_must_be_named(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({})
    assert services.run("rebuild", *words) == 1
    assert services.asked == []
    assert "--all-open" in capsys.readouterr().err


def test_engine_and_tables_that_agree_are_said_to_agree(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SmallServices({"GET /engine/report": WHOLE}).run("reconcile") == 0
    assert "drafting: khớp" in capsys.readouterr().out


def test_each_difference_is_named_and_the_exit_code_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SmallServices({"GET /engine/report": DIFFERS}).run("reconcile") == 1
    said = capsys.readouterr().out
    assert f"nằm yên, đã đánh thức: {CASE}" in said
    assert "chạy lạc, không có gì đang mở: recall/SVHTTDL-2026-000001" in said
    assert f"chưa báo được bộ điều phối: decision {CASE}" in said


def test_a_deployment_that_was_not_compared_yet_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SmallServices({}).run("reconcile") == 1
    assert "chưa đối chiếu lần nào" in capsys.readouterr().err
