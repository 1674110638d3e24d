"""The list of the form check's rules, and what a day and an agency make of them."""

from datetime import date, timedelta

import pytest

from shared.domain.form_rules import (
    FORM_RULES,
    ND30_IN_FORCE,
    RULE_OF,
    FormRule,
    rule_set_on,
    severity_of,
)


def test_every_rule_has_one_code_a_source_and_a_sentence() -> None:
    assert len(RULE_OF) == len(FORM_RULES)
    assert all(rule.source.startswith("ND30") for rule in FORM_RULES)
    assert all(rule.asks.endswith((".", '".')) for rule in FORM_RULES)


def test_a_rule_holds_from_its_first_day_until_it_is_replaced() -> None:
    rule = FormRule("one", "error", "ND30", "Một.", date(2024, 1, 1), date(2025, 1, 1))

    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [rule.holds_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("settings", "severity"), [({}, "error"), ({"place_differs": "info"}, "info")]
)
def test_an_agency_may_make_a_rule_lighter(settings: dict[str, str], severity: str) -> None:
    assert severity_of("place_differs", settings, ND30_IN_FORCE) == severity


def test_before_the_decree_nothing_is_checked() -> None:
    eve = ND30_IN_FORCE - timedelta(days=1)

    assert severity_of("place_differs", {}, eve) == "off"
    assert severity_of("place_differs", {}, None) == "error"


def test_a_set_of_rules_is_named_by_the_day_on_which_it_came_into_force() -> None:
    assert rule_set_on(date(2026, 11, 28)) == "2020-03-05"
    assert rule_set_on(ND30_IN_FORCE) == "2020-03-05"
