"""Findings as drafters name them."""

import pytest

from services.drafting.domain.remarks import apply, named
from shared.document.model import DispatchText, Finding
from shared.domain.refusals import Invalid


def finding(code: str, field: str, found: str, replacement: str | None) -> Finding:
    return Finding(
        code=code,
        severity="error",
        field=field,
        message="",
        rule="",
        found=found,
        replacement=replacement,
    )


TEXT = DispatchText(place="Lang Son", recipients=("Như trên", "GD Sở"))
FINDINGS = (
    finding("place", "place", "Lang Son", "Lạng Sơn"),
    finding("short", "recipients[1]", "GD", "GĐ"),
    finding("short", "recipients[1]", "Sở", "Sở VHTTDL"),
    finding("look", "recipients[0]", "Như", None),
)


def test_each_finding_has_a_name_of_its_own() -> None:
    assert [name for name, _ in named(FINDINGS)] == [
        "place@place",
        "short@recipients[1]",
        "short@recipients[1]#2",
        "look@recipients[0]",
    ]


def test_a_code_means_all_of_its_findings_and_an_id_one() -> None:
    assert apply(TEXT, FINDINGS, ["short"]).recipients[1] == "GĐ Sở VHTTDL"
    assert apply(TEXT, FINDINGS, ["short@recipients[1]"]).recipients[1] == "GĐ Sở"
    assert apply(TEXT, FINDINGS, ["place"]).place == "Lạng Sơn"


def test_all_that_cannot_be_applied_is_named_and_nothing_is_done() -> None:
    with pytest.raises(Invalid) as refused:
        apply(TEXT, FINDINGS, ["place", "look", "other"])
    assert set(refused.value.details) == {"look", "other"}
