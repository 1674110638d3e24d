"""Owners in memory who compare: what each finds is laid down beforehand."""

from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity

from shared.contracts.reconciling import (
    Cases,
    Differences,
    Filed,
    FiledActivities,
    FilingActivities,
    LookRef,
    Reconciled,
    ReconcilingActivities,
)


class ReconcilingOffice(FiledActivities, FilingActivities):
    def __init__(self) -> None:
        self.found: dict[str, Differences] = {}
        """By owner."""
        self.filed: set[str] = set()
        self.noted: set[str] = set()

    def activities(self, owner: str) -> Sequence[Callable[..., Any]]:
        compares = Comparer(self, owner)
        own = {"drafting": (self.note_filed,), "distribution": (self.filed_among,)}
        return (compares.look, compares.reconcile, *own.get(owner, ()))

    @activity.defn(name="distribution.filed_among")
    async def filed_among(self, asked: Cases) -> Cases:
        return Cases(cases=tuple(case for case in asked.cases if case in self.filed))

    @activity.defn(name="drafting.note_filed")
    async def note_filed(self, filed: Filed) -> None:
        self.noted |= set(filed.cases)


class Comparer(ReconcilingActivities):
    def __init__(self, office: ReconcilingOffice, owner: str) -> None:
        self._office, self._owner = office, owner

    @activity.defn(name="reconciling.look")
    async def look(self) -> Differences:
        return self._office.found.get(self._owner, Differences())

    @activity.defn(name="reconciling.reconcile")
    async def reconcile(self, ref: LookRef) -> Reconciled:
        asleep = set(ref.seen.asleep) - self._office.noted
        return Reconciled(asleep=len(asleep), stray=len(ref.seen.stray), waiting=0)
