"""Corrections and acknowledged findings, and by which rules a version was checked, as told."""

from typing import Any

import pytest

from services.cli.commands.common import form_lines
from tests.services.cli.small_services import SmallServices

CASE = "SVHTTDL-2026-000001"
PLACE: dict[str, Any] = {
    "id": "place_differs@place",
    "code": "place_differs",
    "severity": "error",
    "field": "place",
    "message": "Viết “Lạng Sơn”.",
    "rule": "ND30 PL1 II.4",
    "found": "Lang Son",
    "replacement": "Lạng Sơn",
    "acknowledged": None,
}
WORD = PLACE | {"id": "doubled_word@subject", "code": "doubled_word", "field": "subject"}
WHY = "Tên tổ chức do Giám đốc quy định."
SAID = {"account": "chuyen-vien-vp", "at": "2026-11-23T02:00:00Z", "reason": WHY}


def services(*findings: dict[str, Any], **answers: Any) -> SmallServices:
    found = {"revision": 3, "findings": list(findings)}
    return SmallServices({f"GET /drafts/{CASE}/findings": found} | answers)


def test_a_correction_tells_what_stood_there_what_stands_there_now_and_the_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    left = WORD | {"acknowledged": SAID}
    desk = services(PLACE, left, **{f"POST /drafts/{CASE}/corrections": {}})
    desk.later[f"GET /drafts/{CASE}/findings"] = {"findings": [left]}

    assert desk.run("correct", CASE) == 0
    assert desk.acts() == [
        (f"POST /drafts/{CASE}/corrections", {"findings": ["place_differs@place"]})
    ]
    said = capsys.readouterr().out
    assert "địa danh: “Lang Son” → “Lạng Sơn” (place_differs, ND30 PL1 II.4)" in said
    assert "Đã sửa 1 chỗ. Trình: ./congvan submit" in said


def test_a_correction_that_waits_for_another_one_is_not_told_as_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = services(PLACE, WORD, **{f"POST /drafts/{CASE}/corrections": {}})
    desk.later[f"GET /drafts/{CASE}/findings"] = {"findings": [WORD]}

    assert desk.run("correct", CASE) == 0
    said = capsys.readouterr().out
    assert "doubled_word" not in said
    assert "Đã sửa 1 chỗ. Còn 1 chỗ sửa được: ./congvan correct" in said


def test_findings_are_acknowledged_by_name_with_a_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    left = {"findings": [PLACE | {"acknowledged": SAID}, WORD]}
    desk = services(PLACE, WORD, **{f"POST /drafts/{CASE}/acknowledgements": left})

    assert desk.run("acknowledge", CASE, "place_differs", "--reason", WHY) == 0
    assert desk.acts() == [
        (
            f"POST /drafts/{CASE}/acknowledgements",
            {"findings": ["place_differs"], "reason": WHY},
        )
    ]
    said = capsys.readouterr().out
    assert f"chuyen-vien-vp để nguyên, 23/11/2026 09:00: {WHY}" in said
    assert "trích yếu" not in said


def test_without_a_name_the_findings_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    desk = services(PLACE)
    assert desk.run("acknowledge", CASE) == 0
    assert desk.acts() == []
    assert "place_differs@place\n  [lỗi] địa danh: " in capsys.readouterr().out


def test_a_version_tells_its_rules_and_what_the_agency_made_of_them() -> None:
    form = {"rules": "2020-03-05", "settings": {"end_mark_missing": "off"}}
    assert form_lines(form) == [
        "Thể thức kiểm tra theo quy tắc hiệu lực từ 05/03/2020.",
        'Cơ quan quy định không kiểm tra: Nội dung kết thúc bằng "./.". (end_mark_missing)',
    ]
    assert form_lines(None) == []
