"""One example of everything that goes over the wire, with every field set."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts import (
    approval,
    attestations,
    certificates,
    dispatch_flow,
    distribution,
    drafting,
    notices,
    recall,
    reconciling,
    register_check,
    renewals,
    reservations,
)
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind
from shared.domain.urgency import Urgency
from shared.domain.waiting import Mark

CASE = "SVHTTDL-2026-000123"
AT = datetime(2026, 11, 23, 1, 30, 15, 250_000, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
VERSION, PREPARED, SIGNED, CERTIFICATE = "a" * 64, "b" * 64, "c" * 64, "d" * 64

TURN = approval.OpenTurn(
    step=3,
    turn=2,
    kind=StepKind.SIGNATURE,
    holder_post="PGD1",
    holder="Phó Giám đốc",
    due_at=DUE,
    overdue=False,
    prepared=True,
    since=AT,
    wake_at=DUE,
    next_mark=Mark.ESCALATION.value,
    escalates_to="Giám đốc",
    asked_since=AT,
    rule="Điều 13 Nghị định 30/2020/NĐ-CP (Luồng chung, bước 3)",
    second_act=True,
    nobody="Bước ký không còn người đủ điều kiện.",
)
FILE = approval.SignedFile(
    prepared=PREPARED,
    signed=SIGNED,
    signed_at=AT,
    signer="duong-minh-tue",
    signer_post="PGD1",
    certificate=CERTIFICATE,
    capacity="deputy",
    urgency=Urgency.URGENT.value,
)
ANSWER = approval.WithdrawalAnswer(
    withdrawal="w-1",
    reply=approval.Reply.TOO_LATE,
    decided_by="duong-minh-tue",
    decided_at=AT,
)

EXAMPLES: dict[str, Any] = {
    "dispatch_flow.DispatchInput": dispatch_flow.DispatchInput(
        case=CASE, patience=timedelta(minutes=5)
    ),
    "dispatch_flow.NewsItem": dispatch_flow.NewsItem(kind=dispatch_flow.WITHDRAWAL, id="w-1"),
    "drafting.CaseRef": drafting.CaseRef(case=CASE, at=AT),
    "drafting.RoundRef": drafting.RoundRef(case=CASE, round=1, at=AT),
    "drafting.CloseRound": drafting.CloseRound(
        case=CASE, round=1, closing=drafting.Closing.SIGNED, by="duong-minh-tue", at=AT
    ),
    "drafting.LateWithdrawal": drafting.LateWithdrawal(
        case=CASE,
        round=1,
        withdrawal="w-1",
        decided_by="duong-minh-tue",
        decided_at=AT,
        at=AT,
    ),
    "drafting.DraftPosition": drafting.DraftPosition(
        case=CASE,
        agency="SVHTTDL",
        unit="VP",
        urgency="thuong",
        round=2,
        version=VERSION,
        closing=drafting.Closing.WITHDRAWN,
        withdrawal="w-1",
        withdrawal_by="chuyen-vien-vp",
    ),
    "attestations.Attestation": attestations.signed(CASE, 1, VERSION, FILE),
    "approval.RoundRef": approval.RoundRef(case=CASE, round=1, version=VERSION, at=AT),
    "approval.TurnRef": approval.TurnRef(case=CASE, round=1, step=3, turn=2, at=AT),
    "approval.WithdrawalRef": approval.WithdrawalRef(
        case=CASE, round=1, version=VERSION, withdrawal="w-1", by="chuyen-vien-vp", at=AT
    ),
    "approval.OpenTurn": TURN,
    "approval.SignedFile": FILE,
    "approval.WithdrawalAnswer": ANSWER,
    "approval.RoundPosition": approval.RoundPosition(
        review=approval.Review.SIGNING,
        open=TURN,
        file=FILE,
        answer=ANSWER,
        rejected_by="giam-doc",
        urgency=Urgency.URGENT.value,
        bypassed=1,
    ),
    "reconciling.Differences": reconciling.Differences(
        asleep=(CASE,), stray=("SVHTTDL-2026-000999",)
    ),
    "reconciling.LookRef": reconciling.LookRef(
        at=AT, seen=reconciling.Differences(asleep=(CASE,), stray=())
    ),
    "reconciling.Reconciled": reconciling.Reconciled(asleep=1, stray=0, waiting=2),
    "reconciling.Cases": reconciling.Cases(cases=(CASE,)),
    "reconciling.Filed": reconciling.Filed(cases=(CASE,), at=AT),
    "register_check.CheckRef": register_check.CheckRef(agency="SVHTTDL", at=AT),
    "register_check.CheckResult": register_check.CheckResult(events=781, dispatches=130, faults=0),
    "reservations.ReservationRef": reservations.ReservationRef(
        agency="SVHTTDL", id="SVHTTDL-VB-2026-05", expires_at=DUE
    ),
    "reservations.Expiry": reservations.Expiry(agency="SVHTTDL", id="SVHTTDL-VB-2026-05", at=DUE),
    "notices.SendingRef": notices.SendingRef(id="n-1", channel=notices.Channel.MAIL),
    "distribution.SignedDispatch": distribution.SignedDispatch(
        case=CASE,
        round=1,
        version=VERSION,
        prepared=PREPARED,
        signed=SIGNED,
        signed_at=AT,
        signer="duong-minh-tue",
        signer_post="PGD1",
        certificate=CERTIFICATE,
        at=AT,
        capacity="deputy",
        urgency=Urgency.URGENT.value,
    ),
    "distribution.IssueRef": distribution.IssueRef(case=CASE, round=1, at=AT),
    "distribution.IssuePosition": distribution.IssuePosition(
        stage=Stage.NUMBERED,
        holder_post="VT",
        holder="Văn thư",
        due_at=DUE,
        overdue=True,
        number="01/SVHTTDL-VP",
    ),
    "renewals.RenewalRun": renewals.RenewalRun(after=CASE, left=(CASE,), left_count=1, began=AT),
    "renewals.DueQuery": renewals.DueQuery(after=CASE, at=AT),
    "renewals.DueFile": renewals.DueFile(case=CASE, file=SIGNED),
    "renewals.DuePage": renewals.DuePage(
        files=(renewals.DueFile(case=CASE, file=SIGNED),), after=CASE
    ),
    "renewals.RenewalRef": renewals.RenewalRef(case=CASE, file=SIGNED, at=AT),
    "recall.RecallInput": recall.RecallInput(case=CASE, patience=timedelta(minutes=5)),
    "recall.RecallRef": recall.RecallRef(case=CASE, at=AT),
    "recall.RecallPosition": recall.RecallPosition(
        agency="SVHTTDL",
        unit="VP",
        urgency="thuong",
        number="01/SVHTTDL-VP",
        holder_post="VT",
        holder="Văn thư",
        asked=3,
        waiting=("QLVH", "QLDL"),
        refused=1,
        reminders=1,
        due_at=DUE,
        closed=False,
    ),
    "certificates.CertificateRef": certificates.CertificateRef(id="c-1"),
    "certificates.Look": certificates.Look(id="c-1", at=AT),
    "certificates.Watched": certificates.Watched(next_at=DUE),
}
