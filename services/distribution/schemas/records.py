"""A dispatch's record and what lies in mailboxes."""

from datetime import date, datetime

from pydantic import Field

from services.distribution.domain.sent import Delivery, FileCopy, MailboxItem
from services.distribution.operations.reading import Record
from services.distribution.schemas.fields import Out
from shared.domain.lifecycle import Owner, Stage


class DeliveryOut(Out):
    recipient: str
    channel: str
    mailboxes: tuple[str, ...]
    delivered_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        return cls(
            recipient=delivery.recipient,
            channel=delivery.channel,
            mailboxes=delivery.mailboxes,
            delivered_at=delivery.delivered_at,
        )


class FileCopyOut(Out):
    units: tuple[str, ...]
    file: str
    kept_at: datetime

    @classmethod
    def of(cls, copy: FileCopy) -> "FileCopyOut":
        return cls(units=copy.units, file=copy.file, kept_at=copy.kept_at)


class RecordOut(Out):
    """The records desk's part of a dispatch; hashes are SHA-256 in hexadecimal."""

    owner: Owner = Owner.DISTRIBUTION
    case: str
    round: int
    stage: Stage
    unit: str
    subject: str
    signer: str
    signer_lines: tuple[str, ...]
    signer_account: str
    signer_post: str
    certificate: str = Field(description="Fingerprint of the person's certificate")
    signed_at: datetime
    opened_at: datetime
    due_at: datetime
    overdue: bool
    number: str | None = Field(description="As printed", examples=["01/SVHTTDL-VP"])
    date: date | None
    issued_at: datetime | None
    issued_by: str | None
    version: str
    prepared: str
    signed: str
    sealed: str | None
    sealed_at: datetime | None
    deliveries: tuple[DeliveryOut, ...]
    file_copy: FileCopyOut | None

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        desk, sealed, copy = record.desk, record.sealed, record.file_copy
        laid, number = desk.laid, desk.number
        return cls(
            case=laid.case,
            round=laid.round,
            stage=desk.state,
            unit=laid.unit,
            subject=laid.subject,
            signer=laid.signer.name,
            signer_lines=laid.signer.lines,
            signer_account=laid.signer.account,
            signer_post=laid.signer.post,
            certificate=laid.certificate,
            signed_at=laid.signed_at,
            opened_at=laid.opened_at,
            due_at=laid.due_at,
            overdue=desk.overdue_at is not None,
            number=number.printed if number else None,
            date=number.dated if number else None,
            issued_at=desk.issued_at,
            issued_by=desk.issued_by,
            version=laid.version,
            prepared=laid.prepared,
            signed=laid.signed,
            sealed=sealed.file if sealed else None,
            sealed_at=sealed.at if sealed else None,
            deliveries=tuple(map(DeliveryOut.of, record.deliveries)),
            file_copy=FileCopyOut.of(copy) if copy else None,
        )


class ItemOut(Out):
    case: str
    number: str = Field(examples=["01/SVHTTDL-VP"])
    subject: str
    file: str
    delivered_at: datetime

    @classmethod
    def of(cls, item: MailboxItem) -> "ItemOut":
        return cls(
            case=item.case,
            number=item.printed_number,
            subject=item.subject,
            file=item.file,
            delivered_at=item.delivered_at,
        )
