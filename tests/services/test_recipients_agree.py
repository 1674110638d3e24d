"""Whom drafting lets pass, the records desk can send to: for every way to write a name."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from services.distribution.domain.recipients import expand, mailboxes_of
from services.drafting.domain.completeness import missing_for_submission
from shared.document.model import DispatchText
from shared.domain.organisation import Organisation
from shared.domain.recipients import Directory
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

AGENCY: Organisation = read_organisation(content_of(LANG_SON))
NAMES = (
    *(group.name for group in AGENCY.groups),
    *(name for unit in AGENCY.units for name in (unit.name, unit.code)),
    *(name for p in AGENCY.posts for name in (p.title, p.abbreviation, p.code) if name),
)
GROUP = "Các phòng chuyên môn"
RENAMED = replace(
    AGENCY,
    groups=tuple(replace(one, name=f"Nhóm {place}") for place, one in enumerate(AGENCY.groups)),
    units=tuple(replace(one, name=f"Đơn vị {place}") for place, one in enumerate(AGENCY.units)),
    posts=tuple(replace(one, title=f"Chức {place}") for place, one in enumerate(AGENCY.posts)),
)
BEFORE = ("", "- ", "–", "  + ", "• ")
BEHIND = ("", ";", ".", " ;", " (để b/c);", " (2 bản) (để t/h).")
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: name.replace(" ", "  "),
    lambda name: name.replace("Đ", "D").replace("đ", "d"),
)


@st.composite
def written_names(draw: st.DrawFn) -> str:
    """A name of the agency as somebody may write it."""
    spell, name = draw(st.sampled_from(SPELLINGS)), draw(st.sampled_from(NAMES))
    return draw(st.sampled_from(BEFORE)) + spell(name) + draw(st.sampled_from(BEHIND))


LINES = st.one_of(written_names(), st.sampled_from(["Như trên", "Sở Nội vụ", ""]), st.text())


def accepted(addressees: list[str], recipients: list[str]) -> bool:
    text = DispatchText(addressees=tuple(addressees), recipients=tuple(recipients))
    missing = missing_for_submission(text, Directory.of(AGENCY))
    return not any(field.startswith(("addressees", "recipients")) for field in missing)


@given(written_names())
def test_every_name_of_the_agency_is_accepted_and_reaches_a_mailbox(name: str) -> None:
    assert accepted([name], ["Như trên", name])
    assert all(one.mailboxes for one in expand(["Như trên", name], [name], AGENCY))


@given(st.lists(LINES, min_size=1, max_size=4), st.lists(LINES, min_size=1, max_size=4))
@example(["Các phòng chuyên môn"], ["GD, các PGD Sở"])
def test_a_draft_that_is_accepted_reaches_everybody_whom_it_names(
    addressees: list[str], recipients: list[str]
) -> None:
    if accepted(addressees, recipients):
        expanded = expand(recipients, addressees, AGENCY)
        assert all(one.mailboxes for one in expanded)
        assert mailboxes_of(expanded)


@given(LINES.filter(str.strip))
@example("- ;")
def test_drafting_and_the_records_desk_judge_a_line_alike(line: str) -> None:
    try:
        reached = bool(expand([line], [GROUP], AGENCY))
    except Invalid:
        reached = False
    assert reached == accepted([GROUP], [line])


@given(written_names())
def test_a_name_that_was_accepted_reaches_the_same_mailboxes_under_any_later_name(
    name: str,
) -> None:
    assert expand([name], [], RENAMED, AGENCY) == expand([name], [], AGENCY)
