"""Terms and limits of what is granted."""

from datetime import UTC, datetime, timedelta

import pytest

from services.approval.domain.granting import LONGEST, refuse_term, share
from shared.domain.refusals import Invalid
from shared.domain.route import StepKind
from tests.services.approval.domain.seats import AT, ENDS, STARTS, away

INSTANT = timedelta(microseconds=1)
MIDNIGHT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""The 25th begins in Viet Nam, the day of `AT`."""


@pytest.mark.parametrize(
    ("limits", "both"),
    [
        ({}, True),
        ({"starts_at": ENDS, "ends_at": ENDS + INSTANT}, False),
        ({"starts_at": ENDS - INSTANT, "ends_at": ENDS + INSTANT}, True),
        ({"starts_at": STARTS - INSTANT, "ends_at": STARTS}, False),
        ({"kinds": (StepKind.SIGNATURE,)}, True),
        ({"kinds": (StepKind.CONTENT_CHECK,)}, False),
        ({"types": ("giay_moi", "cong_van")}, True),
        ({"types": ("giay_moi",)}, False),
        ({"fields": ("van-hoa",)}, True),
        ({"kinds": (StepKind.SIGNATURE,), "types": ("giay_moi",)}, False),
    ],
)
def test_two_absences_meet_where_some_matter_is_within_both(
    limits: dict[str, object], both: bool
) -> None:
    one = away("van", "phovan", kinds=(StepKind.SIGNATURE,), types=("cong_van",))
    other = away("van", "tra", **limits)
    assert share(one, other) is both
    assert share(other, one) is both


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (AT, AT + LONGEST, None),
        (AT, AT + LONGEST + INSTANT, "term_wrong"),
        (AT, AT, "term_wrong"),
        (AT, AT - INSTANT, "term_wrong"),
        (AT + LONGEST, AT + LONGEST + INSTANT, None),
        (AT + LONGEST + INSTANT, AT + LONGEST + 2 * INSTANT, "term_wrong"),
        (MIDNIGHT, AT + INSTANT, None),
        (MIDNIGHT, AT, "term_past"),
        (MIDNIGHT - INSTANT, AT + INSTANT, "term_past"),
        (datetime.min.replace(tzinfo=UTC), AT + INSTANT, "term_wrong"),
        (AT, datetime.max.replace(tzinfo=UTC), "term_wrong"),
    ],
)
def test_a_term_begins_today_at_the_earliest_and_lasts_a_year_at_most(
    starts: datetime, ends: datetime, code: str | None
) -> None:
    if code is None:
        refuse_term(starts, ends, AT)
        return
    with pytest.raises(Invalid) as refused:
        refuse_term(starts, ends, AT)
    assert refused.value.code == code
