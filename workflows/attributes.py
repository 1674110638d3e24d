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
    SEARCH_ATTRIBUTES,
    STAGE,
    UNIT,
    URGENCY,
)
from workflows.standing import Standing

__all__ = ["SEARCH_ATTRIBUTES", "changes"]

Wanted = list[tuple[SearchAttributeKey[Any], str | datetime | bool | None]]


def changes(
    standing: Standing | None, known: TypedSearchAttributes, *, attention: bool
) -> list[SearchAttributeUpdate[Any]]:
    """One update per attribute that is not as it should be; empty values are unset."""
    return [
        key.value_unset() if value is None else key.value_set(value)
        for key, value in _wanted(standing, attention=attention)
        if known.get(key) != value
    ]


def _wanted(standing: Standing | None, *, attention: bool) -> Wanted:
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
