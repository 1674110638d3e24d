"""Words for people: fields, findings, times, refusals; one table of stages for everybody."""

import httpx
import pytest

from docs.make_lifecycle import page
from services.cli.api import Said
from services.cli.commands.approver import means_yes
from services.cli.commands.common import finding_line
from services.cli.commands.drafter import next_command
from services.cli.demo.play import Scene
from services.cli.demo.run import scene_line
from services.cli.words import field_words
from shared.domain.four_eyes import ROLES
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.route import StepKind
from workflows.details import details
from workflows.standing import Standing

FINDING = {
    "severity": "warning",
    "field": "recipients[1]",
    "message": "Viết tắt sai.",
    "rule": "ND30 PL1 II.9",
    "line": 3,
    "replacement": "GĐ",
}
DRAFT = {
    "case": "SVHTTDL-2026-000001",
    "doc_type": "cong_van",
    "subject": "triển khai",
    "addressees": ["Các phòng"],
    "paragraphs": ["Nội dung."],
    "recipients": ["Như trên"],
    "file_copy": "VT",
    "signature_lines": ["GIÁM ĐỐC"],
}


def test_every_stage_and_step_has_its_words() -> None:
    assert set(WORDS) == set(Stage)
    assert set(ROLES) == set(StepKind)


@pytest.mark.parametrize("stage", Stage)
def test_operators_pages_and_documents_use_the_same_words(stage: Stage) -> None:
    stands = Standing(
        case="A-2026-000001", agency="A", unit="VP", urgency="thuong", round=1, stage=stage
    )
    assert f": {WORDS[stage]} ({stage})" in details(stands.case, stands, ())
    assert f"| `{stage}` | {WORDS[stage]} |" in page()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("place", "địa danh"),
        ("recipients[1]", "nơi nhận 2"),
        ("paragraphs[0]", "đoạn 1"),
        ("addressees.0", "kính gửi 1"),
        ("line 12", "dòng 12"),
        ("posts[3]", "posts[3]"),
        ("path.case", "path.case"),
    ],
)
def test_a_field_is_called_as_people_call_it(name: str, words: str) -> None:
    assert field_words(name) == words


def test_a_finding_names_line_field_rule_and_what_to_write() -> None:
    line = "  [cần xem] dòng 3, nơi nhận 2: Viết tắt sai. → “GĐ” (ND30 PL1 II.9)"
    assert finding_line(FINDING) == line


def test_a_finding_without_a_field_leaves_no_empty_place() -> None:
    bare = FINDING | {"field": "", "replacement": None, "severity": "error"}
    assert finding_line(bare) == "  [lỗi] dòng 3: Viết tắt sai. (ND30 PL1 II.9)"
    nowhere = bare | {"line": None, "severity": "info"}
    assert finding_line(nowhere) == "  [lưu ý] Viết tắt sai. (ND30 PL1 II.9)"


def test_a_draft_with_faults_that_can_be_mended_leads_to_correct() -> None:
    assert "./congvan correct" in next_command(DRAFT, [FINDING], "a")


def test_a_draft_without_such_faults_leads_to_submit() -> None:
    assert "./congvan submit" in next_command(DRAFT, [FINDING | {"replacement": None}], "a")


def test_a_text_that_was_hardly_read_leads_to_neither() -> None:
    said = next_command(DRAFT | {"addressees": [], "paragraphs": []}, [FINDING], "a")
    assert "./congvan" not in said
    assert "kính gửi, đoạn" in said


def test_a_decision_needs_other_parts_and_minutes_are_not_submitted_at_all() -> None:
    decision = DRAFT | {"doc_type": "quyet_dinh", "authority": "", "bases": [], "addressees": []}
    assert "thiếu: thẩm quyền ban hành, căn cứ." in next_command(decision, [], "a")
    minutes = next_command(DRAFT | {"doc_type": "bien_ban"}, [], "a")
    assert minutes.startswith("Biên bản phải có chữ ký của cả thư ký và chủ tọa")


def test_a_refusal_says_each_sentence_once() -> None:
    problem = {
        "detail": "Chưa nhận được: Tệp trống.",
        "errors": [
            {"field": "file", "message": "Tệp trống."},
            {"field": "reason", "message": "Thiếu lý do."},
        ],
    }
    assert Said(httpx.Response(422, json=problem)).lines() == [
        "Chưa nhận được: Tệp trống.",
        "  lý do: Thiếu lý do.",
    ]


def test_who_and_when_is_said_once_by_the_sentence_and_never_in_the_machines_words() -> None:
    held = "Nguyễn Văn A đang giữ việc này từ 08:10 ngày 28/11/2026; hãy đợi."
    errors = [
        {"field": "account", "message": "nguyen-van-a"},
        {"field": "at", "message": "2026-11-28T01:10:52.800753+00:00"},
    ]
    refused = httpx.Response(409, json={"detail": held, "errors": errors})
    assert Said(refused).lines() == [held]


def test_an_answer_that_is_no_problem_details_is_told_in_vietnamese() -> None:
    for answer in (httpx.Response(502, text="<html>"), httpx.Response(502, json=[])):
        assert Said(answer).lines() == ["Dịch vụ từ chối mà không nêu lý do (mã 502)."]


def test_only_a_clear_yes_signs() -> None:
    assert all(map(means_yes, ("có", " Co ", "y", "KÝ")))
    assert not any(map(means_yes, ("", "không", "k", "n", "cos")))


def test_the_demo_shows_round_and_stage_after_each_act() -> None:
    act = Scene(stage=Stage.RETURNED, round=1, who="A", what="trả lại", seconds=0.5)
    assert scene_line(act) == "    0.50 s  lần 1  A: trả lại → trả lại để sửa"
    kept = Scene(
        stage=Stage.FILED, round=2, who="hệ thống", what="lưu", at="2026-11-23T07:05:03+00:00"
    )
    assert scene_line(kept) == "  14:05:03  lần 2  hệ thống: lưu → đã lưu"
