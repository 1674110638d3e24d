"""What the owner of a fact attests of it, so that no service has to believe the engine.

The flow carries word of facts from one service to the next, and whoever commands the engine can
put words into its mouth. So a service that is to write a fact of its own because of another's
first looks for the other's attestation: both make the same statement of what they know, and the
owner kept it where only services write.

Attested is only what stays as it is: an attestation is true however late or often it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from shared.contracts import approval, distribution, drafting
from shared.contracts.approval import Review, SignedFile
from shared.contracts.distribution import SignedDispatch
from shared.domain.canonical import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    owner: str
    """The service whose fact it is."""
    case: str
    statement: bytes
    """Canonical JSON: the same fact, the same bytes."""

    @property
    def agency(self) -> str:
        return self.case.partition("-")[0]


def submitted(case: str, round_: int, version: str) -> Attestation:
    """What was submitted as this round is this frozen version."""
    return _of(drafting.QUEUE, "submitted", case, {"round": round_, "version": version})


def wanted_back(case: str, round_: int, withdrawal: str, by: str | None) -> Attestation:
    """`by` asked in this round to have the dispatch back."""
    said = {"round": round_, "withdrawal": withdrawal, "by": by}
    return _of(drafting.QUEUE, "wanted_back", case, said)


def signed(case: str, round_: int, version: str, file: SignedFile | SignedDispatch) -> Attestation:
    """The signature kept of this version is this one, with all that is said of it."""
    kept = {field.name: getattr(file, field.name) for field in fields(SignedFile)}
    return _of(approval.QUEUE, "signed", case, {"round": round_, "version": version, **kept})


def ended(case: str, round_: int, end: Review, by: str | None) -> Attestation:
    """The round was signed, returned, rejected or withdrawn; `by`: who signed or rejected."""
    return _of(approval.QUEUE, "ended", case, {"round": round_, "end": end.value, "by": by})


def came_late(
    case: str, round_: int, withdrawal: str, decided_by: str, decided_at: datetime
) -> Attestation:
    """The request to have the dispatch back was answered: too late, after that decision."""
    said = {"round": round_, "withdrawal": withdrawal, "by": decided_by, "at": decided_at}
    return _of(approval.QUEUE, "came_late", case, said)


def sent_back(case: str, round_: int) -> Attestation:
    """The records desk sent the signed round back."""
    return _of(distribution.QUEUE, "sent_back", case, {"round": round_})


def filed(case: str) -> Attestation:
    """The file copy is kept."""
    return _of(distribution.QUEUE, "filed", case, {})


def _of(owner: str, fact: str, case: str, said: Mapping[str, object]) -> Attestation:
    """What nobody said is left out: so a field that a later release adds changes nothing."""
    known = {name: _plain(value) for name, value in said.items() if value is not None}
    statement = canonical({"owner": owner, "fact": fact, "case": case, **known})
    return Attestation(owner=owner, case=case, statement=statement)


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
