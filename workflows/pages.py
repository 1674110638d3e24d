"""What operators see of a flow: its page, and the search attributes by which they find it."""

from collections.abc import Collection

from temporalio import workflow

from workflows.attributes import Wanted, changes, wanted, wanted_of_recall
from workflows.details import Trouble, details
from workflows.recall_details import details as recall_details
from workflows.recall_standing import RecallStanding
from workflows.standing import Standing


def publish_dispatch(case: str, standing: Standing | None, troubles: Collection[Trouble]) -> None:
    """The page of a dispatch."""
    workflow.set_current_details(details(case, standing, troubles))
    nobody = standing is not None and standing.nobody != ""
    _upsert(wanted(standing, attention=nobody or bool(troubles)))


def publish_recall(
    case: str, standing: RecallStanding | None, troubles: Collection[Trouble]
) -> None:
    """The page of a recall."""
    workflow.set_current_details(recall_details(case, standing, troubles))
    _upsert(wanted_of_recall(standing, attention=bool(troubles)))


def _upsert(wanted: Wanted) -> None:
    """All that changed since the last time, in one event."""
    if changed := changes(wanted, workflow.info().typed_search_attributes):
        workflow.upsert_search_attributes(changed)
