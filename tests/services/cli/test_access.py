"""The right to read a dispatch, and the history of looks, as they are typed and told."""

from typing import Any

import pytest

from services.cli.sentences import access_lines
from tests.services.cli.small_services import SmallServices

CASE = "SVHTTDL-2026-000001"
PATH = f"/dispatches/{CASE}/access"
AT = "2026-11-23T07:05:00+00:00"
GRANTED = {
    "number": 2,
    "change": "granted",
    "reader": "QLVH",
    "reason": "Phối hợp",
    "name": "Nguyễn Văn A",
    "at": AT,
}
RIGHTS = {"restricted": True, "readers": ["QLVH"], "changes": [GRANTED], "warnings": []}
TOLD = "Nguyễn Văn A cấp quyền xem cho QLVH lúc 23/11/2026 14:05: Phối hợp."


@pytest.mark.parametrize(
    ("arguments", "change", "reader"),
    [
        (("--grant", "QLVH"), "granted", "QLVH"),
        (("--withdraw", "@van-thu"), "withdrawn", "@van-thu"),
        (("--restrict",), "restricted", ""),
        (("--open",), "opened", ""),
    ],
)
def test_one_change_of_rights_is_one_act(
    arguments: tuple[str, ...], change: str, reader: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = SmallServices({f"POST {PATH}": RIGHTS})
    assert services.run("access", CASE, *arguments, "--reason", "Thử") == 0
    body = {"change": change, "reader": reader, "reason": "Thử"}
    assert services.acts() == [(f"POST {PATH}", body)]
    said = capsys.readouterr().out
    assert "HẠN CHẾ TIẾP CẬN; được xem thêm: QLVH." in said
    assert TOLD in said


def test_two_changes_at_once_are_refused_and_nothing_is_sent() -> None:
    services = SmallServices({})
    assert services.run("access", CASE, "--grant", "QLVH", "--confirm") == 1
    assert services.asked == []


def test_exactly_what_was_shown_is_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    warned = RIGHTS | {"warnings": [GRANTED]}
    services = SmallServices({f"GET {PATH}": warned, f"POST {PATH}/confirm": RIGHTS})
    assert services.run("access", CASE, "--confirm") == 0
    assert services.acts() == [(f"POST {PATH}/confirm", {"number": 2})]
    assert TOLD in capsys.readouterr().out


def test_without_warnings_nothing_is_confirmed() -> None:
    services = SmallServices({f"GET {PATH}": RIGHTS})
    assert services.run("access", CASE, "--confirm") == 1
    assert services.acts() == []


def test_progress_warns_of_a_change_and_tells_how_to_confirm_it() -> None:
    record: dict[str, Any] = {"case": CASE, "access": RIGHTS | {"warnings": [GRANTED]}}
    assert list(access_lines(record)) == [
        "HẠN CHẾ TIẾP CẬN; được xem thêm: QLVH.",
        f"CẢNH BÁO thay đổi quyền xem: {TOLD}",
        f"Đã biết thì xác nhận: access {CASE} --confirm",
    ]
    assert list(access_lines({})) == []


def test_views_of_all_services_are_one_history(capsys: pytest.CaptureFixture[str]) -> None:
    def seen(act: str, at: str) -> dict[str, Any]:
        return {"views": [{"at": at, "name": "Trần B", "act": act}]}

    class TwoKnowIt(SmallServices):
        """All three listen at one address: the second that is asked does not know the case."""

        def answer(self, what: str, body: bytes) -> tuple[int, bytes]:
            self.answers = [
                {what: seen("view_draft", "2026-11-23T09:00:00Z")},
                {},
                {what: seen("file_viewed", "2026-11-23T08:00:00Z")},
            ][len(self.asked)]
            return super().answer(what, body)

    services = TwoKnowIt({})
    assert services.run("views", CASE) == 0
    said = capsys.readouterr().out
    assert said.index("xem tệp đã phát hành") < said.index("xem dự thảo")
    assert [what for what, _ in services.asked] == [f"GET /dispatches/{CASE}/views"] * 3
