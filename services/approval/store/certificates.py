"""Certificates of people: registered and revoked, never changed."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy import RowMapping

from services.approval import tables
from shared.domain.certificates import Registered
from shared.domain.devices import KeyKind
from shared.runtime.database import Work


async def lock_certificates(work: Work, agency: str) -> None:
    """One act at a time registers or revokes in an agency."""
    name = sa.func.hashtextextended(f"{work.metadata.schema}/certificates/{agency}", 0)
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(name)))


async def certificates_of(
    work: Work, agency: str, account: str | None = None
) -> tuple[Registered, ...]:
    """An account's certificates, or everybody's, the newest first; revoked ones too."""
    table = tables.certificates
    query = _every().where(table.c.agency == agency)
    if account is not None:
        query = query.where(table.c.account == account)
    found = await work.db.execute(query.order_by(table.c.at.desc(), table.c.id))
    return tuple(_registered(row) for row in found.mappings())


async def certificate(work: Work, id_: str) -> Registered | None:
    found = await work.db.execute(_every().where(tables.certificates.c.id == id_))
    row = found.mappings().one_or_none()
    return _registered(row) if row else None


async def add_certificate(work: Work, made: Registered, case: str, organisation: str) -> None:
    """Keep it; `case` is the name of its events."""
    left_out = ("revoked_at", "revoked_by", "reason")
    row = {name: value for name, value in asdict(made).items() if name not in left_out}
    row |= {"chain": list(made.chain), "device": dict(made.device)}
    row |= {"case": case, "organisation": organisation}
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


def _every() -> sa.Select[tuple[object, ...]]:
    certificates, revocations = tables.certificates, tables.revocations
    revoked = (
        revocations.c.at.label("revoked_at"),
        revocations.c.account.label("revoked_by"),
        revocations.c.reason,
    )
    return sa.select(certificates, *revoked).join(
        revocations, revocations.c.certificate == certificates.c.id, isouter=True
    )


def _registered(row: RowMapping) -> Registered:
    same = ("id", "agency", "account", "fingerprint", "subject", "certificate", "valid_from")
    more = ("valid_until", "device", "since", "by", "at", "revoked_at", "revoked_by")
    return Registered(
        **{name: row[name] for name in (*same, *more)},
        kind=KeyKind(row["kind"]),
        chain=tuple(row["chain"]),
        reason=row["reason"] or "",
    )
