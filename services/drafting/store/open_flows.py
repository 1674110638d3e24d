"""Which dispatches have a flow by drafting's tables, and which of them are known to be filed."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.drafting.domain.standing import End
from services.drafting.tables import closings, filings, submissions
from shared.runtime.database import Work
from shared.runtime.open_flows import Expected

_OVER = sa.exists().where(
    closings.c.case == submissions.c.case, closings.c.closing != End.SIGNED.value
)
_FILED = sa.exists().where(filings.c.case == submissions.c.case)
_OPEN = sa.select(submissions.c.case).where(~_OVER & ~_FILED).distinct()


async def dispatches(work: Work) -> Sequence[Expected]:
    """Submitted, and neither rejected nor withdrawn nor known to be filed."""
    return [Expected(id=case, case=case) for case in await work.db.scalars(_OPEN)]


async def note_filed(work: Work, cases: Sequence[str], at: datetime) -> None:
    """Keep that they are filed; what was kept before stays."""
    known = sa.select(submissions.c.agency, submissions.c.case, sa.literal(at).label("at"))
    known = known.where(submissions.c.case.in_(cases)).distinct()
    new = insert(filings).from_select(["agency", "case", "at"], known)
    await work.db.execute(new.on_conflict_do_nothing())
