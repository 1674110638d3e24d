"""Whatever is granted to whom: nobody signs beyond the right of whose right it is."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.authority import Lack, own_right
from shared.domain.grants import Absence, Delegation, Matter
from shared.domain.organisation import Rank
from shared.domain.refusals import NotYours
from shared.domain.who_may_sign import SigningBlock, signing_block
from tests.shared.domain.signing_office import AT, FIELDS, OFFICE, TYPES, account, matter

PEOPLE = st.sampled_from([one.id for one in OFFICE.accounts])
LEADERS = st.sampled_from(("giam-doc", "quyen", "duong-minh-tue", "chanh-van-phong")) | PEOPLE
"""Mostly those whose right is worth having: else hardly anything would be granted."""
UNIT_HEADS = st.sampled_from(("chanh-van-phong", "truong-phong-qlvh")) | PEOPLE
START, END = AT - timedelta(days=2), AT + timedelta(days=2)
DAYS = st.integers(-3, 3).map(lambda days: AT + timedelta(days=days))
SOME_FIELDS = st.just(()) | st.lists(st.sampled_from(FIELDS), max_size=2).map(tuple)
SOME_TYPES = st.just(()) | st.lists(st.sampled_from(TYPES), max_size=1).map(tuple)
MATTERS = st.builds(matter, st.sampled_from(FIELDS), st.sampled_from(TYPES), DAYS)
ABSENCES = st.builds(
    Absence,
    id=st.just("v"),
    account=LEADERS,
    substitute=LEADERS | PEOPLE,
    starts_at=st.just(START),
    ends_at=st.just(END),
    fields=SOME_FIELDS,
    types=SOME_TYPES,
)
DELEGATIONS = st.builds(
    Delegation,
    id=st.just("u"),
    delegator=LEADERS,
    delegate=UNIT_HEADS,
    starts_at=st.just(START),
    ends_at=st.just(END),
    fields=SOME_FIELDS,
    types=SOME_TYPES,
    paper=st.just("12/QĐ-SVHTTDL"),
)


@given(MATTERS, ABSENCES)
def test_a_substitute_signs_what_the_absent_one_may_sign_and_no_longer_than_he_is_away(
    about: Matter, absence: Absence
) -> None:
    me = account(absence.substitute)
    try:
        block = signing_block(OFFICE, me, about, absence=absence)
    except NotYours:
        return
    assert absence.covers(about)
    assert not isinstance(own_right(OFFICE, account(absence.account), about, None), Lack)
    _belongs(block, absence.substitute, behalf=absence.account)


@given(MATTERS, DELEGATIONS)
def test_a_delegate_signs_for_the_head_within_the_writing(
    about: Matter, delegation: Delegation
) -> None:
    me = account(delegation.delegate)
    try:
        block = signing_block(OFFICE, me, about, delegation=delegation)
    except NotYours:
        return
    assert delegation.covers(about)
    assert OFFICE.has_rank(me, Rank.UNIT_HEAD)
    assert delegation.delegator in {"giam-doc", "quyen"}
    assert block.lines[0] == "TUQ. GIÁM ĐỐC"
    _belongs(block, delegation.delegate, behalf=delegation.delegator)


def _belongs(block: SigningBlock, sub: str, *, behalf: str) -> None:
    """Signed in a post of one's own, and saying for whom."""
    assert block.post in account(sub).posts
    assert block.on_behalf_of == behalf
