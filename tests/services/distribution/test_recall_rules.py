"""Who decides on a recall, until when it is answered, and when nothing is waited for any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.distribution.domain.recall import (
    Answer,
    Closing,
    Order,
    Recall,
    Reminder,
    Reply,
    asked_of,
    deadline,
    demand_may_order,
    noted,
    reply_noted,
)
from services.distribution.domain.receiving import Acknowledgement, Receipt
from services.distribution.domain.signer import Signer
from shared.domain.organisation import Organisation, Permissions
from shared.domain.refusals import NotYours, Unknown
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
SIGNER = Signer(account="duong-minh-tue", post="pho-giam-doc", lines=(), name="Dương Minh Tuệ")
ORDER = Order(
    ordered_by="giam-doc",
    paper="QĐ 12",
    reason="Sai thẩm quyền",
    by="van-thu",
    at=AT,
    due_at=AT + timedelta(hours=8),
)


@pytest.fixture(scope="module")
def office() -> Organisation:
    return read_organisation(content_of(LANG_SON))


@pytest.mark.parametrize("account", ["giam-doc", "duong-minh-tue"])
def test_the_head_and_the_signer_decide(office: Organisation, account: str) -> None:
    demand_may_order(office, account, SIGNER)


@pytest.mark.parametrize("account", ["pho-giam-doc-2", "chanh-van-phong", "van-thu"])
def test_nobody_else_decides(office: Organisation, account: str) -> None:
    with pytest.raises(NotYours, match="Giám đốc, người ký Dương Minh Tuệ"):
        demand_may_order(office, account, SIGNER)


def test_a_post_of_the_agencys_file_decides(office: Organisation) -> None:
    permitted = replace(office, permissions=Permissions(recall=("chanh-van-phong",)))
    demand_may_order(permitted, "chanh-van-phong", SIGNER)
    with pytest.raises(NotYours, match="Chánh Văn phòng"):
        demand_may_order(permitted, "van-thu", SIGNER)


def test_who_left_the_agency_decides_nothing_any_more(office: Organisation) -> None:
    with pytest.raises(Unknown):
        demand_may_order(office, "gone", replace(SIGNER, account="gone"))


def test_the_deadline_counts_the_agencys_working_hours(office: Organisation) -> None:
    short, usual = (
        deadline(replace(office, recall_hours=hours), AT) for hours in (1, office.recall_hours)
    )
    assert short - AT == timedelta(hours=1)
    assert usual - AT > timedelta(hours=8)


def test_who_refused_the_dispatch_is_not_asked() -> None:
    refused, received = (
        Acknowledgement(mailbox=box, receipt=receipt, reason="", by="a", at=AT)
        for box, receipt in (("QLVH", Receipt.REFUSED), ("TTr", Receipt.ACCEPTED))
    )
    assert asked_of(("TTr", "QLVH", "QLDL"), (refused, received)) == ("TTr", "QLDL")


def test_it_is_over_when_all_answered_or_a_clerk_closed_it() -> None:
    reply = Reply(mailbox="TTr", answer=Answer.CANCELLED, reason="", by="a", at=AT)
    open_ = Recall(order=ORDER, asked=("TTr", "QLVH"), replies=(reply,), reminders=(), closing=None)
    assert (open_.waiting, open_.over) == (("QLVH",), False)
    kept = replace(reply, mailbox="QLVH", answer=Answer.REFUSED, reason="Đã làm")
    assert replace(open_, replies=(reply, kept)).over
    assert replace(open_, closing=Closing(reason="Xong", by="van-thu", at=AT)).over


def test_a_reminder_sets_the_next_deadline() -> None:
    later = AT + timedelta(days=3)
    reminder = Reminder(number=1, mailboxes=("TTr",), at=ORDER.due_at, due_at=later)
    quiet = Recall(order=ORDER, asked=("TTr",), replies=(), reminders=(), closing=None)
    assert quiet.due_at == ORDER.due_at
    assert replace(quiet, reminders=(reminder,)).due_at == later


def test_the_register_notes_decision_paper_and_reason() -> None:
    assert noted(ORDER, str.upper) == (
        "thu hồi theo quyết định của GIAM-DOC (QĐ 12): Sai thẩm quyền"
    )
    kept = Reply(mailbox="TTr", answer=Answer.REFUSED, reason="Đã làm", by="a", at=AT)
    assert reply_noted(kept) == "TTr không đồng ý thu hồi: Đã làm"
    given_back = replace(kept, answer=Answer.CANCELLED, reason="")
    assert reply_noted(given_back) == "TTr đã hủy văn bản thu hồi"
