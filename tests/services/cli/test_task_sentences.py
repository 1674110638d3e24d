"""What `show` says of a task: why it waits, who sits, the thread, and what changed."""

from dataclasses import asdict
from typing import Any

import pytest

from services.cli.sentences import deed, history, who
from services.cli.task_sentences import (
    bypass_lines,
    difference_lines,
    standing_lines,
    thread_lines,
)
from services.cli.words import ACTS, CHANGES, MESSAGES
from shared.document.differences import ChangeKind, words_between
from shared.domain.route import Verdict

AT = "2026-11-23T07:05:00+00:00"
HEAD = {"name": "Nguyễn Văn A", "title": "Chánh Văn phòng"}


def changed(kind: str, before: str, after: str, **said: str) -> dict[str, Any]:
    words = [asdict(span) for span in words_between(before, after)]
    base = {"field": "paragraphs[3]", "was": "", "kind": kind, "before": before, "after": after}
    return base | {"words": words} | said


def test_every_verdict_and_change_has_its_words() -> None:
    assert {verdict.value for verdict in Verdict} <= ACTS.keys()
    assert {kind.value for kind in ChangeKind} == CHANGES.keys()
    assert set(MESSAGES) == {"question", "answer"}


def test_on_whose_behalf_somebody_acted_is_said() -> None:
    assert who(HEAD) == "Nguyễn Văn A, Chánh Văn phòng"
    behalf = HEAD | {"on_behalf_of": "Trần Thị B"}
    assert who(behalf) == "Nguyễn Văn A, Chánh Văn phòng, thay mặt Trần Thị B"
    step = behalf | {"act": "approve", "kind": "signature", "comment": "", "late": False, "at": AT}
    (line,) = history([{"round": 1, "taken": [step]}])
    assert line.endswith("thay mặt Trần Thị B, lần 1, ký: đồng ý")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"kind": "signature", "act": "return", "to_step": 2}, "ký: trả lại về bước 2"),
        ({"kind": "signature", "act": "return", "to_step": None}, "ký: trả lại"),
        (
            {"kind": "signature", "act": "urgency", "to": "hoa_toc"},
            "ký: đổi mức độ khẩn (hỏa tốc)",
        ),
        (
            {"kind": "office_review", "act": "reassign", "to": "b"},
            "kiểm tra thể thức: giao lại cho người khác (b)",
        ),
        ({"kind": None, "act": "replan", "to": None}, "lập lại luồng trình"),
    ],
)
def test_an_act_says_to_which_step_person_or_urgency(step: dict[str, Any], words: str) -> None:
    assert deed(step) == words


def test_why_it_waits_comes_before_the_seats_of_several() -> None:
    seats = [
        {"title": "Chánh Văn phòng", "taken_by": "Nguyễn Văn A"},
        {"title": "Kế toán trưởng", "taken_by": None},
    ]
    assert list(standing_lines({"waiting": "Đang chờ góp ý.", "seats": seats})) == [
        "Đang chờ góp ý.",
        "  Chánh Văn phòng: Nguyễn Văn A đã có ý kiến",
        "  Kế toán trưởng: chưa có ý kiến",
    ]
    assert list(standing_lines({"waiting": "Đang chờ.", "seats": seats[:1]})) == ["Đang chờ."]


def test_who_took_the_task_and_in_whose_place_i_act_are_said() -> None:
    seen = {"waiting": "Đang chờ.", "claimed_by": "A", "on_behalf_of": "B", "seats": []}
    assert list(standing_lines(seen)) == [
        "Đang chờ.",
        "Đã nhận việc: A",
        "Bạn xử lý thay mặt B",
    ]


def test_the_thread_says_who_asked_and_who_answered() -> None:
    thread = [
        HEAD | {"kind": "question", "said": "Số liệu nào?", "at": AT},
        {"name": "C", "title": "Chuyên viên", "kind": "answer", "said": "Quý III.", "at": AT},
    ]
    assert list(thread_lines({"thread": thread})) == [
        "23/11/2026 14:05  Nguyễn Văn A, Chánh Văn phòng hỏi: Số liệu nào?",
        "23/11/2026 14:05  C, Chuyên viên trả lời: Quý III.",
    ]


def test_a_step_that_was_skipped_is_marked_for_ever() -> None:
    taken = [HEAD | {"act": "bypass", "step": 2}, HEAD | {"act": "approve", "step": 3}]
    assert list(
        bypass_lines({"rounds": [{"round": 1, "taken": taken}, {"round": 2, "taken": []}]})
    ) == ["CÓ BƯỚC ĐÃ BỎ QUA: lần 1, bước 2, Nguyễn Văn A, Chánh Văn phòng"]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            changed("changed", "trước ngày 20/11", "trước ngày 25/11 này"),
            "  đoạn 4, sửa: trước ngày [-20/11-] {+25/11 này+}",
        ),
        (changed("added", "", "Nơi mới."), "  đoạn 4, thêm: {+Nơi mới.+}"),
        (changed("removed", "Nơi cũ.", ""), "  đoạn 4, bỏ: [-Nơi cũ.-]"),
        (
            changed("moved", "a b", "a b", was="paragraphs[0]"),
            "  đoạn 1 → đoạn 4, chuyển chỗ: a b",
        ),
        (
            changed("changed", "a", "b", field="attachments[0]"),
            "  tài liệu kèm theo 1, sửa: [-a-]{+b+}",
        ),
    ],
)
def test_a_change_shows_the_words_that_went_and_came(change: dict[str, Any], line: str) -> None:
    assert list(difference_lines({"changes": [change]})) == [
        "Khác với lần trình trước:",
        line,
    ]


def test_words_far_from_any_change_are_left_out() -> None:
    far = [f"từ{n}" for n in range(30)]
    change = changed("changed", " ".join([*far, "cũ", *far]), " ".join([*far, "mới", *far]))
    *_, line = difference_lines({"changes": [change]})
    assert line == (
        "  đoạn 4, sửa: … từ25 từ26 từ27 từ28 từ29 [-cũ-] {+mới+} từ0 từ1 từ2 từ3 từ4 …"
    )


def test_a_first_round_differs_from_nothing() -> None:
    assert list(difference_lines({"changes": []})) == []
