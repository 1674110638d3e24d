"""What happens to a dispatch after it was issued, as it is typed and told."""

from typing import Any

import pytest

from services.cli.sentences import answers
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
