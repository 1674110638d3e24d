"""Which findings of form were acknowledged; rows that are never changed."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from uuid import uuid4

import sqlalchemy as sa

from services.drafting.domain.draft import Draft
from services.drafting.tables import acknowledged_findings
from shared.document.model import AcknowledgedFinding, Finding
from shared.domain.people import Person
from shared.runtime.database import Work


async def acknowledge(
    work: Work, me: Person, draft: Draft, findings: Iterable[Finding], reason: str
) -> None:
    """Keep the reason for each of the findings, under the draft's revision."""
    said = {
        "agency": draft.agency,
        "case": draft.case,
        "revision": draft.revision,
        "reason": reason,
        "account": me.id,
        "at": work.clock.now(),
        "organisation": me.version,
    }
    rows = [
        said | {"id": uuid4().hex, "code": one.code, "field": one.field, "found": one.found}
        for one in findings
    ]
    await work.db.execute(acknowledged_findings.insert(), rows)


async def acknowledged(work: Work, agency: str, case: str) -> Sequence[AcknowledgedFinding]:
    """Everything that was acknowledged, in order; of what still stands the domain tells."""
    table = acknowledged_findings
    mine = (table.c.agency == agency) & (table.c.case == case)
    rows = await work.db.execute(table.select().where(mine).order_by(table.c.revision))
    return [_acknowledged(row) for row in rows.mappings()]


def _acknowledged(row: sa.RowMapping) -> AcknowledgedFinding:
    names = ("code", "field", "found", "reason", "account")
    at = row["at"].astimezone(UTC).isoformat()
    return AcknowledgedFinding(**{name: row[name] for name in names}, at=at)
