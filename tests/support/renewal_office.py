"""The records desk's files in memory: which are due for a new stamp, and who stamps them."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from temporalio import activity
from temporalio.exceptions import ApplicationError

from shared.contracts.renewals import DueFile, DuePage, DueQuery, RenewalActivities, RenewalRef

PAGE: Final = 3


class RenewalOffice(RenewalActivities):
    def __init__(self) -> None:
        self.due: list[str] = []
        self.refused: set[str] = set()
        """Cases whose files nobody can stamp any more."""
        self.faults: dict[str, int] = {}
        """How often the authority is away for a case before it answers."""
        self.renewed: list[str] = []

    def activities(self) -> Sequence[Callable[..., Any]]:
        return (self.due_for_renewal, self.renew)

    @activity.defn(name="distribution.due_for_renewal")
    async def due_for_renewal(self, query: DueQuery) -> DuePage:
        ahead = sorted(case for case in self.due if query.after is None or case > query.after)
        files = tuple(DueFile(case=case, file="f" * 64) for case in ahead[:PAGE])
        return DuePage(files=files, after=files[-1].case if len(ahead) > PAGE else None)

    @activity.defn(name="distribution.renew")
    async def renew(self, ref: RenewalRef) -> None:
        if ref.case in self.refused:
            raise ApplicationError("refused", type="certificate_revoked", non_retryable=True)
        if self.faults.get(ref.case, 0) > 0:
            self.faults[ref.case] -= 1
            raise ApplicationError("TimeStampFault", type="TimeStampFault")
        self.renewed.append(ref.case)
