"""Certificates of the agency: registered and revoked, never changed."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy import RowMapping

from services.distribution import tables
from shared.domain.certificates import Registered
from shared.domain.devices import KeyKind
from shared.runtime.database import Work

_CERTIFICATES, _REVOCATIONS = tables.certificates, tables.revocations
_EVERY = sa.select(
    _CERTIFICATES,
    _REVOCATIONS.c.at.label("revoked_at"),
    _REVOCATIONS.c.account.label("revoked_by"),
    _REVOCATIONS.c.reason,
).join(_REVOCATIONS, _REVOCATIONS.c.certificate == _CERTIFICATES.c.id, isouter=True)
_OF_AGENCY = _EVERY.where(_CERTIFICATES.c.agency == sa.bindparam("of_agency")).order_by(
    _CERTIFICATES.c.at.desc(), _CERTIFICATES.c.id
)
"""What every number needs, made once: see the register's."""


async def lock_certificates(work: Work, agency: str) -> None:
    """One act at a time registers or revokes in an agency."""
    name = sa.func.hashtextextended(f"{work.metadata.schema}/certificates/{agency}", 0)
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(name)))


async def certificates_of(work: Work, agency: str) -> tuple[Registered, ...]:
    """Every one of an agency, the newest first; revoked ones too."""
    found = await work.db.execute(_OF_AGENCY, {"of_agency": agency})
    return tuple(_registered(row) for row in found.mappings())


async def certificate(work: Work, id_: str) -> Registered | None:
    found = await work.db.execute(_EVERY.where(_CERTIFICATES.c.id == id_))
    row = found.mappings().one_or_none()
    return _registered(row) if row else None


async def add_certificate(work: Work, made: Registered, organisation: str) -> None:
    left_out = ("revoked_at", "revoked_by", "reason")
    row = {name: value for name, value in asdict(made).items() if name not in left_out}
    row |= {"chain": list(made.chain), "device": dict(made.device), "organisation": organisation}
    await work.db.execute(tables.certificates.insert().values(row))


async def add_revocation(work: Work, revoked: Registered, organisation: str) -> None:
    row = {
        "certificate": revoked.id,
        "at": revoked.revoked_at,
        "account": revoked.revoked_by,
        "reason": revoked.reason,
        "organisation": organisation,
    }
    await work.db.execute(tables.revocations.insert().values(row))


def _registered(row: RowMapping) -> Registered:
    same = ("id", "agency", "account", "fingerprint", "subject", "certificate", "valid_from")
    more = ("valid_until", "device", "since", "by", "at", "revoked_at", "revoked_by")
    return Registered(
        **{name: row[name] for name in (*same, *more)},
        kind=KeyKind(row["kind"]),
        chain=tuple(row["chain"]),
        reason=row["reason"] or "",
    )
