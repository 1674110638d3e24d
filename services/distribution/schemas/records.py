"""A dispatch's record at the records desk."""

from typing import Any

from pydantic import Field

from services.distribution.domain.amending import ways_back
from services.distribution.domain.desk import Desk, Laid, Names
from services.distribution.domain.renewal import Lasting
from services.distribution.domain.sent import Delivery, FileCopy
from services.distribution.domain.undone import SentBack, VoidedNumber
from services.distribution.operations.reading import Record
from services.distribution.schemas.access import AccessOut
from services.distribution.schemas.amendments import AmendedBy, AmendmentOut, Target, WaysBack
from services.distribution.schemas.annexes import AnnexOut, annex_out
from services.distribution.schemas.fields import (
    Case,
    ClerkAccount,
    ClerkName,
    Day,
    Fingerprint,
    Hash,
    Instant,
    Out,
    Overdue,
    Printed,
    Reason,
    Round,
    SignerName,
    StageName,
    Subject,
    Unit,
    Units,
    UrgencyLevel,
)
from services.distribution.schemas.recalls import RecallOut
from services.distribution.schemas.receiving import AcknowledgementOut
from shared.domain.amendments import Way, target_of
from shared.domain.lifecycle import Owner


class DeliveryOut(Out):
    """A recipient of the paper, and the mailboxes that got it."""

    recipient: str = Field(description="As the paper names it", examples=["Các phòng chuyên môn"])
    channel: str = Field(examples=["mailbox"])
    mailboxes: tuple[str, ...] = Field(
        description="Codes of units and posts", examples=[["VP", "QLVH"]]
    )
    gone: tuple[str, ...] = Field(
        description="Units and posts that the name stood for at submission and that are no more",
        examples=[["QLDL"]],
    )
    delivered_at: Instant
    sent_by: ClerkAccount | None = Field(description="Who sent it once more; null: by the paper")
    instead_of: str | None = Field(
        description="The mailbox that refused it, where it was sent once more", examples=[None]
    )

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        return cls(
            recipient=delivery.recipient,
            channel=delivery.channel,
            mailboxes=delivery.mailboxes,
            gone=delivery.gone,
            delivered_at=delivery.delivered_at,
            sent_by=delivery.sent_by,
            instead_of=delivery.instead_of,
        )


class FileCopyOut(Out):
    """The file copy (bản lưu)."""

    units: Units
    file: Hash
    kept_at: Instant

    @classmethod
    def of(cls, copy: FileCopy) -> "FileCopyOut":
        return cls(units=copy.units, file=copy.file, kept_at=copy.kept_at)


class SentBackOut(Out):
    """A round that a clerk sent back to the drafter."""

    round: Round
    reason: Reason
    account: ClerkAccount
    name: ClerkName
    at: Instant

    @classmethod
    def of(cls, back: SentBack, names: Names) -> "SentBackOut":
        return cls(
            round=back.round, reason=back.reason, account=back.by, name=names(back.by), at=back.at
        )


class VoidOut(Out):
    """A number that a clerk voided before the seal."""

    round: Round
    number: Printed
    reason: Reason
    account: ClerkAccount
    name: ClerkName
    at: Instant

    @classmethod
    def of(cls, void: VoidedNumber, names: Names) -> "VoidOut":
        return cls(
            round=void.round,
            number=void.printed,
            reason=void.reason,
            account=void.by,
            name=names(void.by),
            at=void.at,
        )


class RecordOut(Out):
    """The records desk's part of a dispatch; hashes are SHA-256 in hexadecimal."""

    owner: Owner = Field(default=Owner.DISTRIBUTION, examples=[Owner.DISTRIBUTION])
    case: Case
    round: Round
    stage: StageName
    ways_back: WaysBack
    unit: Unit
    subject: Subject
    urgency: UrgencyLevel
    signer: SignerName
    signer_lines: tuple[str, ...] = Field(
        description="Lines of the signature block", examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]]
    )
    signer_account: str = Field(examples=["duong-minh-tue"])
    signer_post: str = Field(description="Code of the post", examples=["pho-giam-doc"])
    certificate: Fingerprint
    signed_at: Instant
    opened_at: Instant
    due_at: Instant
    overdue: Overdue
    number: Printed | None = Field(description="null before it is given, and after it was voided")
    date: Day | None
    issued_at: Instant | None
    issued_by: ClerkAccount | None = Field(description="system: the number came by itself")
    seal_ordered: bool = Field(description="A clerk's act lets the seal follow", examples=[True])
    waits_because: str | None = Field(
        description="Why no number came by itself",
        examples=["Chưa có khóa ký thử của cơ quan; hãy nạp lại tệp tổ chức để tạo khóa."],
    )
    version: Hash
    prepared: Hash
    signed: Hash
    sealed: Hash | None
    sealed_at: Instant | None
    newest: Hash | None = Field(
        description="The sealed file with the stamps that were put over it since"
    )
    level: str | None = Field(
        description="How long its signatures can be checked: B-B, B-LT or B-LTA",
        examples=["B-LT"],
    )
    proven_until: Instant | None = Field(
        description="When the first newest stamp's certificate ends, of the file and its "
        "annexes; null without stamps"
    )
    deliveries: tuple[DeliveryOut, ...]
    acknowledgements: tuple[AcknowledgementOut, ...] = Field(
        description="What receivers answered, the newest last"
    )
    annexes: tuple[AnnexOut, ...] = Field(description="What is issued with it")
    recall: RecallOut | None
    corrects: Target
    replaces: Target
    corrected_by: AmendedBy
    replaced_by: AmendedBy
    access: AccessOut
    file_copy: FileCopyOut | None
    sent_back: SentBackOut | None = Field(
        description="The latest of `send_backs`, also when a later round lies on the desk by now"
    )
    send_backs: tuple[SentBackOut, ...] = Field(description="Every round sent back, newest last")
    voids: tuple[VoidOut, ...] = Field(
        description="Every number voided, of all rounds, newest last"
    )

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        back = tuple(SentBackOut.of(one, record.names) for one in record.send_backs)
        return cls(
            **_laid(record.desk.laid),
            **_stands(record.desk),
            **_files(record.lasting),
            **_ways_back(record),
            deliveries=tuple(map(DeliveryOut.of, record.deliveries)),
            acknowledgements=tuple(
                AcknowledgementOut.of(one, record.names) for one in record.acknowledgements
            ),
            annexes=tuple(map(annex_out, record.annexes)),
            access=AccessOut.of(record.rights),
            file_copy=FileCopyOut.of(record.file_copy) if record.file_copy else None,
            sent_back=back[-1] if back else None,
            send_backs=back,
            voids=tuple(VoidOut.of(one, record.names) for one in record.voids),
        )


def _laid(laid: Laid) -> dict[str, Any]:
    """What came to the desk with the signed file."""
    return {
        "case": laid.case,
        "round": laid.round,
        "unit": laid.unit,
        "subject": laid.subject,
        "urgency": laid.urgency,
        "signer": laid.signer.name,
        "signer_lines": laid.signer.lines,
        "signer_account": laid.signer.account,
        "signer_post": laid.signer.post,
        "certificate": laid.certificate,
        "signed_at": laid.signed_at,
        "opened_at": laid.opened_at,
        "due_at": laid.due_at,
        "version": laid.version,
        "prepared": laid.prepared,
        "signed": laid.signed,
    }


def _stands(desk: Desk) -> dict[str, Any]:
    """How far it is: its stage, its number, what it waits for."""
    number = desk.number
    return {
        "stage": desk.state,
        "overdue": desk.overdue_at is not None,
        "number": number.printed if number else None,
        "date": number.dated if number else None,
        "issued_at": desk.issued_at,
        "issued_by": desk.issued_by,
        "seal_ordered": number is not None and desk.seal_ordered,
        "waits_because": desk.waits_because,
    }


def _files(lasting: Lasting | None) -> dict[str, Any]:
    """The sealed file, and how long it can be checked."""
    if lasting is None:
        return dict.fromkeys(("sealed", "sealed_at", "newest", "level", "proven_until"))
    return {
        "sealed": lasting.sealed.file,
        "sealed_at": lasting.sealed.at,
        "newest": lasting.file,
        "level": lasting.level,
        "proven_until": lasting.proven_until,
    }


def _ways_back(record: Record) -> dict[str, Any]:
    """Recall, correction and replacement, in both directions."""
    amends, by = record.desk.laid.amends, record.amended_by
    recall = record.recall
    return {
        "ways_back": ways_back(recalled=recall is not None, amended_by=by),
        "corrects": target_of(amends, Way.CORRECTS),
        "replaces": target_of(amends, Way.REPLACES),
        "corrected_by": AmendmentOut.all_of(by, Way.CORRECTS),
        "replaced_by": AmendmentOut.all_of(by, Way.REPLACES),
        "recall": RecallOut.of(recall, record.names) if recall else None,
    }
