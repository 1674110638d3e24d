"""Commands as they reach approval: which act, with which words, and what they tell."""

from pathlib import Path
from typing import Any

import pytest

from services.cli.commands.task_list import step_words
from services.cli.usage import USAGE_CODE
from tests.services.cli.small_services import SmallServices

CASE, OTHER = "SVHTTDL-2026-000001", "SVHTTDL-2026-000002"
TASK, SECOND = "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c11", "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c12"
VERSION = "5f" * 32
AT, LATER = "2026-11-23T07:05:00+00:00", "2026-11-24T07:05:00+00:00"
DONE = {"verdict": "approve", "title": "Chánh Văn phòng", "stage": "UNDER_REVIEW"}
WHY = ("--reason", "Đi công tác")
REASON = {"reason": "Đi công tác"}


def line(task: str, case: str = CASE, **said: Any) -> dict[str, Any]:
    base = {"id": task, "case": case, "kind": "office_review", "subject": "triển khai"}
    return base | {"urgency": "thuong", "due_at": AT, "overdue": False, "unit": "VP"} | said


def seen(task: str) -> dict[str, Any]:
    return {"id": task, "case": CASE, "version": VERSION, "prepared": None, "findings": []}


def waiting(**answers: Any) -> SmallServices:
    """Services where two cases wait at one task each; every act of `answers` succeeds."""
    places = {f"GET /dispatches/{CASE}": TASK, f"GET /dispatches/{OTHER}": SECOND}
    return SmallServices(
        {place: {"open": {"task": task}} for place, task in places.items()}
        | {f"GET /tasks/{task}": seen(task) for task in (TASK, SECOND)}
        | answers
    )


@pytest.mark.parametrize(
    ("arguments", "act", "body"),
    [
        (("claim", CASE), "claim", {}),
        (("release", TASK), "release", {}),
        (("forward", CASE, "--to", "b", *WHY), "forward", {"to": "b"} | REASON),
        (("reassign", CASE, "--to", "b", *WHY), "reassign", {"to": "b"} | REASON),
        (("ask", CASE, "Số liệu nào?"), "messages", {"kind": "question", "said": "Số liệu nào?"}),
        (("answer", CASE, "Quý III."), "messages", {"kind": "answer", "said": "Quý III."}),
        (("urgency", CASE, "hoa_toc", *WHY), "urgency", {"urgency": "hoa_toc"} | REASON),
        (("bypass", CASE, *WHY), "bypass", REASON),
        (
            (
                "consult",
                CASE,
                "--post",
                "p",
                "--post",
                "q",
                "--unit-head",
                "VP",
                "--needs",
                "2",
                "--hours",
                "8",
                *WHY,
            ),
            "consultations",
            {
                "posts": ["p", "q"],
                "unit_heads": ["VP"],
                "accounts": [],
                "needs": 2,
                "hours": 8,
            }
            | REASON,
        ),
    ],
)
def test_an_act_on_a_task_is_sent_with_its_words(
    arguments: tuple[str, ...],
    act: str,
    body: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    services = waiting(**{f"POST /tasks/{TASK}/{act}": {}})
    assert services.run(*arguments) == 0
    assert services.acts() == [(f"POST /tasks/{TASK}/{act}", body)]
    assert capsys.readouterr().out.startswith(f"{arguments[1]}: ")


@pytest.mark.parametrize(
    ("arguments", "act", "body"),
    [
        (("replan", CASE, *WHY), f"/dispatches/{CASE}/replan", REASON),
        (("recalculate-deadlines", *WHY), "/deadlines", {"case": None} | REASON),
        (("recalculate-deadlines", CASE, *WHY), "/deadlines", {"case": CASE} | REASON),
        (("absence", "end", TASK), f"/absences/{TASK}/end", {"reason": ""}),
        (("delegation", "end", TASK, *WHY), f"/delegations/{TASK}/end", REASON),
        (
            (
                "absence",
                "add",
                "--account",
                "b",
                "--substitute",
                "c",
                "--from",
                "23/11/2026",
                "--to",
                "24/11/2026",
                "--kinds",
                "signature",
                *WHY,
            ),
            "/absences",
            {
                "account": "b",
                "substitute": "c",
                "starts_at": "2026-11-23T00:00:00+07:00",
                "ends_at": "2026-11-25T00:00:00+07:00",
                "kinds": ["signature"],
                "fields": [],
                "types": [],
            }
            | REASON,
        ),
        (
            (
                "delegation",
                "add",
                "--to",
                "b",
                "--from",
                "23/11/2026 13:30",
                "--until",
                "31/12/2026",
                "--types",
                "giay_moi",
                "--paper",
                "12/QĐ",
            ),
            "/delegations",
            {
                "delegate": "b",
                "starts_at": "2026-11-23T13:30:00+07:00",
                "ends_at": "2027-01-01T00:00:00+07:00",
                "fields": [],
                "types": ["giay_moi"],
                "paper": "12/QĐ",
            },
        ),
    ],
)
def test_an_act_that_is_on_no_task_is_sent_with_its_words(
    arguments: tuple[str, ...], act: str, body: dict[str, Any]
) -> None:
    services = SmallServices({f"POST {act}": {"id": TASK, "dispatches": []}})
    assert services.run(*arguments) == 0
    assert services.asked == [(f"POST {act}", body)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("consult", CASE, "--hours", "8", *WHY), "--post, --unit-head hoặc --account"),
        (
            ("consult", CASE, "--post", "p", "--needs", "1", "--everybody", "--hours", "8", *WHY),
            "--needs hoặc --everybody",
        ),
        (("decide", CASE, "approve", "--to-step", "1"), "chỉ dùng khi trả lại"),
        (("decide-all",), "Hãy nêu các việc"),
    ],
)
def test_what_can_not_be_meant_is_told_before_anything_is_done(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = waiting()
    assert services.run(*arguments) == 1
    assert sentence in capsys.readouterr().err
    assert services.acts() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("absence", "add", "--substitute", "c", "--from", "23/11/2026", "--to", "mai", *WHY),
        ("delegation", "add", "--to", "b", "--from", "mai", "--until", "mai", "--paper", "12/QĐ"),
        ("statistics", "--from", "mai"),
        ("register", "--to", "mai"),
    ],
)
def test_a_day_that_is_none_is_a_command_that_is_not_written_right(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({})
    assert services.run(*arguments) == USAGE_CODE
    assert "“mai” không phải ngày giờ" in capsys.readouterr().err
    assert services.asked == []


def test_a_return_goes_to_the_step_that_was_named() -> None:
    services = waiting(**{f"POST /tasks/{TASK}/decision": DONE})
    assert services.run("decide", CASE, "return", "--to-step", "1", "-m", "Sửa.") == 0
    ((_, said),) = services.acts()
    assert said == {"verdict": "return", "comment": "Sửa.", "version": VERSION, "to_step": 1}


def test_a_case_without_a_task_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert SmallServices({}).run("claim", CASE) == 1
    assert f"Không có việc nào của {CASE} đang chờ tài khoản a" in capsys.readouterr().err


def test_each_of_a_selection_has_its_own_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"# của hôm nay\n{CASE}\n{OTHER} return  Sửa địa danh.\nSVHTTDL-2026-000003 # chưa trình\n"
        f"{TASK} reject\n",
        encoding="utf-8",
    )
    late = {"detail": "B đã trả lại lúc 14:05."}
    services = waiting(
        **{
            "POST /tasks/decisions": {
                "results": [
                    {"task": TASK, "status": 200, "decision": DONE},
                    {"task": SECOND, "status": 409, "problem": late},
                ]
            }
        }
    )
    assert services.run("decide-all", str(listed)) == 1
    ((_, said),) = services.acts()
    assert said["decisions"] == [
        {"task": TASK, "verdict": "approve", "comment": "", "version": VERSION},
        {"task": SECOND, "verdict": "return", "comment": "Sửa địa danh.", "version": VERSION},
    ]
    told = capsys.readouterr()
    assert f"{CASE}: đồng ý, Chánh Văn phòng." in told.out
    assert "Đã xong 1 việc, không được 3 việc." in told.out
    assert f"{OTHER}: {late['detail']}" in told.err
    assert "SVHTTDL-2026-000003: Không có việc nào" in told.err
    assert f"{TASK}: Việc này được nêu hai lần" in told.err


def test_a_list_that_is_not_written_right_decides_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{CASE}\n{OTHER} đồng-ý\n", encoding="utf-8")
    services = waiting()
    assert services.run("decide-all", str(listed)) == 1
    assert "“đồng-ý” không phải ý kiến" in capsys.readouterr().err
    assert services.asked == []


def test_the_list_of_tasks_is_filtered_and_read_to_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = "GET /tasks?of=unit&kind=office_review&urgency=khan&unit=VP&text=lang+son&overdue=true"
    last = line(SECOND, OTHER, urgency="khan", overdue=True, on_behalf_of="Trần Thị B")
    services = SmallServices(
        {
            first: {"tasks": [line(TASK)], "next": "x"},
            first.replace("&overdue", "&after=x&overdue"): {"tasks": [last], "next": None},
        }
    )
    asked = ("--of", "unit", "--kind", "office_review", "--urgency", "khan", "--unit", "VP")
    assert services.run("tasks", *asked, "--text", "lang son", "--overdue", "--all") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert CASE in told
    assert "[KHẨN] triển khai" in told
    assert "thay mặt Trần Thị B" in told
    assert "QUÁ HẠN" in told
    assert services.run("tasks", *asked, "--text", "lang son", "--overdue") == 0
    assert "--after x" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "kiểm tra thể thức"),
        ({"waits_for": "Chánh Văn phòng"}, "kiểm tra thể thức (Chánh Văn phòng)"),
        ({"waits_for": "Chánh Văn phòng", "claimed_by": "A"}, "kiểm tra thể thức (A)"),
        ({"verdict": "return", "decided_at": AT}, "kiểm tra thể thức: trả lại 23/11/2026 14:05"),
    ],
)
def test_a_task_in_a_list_says_whom_it_waits_for_or_what_i_decided(
    said: dict[str, Any], words: str
) -> None:
    assert step_words(line(TASK, **said)) == words


def test_new_deadlines_are_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    counted = [
        {"case": CASE, "due_at": AT, "before": LATER},
        {"case": OTHER, "due_at": AT, "before": AT},
    ]
    services = SmallServices({"POST /deadlines": {"dispatches": counted}})
    assert services.run("recalculate-deadlines", *WHY) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{CASE}: hạn nay là 23/11/2026 14:05",
        "Đã tính lại thời hạn của 2 hồ sơ; 1 hồ sơ giữ nguyên hạn.",
    ]


@pytest.mark.parametrize(
    ("due_at", "told"),
    [(AT, "hạn giữ nguyên 23/11/2026 14:05"), (None, "không có thời hạn đang chạy")],
)
def test_of_one_dispatch_it_is_told_that_its_deadline_is_the_same_or_none_runs(
    due_at: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = [{"case": CASE, "due_at": due_at, "before": due_at}]
    services = SmallServices({"POST /deadlines": {"dispatches": counted}})
    assert services.run("recalculate-deadlines", CASE, *WHY) == 0
    assert f"{CASE}: {told}" in capsys.readouterr().out


def test_absences_and_delegations_are_listed_with_what_they_are_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    base = {"id": TASK, "starts_at": AT, "ends_at": AT, "fields": ["van-hoa"], "types": []}
    away = base | {"name": "B", "substitute_name": "C", "kinds": ["office_review"]}
    given = base | {"name": "B", "delegate_name": "C", "paper": "12/QĐ", "fields": []}
    services = SmallServices(
        {"GET /absences": {"absences": [away]}, "GET /delegations": {"delegations": [given]}}
    )
    assert services.run("absence", "list", "--json") == 0
    assert TASK in capsys.readouterr().out
    assert services.run("absence", "list") == 0
    assert "van-hoa" in capsys.readouterr().out
    assert services.run("absence", "list", "--all") == 1
    assert services.asked[-1] == ("GET /absences?all=true", None)
    capsys.readouterr()
    assert services.run("delegation", "list") == 0
    assert "12/QĐ" in capsys.readouterr().out


def test_notices_and_figures_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    notice = {"at": AT, "subject": f"{CASE}: việc mới", "lines": ["Hạn 14:05."]}
    row = {"name": "VP", "open": 1, "done": 2, "on_time": 1, "late": 1, "median_hours": 3.25}
    asked = "by=step&from=2026-11-01&to=2026-11-30"
    services = SmallServices(
        {
            "GET /notices": {"notices": [notice], "after": None},
            f"GET /statistics?{asked}": {"rows": [row | {"p90_hours": None}]},
            f"GET /statistics?format=csv&{asked}": "đơn vị,đang\r\nVP,1\r\n".encode(),
        }
    )
    assert services.run("notices") == 0
    assert capsys.readouterr().out == f"23/11/2026 14:05  {CASE}: việc mới\n    Hạn 14:05.\n"
    days = ("--by", "step", "--from", "01/11/2026", "--to", "30/11/2026")
    assert services.run("statistics", *days) == 0
    assert "3,2 giờ" in capsys.readouterr().out
    assert services.run("statistics", *days, "--csv") == 0
    assert capsys.readouterr().out == "đơn vị,đang\r\nVP,1\r\n"
