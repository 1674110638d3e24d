"""What the archive gets of the records desk, on the wire."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import Field

from services.distribution.domain.published import PublishedHead
from services.distribution.domain.register import RegisterEvent
from services.distribution.operations.archiving import Archived
from services.distribution.schemas.fields import (
    CASE,
    Case,
    Day,
    Fingerprint,
    Hash,
    Out,
    Printed,
    SeriesName,
    Symbol,
)
from services.distribution.schemas.published import HeadOut
from services.distribution.schemas.records import RecordOut


class CasesOut(Out):
    """A page of a year's filed dispatches."""

    cases: tuple[Case, ...]
    after: str | None = Field(description="Where the next page begins", examples=[CASE])
    register_head: HeadOut | None

    @classmethod
    def of(cls, found: Sequence[str], limit: int, head: PublishedHead | None) -> "CasesOut":
        page = tuple(found[:limit])
        return cls(
            cases=page,
            after=page[-1] if len(found) > limit else None,
            register_head=HeadOut.of(head) if head else None,
        )


class IssuerOut(Out):
    """Who issued it, as it was called then."""

    code: str = Field(examples=["SVHTTDL"])
    name: str = Field(examples=["Sở Văn hóa, Thể thao và Du lịch"])
    organ_id: str = Field(description="Mã định danh", examples=["000.00.05.H37"])


class EntryEventOut(Out):
    """One event of the register, with all that its hash is made of."""

    agency: str = Field(examples=["SVHTTDL"])
    seq: int = Field(description="Its place in the agency's chain", examples=[4])
    kind: str = Field(examples=["NUMBERED"])
    case: Case
    round: int = Field(examples=[1])
    series: SeriesName
    year: int = Field(examples=[2026])
    number: int = Field(examples=[1])
    symbol: Symbol
    dated: Day
    file: Hash | None
    at: str = Field(description="Exactly as it was hashed", examples=["2026-11-23T08:30:00+00:00"])
    account: str = Field(examples=["van-thu"])
    organisation: Hash
    details: dict[str, Any] = Field(examples=[{"signer": "Dương Minh Tuệ"}])
    previous: Hash | None
    hash: Hash

    @classmethod
    def of(cls, event: RegisterEvent) -> "EntryEventOut":
        return cls.model_validate(asdict(event) | {"at": event.at.isoformat()})


class ArchivedOut(Out):
    """The record of a filed dispatch, its entry, and what its paper says."""

    record: RecordOut
    issuer: IssuerOut
    series: SeriesName
    year: int = Field(examples=[2026])
    number: int = Field(examples=[1])
    symbol: Symbol
    date: Day
    place: str = Field(description="Địa danh", examples=["Lạng Sơn"])
    doc_type: str = Field(examples=["cong_van"])
    printed: Printed
    agency_certificate: Fingerprint
    entry: tuple[EntryEventOut, ...] = Field(description="What the register says of it, in order")

    @classmethod
    def of(cls, archived: Archived) -> "ArchivedOut":
        record, agency = archived.record, archived.sealed_under.agency
        number, lasting = record.desk.number, record.lasting
        if number is None or lasting is None:
            raise RuntimeError(f"{record.desk.laid.case} is filed without number or seal")
        return cls(
            record=RecordOut.of(record),
            issuer=IssuerOut(code=agency.code, name=agency.name, organ_id=agency.organ_id),
            series=number.series,
            year=number.year,
            number=number.number,
            symbol=number.symbol,
            date=number.dated,
            place=record.desk.laid.place,
            doc_type=record.desk.laid.doc_type,
            printed=number.printed,
            agency_certificate=lasting.sealed.certificate,
            entry=tuple(map(EntryEventOut.of, archived.entry)),
        )
