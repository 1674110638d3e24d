"""What may go wrong in an office where nothing did: each a change of its evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.chaos.desk import Accepted, Outdone
from tests.chaos.evidence import Blob, Evidence, Row
from tests.chaos.judgements import Judgement
from tests.chaos.whole_office import FILED, MORNING, Rows, digest

Change = Callable[[Evidence], Evidence]
Broken = tuple[Judgement, str, Change]
"""Who must see it, what it is, and how it comes about."""


def without(table: str, place: int = -1) -> Change:
    def change(evidence: Evidence) -> Evidence:
        rows = list(evidence.rows(table))
        del rows[place]
        return _with(evidence, table, rows)

    return change


def twice(table: str, place: int = -1) -> Change:
    return lambda evidence: _with(
        evidence, table, [*evidence.rows(table), evidence.rows(table)[place]]
    )


def changed(table: str, place: int = -1, **columns: Any) -> Change:
    """A row of a table, the last if none is named, with other columns."""

    def change(evidence: Evidence) -> Evidence:
        rows = list(evidence.rows(table))
        rows[place] = {**rows[place], **columns}
        return _with(evidence, table, rows)

    return change


def added(table: str, row: Row) -> Change:
    return lambda evidence: _with(evidence, table, [*evidence.rows(table), row])


def accepted(act: str, case: str, **answer: Any) -> Change:
    """Somebody was told that it was done."""
    one = Accepted(act=act, case=case, account="x", answer=answer)
    return lambda evidence: replace(evidence, accepted=[*evidence.accepted, one])


def running(kind: str, *flows: str) -> Change:
    """These run of one kind, and no others."""
    return lambda evidence: replace(evidence, open_flows={**evidence.open_flows, kind: set(flows)})


def second_was_told(account: str, verdict: str, status: int = 409) -> Change:
    """Who decided on the filed dispatch at the same time as another was told of this."""
    named = {"account": account, "verdict": verdict, "at": MORNING.isoformat()}
    errors = [{"field": field, "message": said} for field, said in named.items()]
    answer = {"code": "already_decided", "errors": errors}
    told = Outdone(case=FILED, status=status, answer=answer)
    return lambda evidence: replace(evidence, outdone=[told])


def both(*changes: Change) -> Change:
    def change(evidence: Evidence) -> Evidence:
        for one in changes:
            evidence = one(evidence)
        return evidence

    return change


def _with(evidence: Evidence, table: str, rows: Rows) -> Evidence:
    return replace(evidence, tables={**evidence.tables, table: rows})


def orphan(evidence: Evidence) -> Evidence:
    return replace(evidence, blobs={**evidence.blobs, f"A/{digest('o')}": Blob(whole=True)})


def lost_blob(evidence: Evidence) -> Evidence:
    kept = dict(evidence.blobs)
    del kept[f"A/{digest('e')}"]
    return replace(evidence, blobs=kept)


def changed_blob(evidence: Evidence) -> Evidence:
    damaged = Blob(whole=False)
    return replace(evidence, blobs={**evidence.blobs, f"A/{digest('e')}": damaged})
