"""Search attributes: what a standing says in them, and which of them changed."""

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate, TypedSearchAttributes

from shared.contracts.attributes import (
    AGENCY,
    DUE_AT,
    HOLDER_POST,
    NEEDS_ATTENTION,
    OVERDUE,
    RECALLED,
    RECALLING,
    SEARCH_ATTRIBUTES,
    STAGE,
    UNIT,
    URGENCY,
)
from workflows.recall_standing import RecallStanding
from workflows.standing import Standing

__all__ = ["SEARCH_ATTRIBUTES", "changes", "wanted", "wanted_of_recall"]

Wanted = list[tuple[SearchAttributeKey[Any], str | datetime | bool | None]]


def changes(wanted: Wanted, known: TypedSearchAttributes) -> list[SearchAttributeUpdate[Any]]:
    """One update per attribute that is not as it should be; empty values are unset."""
    return [
        key.value_unset() if value is None else key.value_set(value)
        for key, value in wanted
        if known.get(key) != value
    ]


def wanted(standing: Standing | None, *, attention: bool) -> Wanted:
    if standing is None:
        return [(NEEDS_ATTENTION, attention)] if attention else []
    return [
        (AGENCY, standing.agency),
        (UNIT, standing.unit),
        (STAGE, standing.stage.value),
        (URGENCY, standing.urgency),
        (HOLDER_POST, standing.holder_post or None),
        (DUE_AT, standing.due_at),
        (OVERDUE, standing.overdue),
        (NEEDS_ATTENTION, attention),
    ]


def wanted_of_recall(standing: RecallStanding | None, *, attention: bool) -> Wanted:
    """A recall is found by what its dispatch is found by, and by a stage of its own."""
    if standing is None:
        return [(NEEDS_ATTENTION, attention)] if attention else []
    stands, over = standing.position, standing.over
    return [
        (AGENCY, stands.agency),
        (UNIT, stands.unit),
        (STAGE, RECALLED if over else RECALLING),
        (URGENCY, stands.urgency or None),
        (HOLDER_POST, None if over else stands.holder_post),
        (DUE_AT, None if over else stands.due_at),
        (OVERDUE, standing.overdue),
        (NEEDS_ATTENTION, attention),
    ]
