"""What happens to a dispatch after it was issued, as it is typed and told."""

from pathlib import Path
from typing import Any

import pytest

from services.cli.commands.mailboxes import answer_words
from services.cli.sentences import amendment_lines, answers, recall_lines
from services.cli.words import ways_back
from shared.document.forms import required_parts
from shared.domain.document_types import DISPATCH
from tests.services.cli.small_services import SmallServices

CASE = "SVHTTDL-2026-000001"
AT = "2026-11-23T07:05:00+00:00"
WHY = ("--reason", "Gửi nhầm")
REASON = {"reason": "Gửi nhầm"}


@pytest.mark.parametrize(
    ("arguments", "act", "body", "told"),
    [
        (("--acknowledge", CASE), "acknowledge", {}, "hộp thư QLVH đã báo nhận."),
        (("--refuse", CASE, *WHY), "refuse", REASON, "hộp thư QLVH từ chối nhận."),
    ],
)
def test_a_mailbox_answers_what_lies_there(
    arguments: tuple[str, ...],
    act: str,
    body: dict[str, Any],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = f"POST /mailboxes/QLVH/{CASE}/{act}"
    receipt = "accepted" if act == "acknowledge" else "refused"
    services = SmallServices({path: {"receipt": receipt}})
    assert services.run("mailbox", "QLVH", *arguments) == 0
    assert services.acts() == [(path, body)]
    assert told in capsys.readouterr().out


def test_a_clerk_names_who_refused_and_who_gets_it(capsys: pytest.CaptureFixture[str]) -> None:
    path = f"POST /dispatches/{CASE}/send-again"
    services = SmallServices({path: {}})
    assert services.run("send-again", CASE, "--instead-of", "QLVH", "--to", "QLDL") == 0
    assert services.acts() == [(path, {"instead_of": "QLVH", "to": "QLDL"})]
    assert "đã gửi QLDL thay QLVH" in capsys.readouterr().out


def test_progress_tells_how_many_received_it_and_who_refused() -> None:
    given = {"name": "Trần Thị B", "at": AT}
    record = {
        "deliveries": [{"mailboxes": ["QLVH", "QLDL"]}, {"mailboxes": ["QLVH"]}],
        "acknowledgements": [
            given | {"mailbox": "QLDL", "receipt": "accepted", "reason": ""},
            given | {"mailbox": "QLVH", "receipt": "refused", "reason": "Gửi nhầm"},
        ],
    }
    assert list(answers(record)) == [
        "Báo nhận: 1 trên 2 hộp thư.",
        "QLVH: Trần Thị B từ chối nhận lúc 23/11/2026 14:05: Gửi nhầm.",
    ]
    assert list(answers({})) == []


ORDER = {"ordered_by": "giam-doc", "paper": "QĐ 12", "reason": "Gửi nhầm"}
RECALL = {
    "at": AT,
    "ordered_by_name": "Nguyễn Văn A",
    "paper": "QĐ 12",
    "reason": "Sai thẩm quyền",
    "replies": [{"mailbox": "TTr", "answer": "refused", "name": "Lê C", "reason": "Đã làm xong"}],
    "waiting": ["QLVH", "QLDL"],
    "due_at": AT,
    "closing": None,
}


def test_a_clerk_recalls_on_a_written_decision(capsys: pytest.CaptureFixture[str]) -> None:
    path = f"POST /dispatches/{CASE}/recall"
    services = SmallServices({path: {"waiting": ["TTr", "QLVH"], "due_at": AT}})
    assert services.run("recall", CASE, "--by", "giam-doc", "--paper", "QĐ 12", *WHY) == 0
    assert services.acts() == [(path, ORDER)]
    assert "chờ 2 hộp thư trả lời đến 23/11/2026 14:05" in capsys.readouterr().out


def test_a_clerk_ends_the_waiting(capsys: pytest.CaptureFixture[str]) -> None:
    path = f"POST /dispatches/{CASE}/recall/close"
    services = SmallServices({path: {"waiting": ["TTr"]}})
    assert services.run("close-recall", CASE, *WHY) == 0
    assert services.acts() == [(path, REASON)]
    assert "chưa trả lời: TTr" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "answer", "reason", "told"),
    [
        (("--cancel", CASE), "cancelled", "", "đã hủy văn bản thu hồi"),
        (("--keep", CASE, *WHY), "refused", "Gửi nhầm", "không đồng ý thu hồi"),
    ],
)
def test_a_mailbox_answers_a_recall(
    arguments: tuple[str, ...],
    answer: str,
    reason: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = f"POST /mailboxes/QLVH/{CASE}/recall-answer"
    services = SmallServices({path: {"recall": {"answer": answer}}})
    assert services.run("mailbox", "QLVH", *arguments) == 0
    assert services.acts() == [(path, {"answer": answer, "reason": reason})]
    assert told in capsys.readouterr().out


def test_progress_tells_the_recall_and_who_is_still_asked() -> None:
    assert list(recall_lines({"recall": RECALL})) == [
        "ĐÃ THU HỒI lúc 23/11/2026 14:05 theo quyết định của Nguyễn Văn A (QĐ 12): Sai thẩm quyền.",
        "TTr: Lê C không đồng ý thu hồi: Đã làm xong.",
        "Chưa trả lời thu hồi: QLVH, QLDL; hạn 23/11/2026 14:05.",
    ]
    closing = {"name": "Văn thư Sở", "reason": "Hết hạn"}
    ended = list(recall_lines({"recall": RECALL | {"closing": closing}}))
    assert ended[-1] == "Văn thư Sở đã kết thúc việc thu hồi: Hết hạn."
    assert list(recall_lines({"recall": None})) == []


def test_a_mailbox_shows_what_it_has_to_answer() -> None:
    item: dict[str, Any] = {"receipt": "accepted", "recall": None}
    assert answer_words(item) == "đã báo nhận"
    waits = item | {"recall": {"answer": None, "reminders": 2}}
    assert answer_words(waits) == "ĐÃ BỊ THU HỒI, chờ trả lời, ĐÃ NHẮC 2 LẦN"
    kept = item | {"recall": {"answer": "refused", "reminders": 2}}
    assert answer_words(kept) == "không đồng ý thu hồi"


def test_progress_tells_what_corrects_and_replaces_what() -> None:
    made = {"case": CASE, "number": "02/SVHTTDL-VP", "recalled": False}
    assert list(amendment_lines({"replaces": CASE, "corrects": None})) == [
        f"Văn bản này thay thế {CASE}."
    ]
    void = made | {"recalled": True}
    corrected = f"Đã được đính chính bằng văn bản số 02/SVHTTDL-VP ({CASE})"
    assert list(amendment_lines({"replaced_by": [made], "corrected_by": [void]})) == [
        f"Đã được THAY THẾ bằng văn bản số 02/SVHTTDL-VP ({CASE}).",
        f"{corrected}, nhưng văn bản đó đã bị thu hồi.",
    ]


def test_marks_stand_beside_the_stage() -> None:
    assert ways_back({"ways_back": ["replaced", "recalled"]}) == ", ĐÃ ĐƯỢC THAY THẾ, ĐÃ THU HỒI"
    assert ways_back({}) == ""


@pytest.mark.parametrize("way", ["corrects", "replaces"])
def test_a_draft_says_what_it_corrects_or_replaces(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Kính gửi: A.", encoding="utf-8")
    draft = dict.fromkeys(required_parts(DISPATCH), "x") | {"case": CASE, "doc_type": DISPATCH}
    services = SmallServices(
        {
            "POST /drafts/from-file": {"draft": draft, "findings": []},
            f"GET /drafts/{CASE}/findings": {"findings": []},
        }
    )
    assert services.run("draft", str(file), f"--{way}", CASE) == 0
    ((what, form),) = services.acts()
    assert what == "POST /drafts/from-file"
    assert f'name="{way}"\r\n\r\n{CASE}\r\n' in form.decode()
    assert "\r\n\r\nKính gửi: A.\r\n" in form.decode()
    assert CASE in capsys.readouterr().out


NEWER = {"case": "SVHTTDL-2026-000009", "number": "09/SVHTTDL-VP", "recalled": False}


@pytest.mark.parametrize(
    ("way", "record", "told"),
    [
        (
            "replaces",
            {"stage": "FILED", "ways_back": ["recalled"], "recall": {"paper": "Quyết định số 12"}},
            "thì không thay thế; nếu cần, hãy ban hành một văn bản mới",
        ),
        (
            "replaces",
            {"stage": "TO_ISSUE", "ways_back": [], "replaced_by": []},
            "hãy nhờ văn thư trả lại để sửa chính văn bản đó",
        ),
        (
            "corrects",
            {"stage": "FILED", "ways_back": ["replaced"], "replaced_by": [NEWER]},
            "văn bản số 09/SVHTTDL-VP; hãy đính chính văn bản đó: --corrects SVHTTDL-2026-000009",
        ),
    ],
)
def test_nobody_drafts_against_what_was_recalled_or_replaced(
    way: str, record: dict[str, Any], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "moi.txt"
    file.write_text("V/v nội dung mới", encoding="utf-8")
    services = SmallServices({f"GET /dispatches/{CASE}": record})
    assert services.run("draft", str(file), f"--{way}", CASE) == 1
    assert told in " ".join(capsys.readouterr().err.split())
    assert services.acts() == []
