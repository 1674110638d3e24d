"""How the records desk's list reads on a terminal."""

from typing import Any

import pytest

from tests.services.cli.small_services import SmallServices

CASE, OTHER = "SVHTTDL-2026-000001", "SVHTTDL-2026-000002"
AT = "2026-11-23T07:05:00+00:00"
THIRD = "SVHTTDL-2026-000003"


def line(case: str, **said: Any) -> dict[str, Any]:
    base = {"case": case, "signer": "Dương Minh Tuệ", "subject": "triển khai", "due_at": AT}
    return base | {"overdue": False} | said


def test_the_desk_says_how_urgent_each_is_and_nothing_of_the_ordinary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waiting = [
        line(CASE, urgency="hoa_toc", overdue=True),
        line(OTHER, urgency="thuong"),
        line(THIRD, urgency=None),
    ]
    services = SmallServices({"GET /desk": {"waiting": waiting}})
    assert services.run("desk") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "[HỎA TỐC] triển khai" in told
    assert "QUÁ HẠN" in told
    assert told.count("[") == 1
    assert told.index(CASE) < told.index(OTHER) < told.index(THIRD)
