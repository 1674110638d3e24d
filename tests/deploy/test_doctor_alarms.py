"""What the services tell of their alarms, as the doctor and `status` say it."""

from typing import Any

import pytest

from deploy.local.doctor_alarms import of_post, of_services
from deploy.local.findings import Finding, Health

AT = "2026-11-28T08:45:00Z"
WELL: dict[str, Any] = {"compared_at": AT, "raised": []}
BEHIND: dict[str, Any] = {
    "compared_at": "2026-11-28T08:30:00Z",
    "raised": [{"alarm": "relay-behind", "remark": "12 facts wait for the engine"}],
}


def test_an_alarm_is_told_with_its_service_and_its_page() -> None:
    alarm, comparison = of_services({"drafting": WELL, "approval": BEHIND})
    assert (alarm.part, alarm.health) == ("relay-behind", Health.BROKEN)
    assert alarm.remark == "approval: 12 facts wait for the engine"
    assert alarm.read_on == "docs/operations/relay-behind.md"
    assert comparison.remark == "engine and tables were last compared 2026-11-28 08:30 UTC"


def test_a_service_that_was_not_compared_yet_is_no_alarm() -> None:
    (comparison,) = of_services({"drafting": WELL, "approval": WELL | {"compared_at": None}})
    assert comparison.health is Health.GOOD
    assert "not compared in every service yet" in comparison.remark


def test_a_service_that_cannot_be_asked_is_broken() -> None:
    silent, comparison = of_services({"drafting": WELL, "approval": None})
    assert (silent.health, silent.remark) == (
        Health.BROKEN,
        "approval: cannot be asked for alarms",
    )
    assert silent.read_on == "docs/operations/part-away.md"
    assert "last compared 2026-11-28 08:45" in comparison.remark


def test_when_they_were_compared_is_not_told_where_no_service_can_be_asked() -> None:
    (silent,) = of_services({"drafting": None, "approval": None})
    assert silent.remark == "drafting, approval: cannot be asked for alarms"


@pytest.mark.parametrize(
    ("part", "page"), [("data", "disk"), ("register", "register"), ("drafting", "part-away")]
)
def test_whatever_is_broken_has_a_page(part: str, page: str) -> None:
    found = Finding(part=part, health=Health.BROKEN)
    assert found.read_on == f"docs/operations/{page}.md"
    assert Finding(part=part).read_on == ""


def test_of_a_post_with_nothing_it_is_said_where_the_posts_are_named() -> None:
    empty, lying = (Finding(part="held", version=count) for count in ("0", "2"))
    assert (
        "nothing lies with giam-dok; the agencies' files name" in of_post(empty, "giam-dok").remark
    )
    assert of_post(lying, "giam-doc") == lying
    assert of_post(empty, None) == empty
