"""Every kind of notice says what happened, by whom and when, until when, and what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.approval.domain.facts import ChangeKind
from services.approval.domain.notices import Notice, NoticeKind
from services.approval.domain.wording import one_line, wording
from shared.domain.route import Escalated, Verdict
from shared.domain.urgency import WORDS, Urgency
from tests.services.approval.domain.told import CASE, notice
from tests.support.golden import check

GOLDEN = Path(__file__).parent / "golden"


def page(said: Notice) -> str:
    worded = wording(said)
    return "\n\n".join((worded.subject, *worded.lines)) + "\n"


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_is_worded_as_it_always_was(kind: NoticeKind) -> None:
    said = notice(kind, by="") if kind is NoticeKind.NEW_TASK else notice(kind)
    check(GOLDEN / f"notice_{kind}.txt", page(said))


def test_a_task_that_somebody_handed_over_says_who_and_why() -> None:
    check(GOLDEN / "notice_new_task_given.txt", page(notice(NoticeKind.NEW_TASK)))


def test_a_return_that_the_head_hands_on_says_so() -> None:
    said = notice(NoticeKind.RETURNED, verdict=Verdict.HAND_ON)
    check(GOLDEN / "notice_returned_hand_on.txt", page(said))


def test_the_drafter_is_told_that_a_step_was_skipped() -> None:
    said = notice(NoticeKind.DECIDED, verdict=ChangeKind.BYPASS, comment="")
    check(GOLDEN / "notice_decided_bypass.txt", page(said))


@pytest.mark.parametrize("verdict", Verdict)
def test_the_drafter_is_told_every_decision_in_its_own_words(verdict: Verdict) -> None:
    said = notice(NoticeKind.DECIDED, verdict=verdict, on_behalf_of="Dương Minh Tuệ")
    check(GOLDEN / f"notice_decided_{verdict}.txt", page(said))


@pytest.mark.parametrize("how", Escalated)
def test_an_escalation_says_what_it_means_for_its_reader(how: Escalated) -> None:
    said = notice(NoticeKind.ESCALATION, escalation=how)
    check(GOLDEN / f"notice_escalation_{how}.txt", page(said))


def test_to_approve_a_signature_is_to_decide_to_sign() -> None:
    said = wording(notice(NoticeKind.DECIDED, verdict="approve", doing="ký"))
    assert "đã quyết định ký" in said.subject


OF_DISPATCHES = [kind for kind in NoticeKind if kind is not NoticeKind.CERTIFICATE_ENDS]


@pytest.mark.parametrize("kind", OF_DISPATCHES)
@pytest.mark.parametrize("urgency", Urgency)
def test_the_subject_names_the_case_and_of_urgent_ones_the_urgency_first(
    kind: NoticeKind, urgency: Urgency
) -> None:
    subject = wording(notice(kind, urgency=urgency)).subject
    urgent = "" if urgency is Urgency.NORMAL else f"[{WORDS[urgency].upper()}] "
    assert subject.startswith(f"{urgent}{CASE}: ")


@pytest.mark.parametrize("kind", OF_DISPATCHES)
def test_a_notice_without_facts_is_worded_all_the_same(kind: NoticeKind) -> None:
    bare = wording(replace(notice(kind), facts={}))
    assert CASE in bare.subject
    assert len(bare.lines) > 1
    assert all(line.strip() == line and "  " not in line for line in bare.lines)


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_fact_breaks_the_subject_into_two_headers(kind: NoticeKind) -> None:
    nasty = dict.fromkeys(("doing", "holder", "by", "subject"), "x\r\nBcc: a@b\u2028y\x85z")
    said = wording(notice(kind, **nasty))
    assert said.subject == one_line(said.subject)
    assert not set("\r\n\u2028\x85") & set(said.subject)


def test_an_urgency_and_a_verdict_that_nobody_knows_break_nothing() -> None:
    said = wording(notice(NoticeKind.DECIDED, urgency="gap", verdict="shrug"))
    assert said.subject.startswith(CASE)
