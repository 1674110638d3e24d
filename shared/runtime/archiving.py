"""What the archive takes out, remembered beside the dispatch's own chain.

Were an export an event of the dispatch, the next one would have other bytes than this one; so
exports have a chain of their own for each case, which the history of views shows with the rest.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from shared.domain.archiving import is_view
from shared.domain.people import Person
from shared.runtime import ledger
from shared.runtime.database import Work


async def note(
    work: Work, me: Person, case: str, act: str, *, object_hash: str | None = None
) -> None:
    """Record that somebody took something out for the archive."""
    await ledger.record(
        work,
        agency=me.agency,
        case=_exports(case),
        account=me.id,
        act=act,
        organisation=me.version,
        object_hash=object_hash,
    )


async def views(work: Work, agency: str, case: str) -> Sequence[sa.RowMapping]:
    """Who looked at a dispatch in this service, and who took it out; the earliest first."""
    kept = [
        *(await ledger.history(work, agency, case)),
        *(await ledger.history(work, agency, _exports(case))),
    ]
    return sorted((one for one in kept if is_view(one["act"])), key=lambda one: one["at"])


def _exports(case: str) -> str:
    return f"archive/{case}"
