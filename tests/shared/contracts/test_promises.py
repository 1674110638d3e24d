"""Names and shapes of all promises in one golden file, and the flow that keeps its own."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from temporalio import activity, workflow

from shared.contracts import (
    approval,
    dispatch_flow,
    distribution,
    drafting,
    notices,
    recall,
    reconciling,
    register_check,
    renewals,
    reservations,
)
from shared.contracts.attributes import SEARCH_ATTRIBUTES
from tests.support.golden import check
from workflows.dispatch_flow import DispatchFlow
from workflows.recall_flow import RecallFlow

GOLDEN = Path(__file__).parent / "golden" / "promises.json"
STUBS = {
    drafting.QUEUE: drafting.DraftingActivities,
    approval.QUEUE: approval.ApprovalActivities,
    distribution.QUEUE: distribution.DistributionActivities,
}


def stubs() -> list[tuple[str, Callable[..., Any]]]:
    return [(queue, method) for queue, owner in STUBS.items() for method in methods(owner)]


def methods(owner: type[Any]) -> list[Callable[..., Any]]:
    return [method for name, method in vars(owner).items() if not name.startswith("_")]


def shape(method: Callable[..., Any]) -> dict[str, str]:
    return {
        name: f"{hint.__module__}.{hint.__qualname__}"
        for name, hint in get_type_hints(method).items()
    }


def name_of(method: Callable[..., Any]) -> str:
    return str(activity._Definition.must_from_callable(method).name)


def test_names_queues_and_shapes_are_what_they_always_were() -> None:
    promises = {
        "workflow": {"name": dispatch_flow.FLOW, "queue": dispatch_flow.QUEUE},
        "signals": [dispatch_flow.NEWS, dispatch_flow.RETRY],
        "activities": {
            name_of(method): {"queue": queue, **shape(method)} for queue, method in stubs()
        },
        "notices": {
            "workflow": notices.FLOW,
            "queues": [notices.queue_of(channel) for channel in notices.Channel],
            "activities": {
                name_of(method): shape(method) for method in methods(notices.NoticeActivities)
            },
        },
        "reservations": {
            "workflow": reservations.FLOW,
            "queue": reservations.QUEUE,
            "activities": {
                name_of(method): shape(method)
                for method in methods(reservations.ReservationActivities)
            },
        },
        "reconciling": {
            "workflow": reconciling.FLOW,
            "schedule": reconciling.SCHEDULE,
            "owners": list(reconciling.OWNERS),
            "activities": {
                name_of(method): shape(method)
                for owner in (
                    reconciling.ReconcilingActivities,
                    reconciling.FiledActivities,
                    reconciling.FilingActivities,
                )
                for method in methods(owner)
            },
        },
        "register check": {
            "workflow": register_check.FLOW,
            "schedule": register_check.SCHEDULE,
            "queue": register_check.QUEUE,
            "activities": {
                name_of(method): shape(method)
                for method in methods(register_check.RegisterCheckActivities)
            },
        },
        "recall": {
            "workflow": recall.FLOW,
            "id": recall.flow_id("CASE"),
            "activities": {
                name_of(method): shape(method) for method in methods(recall.RecallActivities)
            },
        },
        "renewals": {
            "workflow": renewals.FLOW,
            "schedule": renewals.SCHEDULE,
            "queue": renewals.QUEUE,
            "activities": {
                name_of(method): shape(method) for method in methods(renewals.RenewalActivities)
            },
        },
        "search attributes": {key.name: kind for key, kind in SEARCH_ATTRIBUTES},
    }
    check(GOLDEN, json.dumps(promises, indent=1) + "\n")


def test_an_activity_is_named_by_its_owner_and_its_method() -> None:
    for queue, method in stubs():
        assert name_of(method) == f"{queue}.{method.__name__}"


@pytest.mark.parametrize(
    ("contract", "flow"),
    [(dispatch_flow.DispatchFlow, DispatchFlow), (recall.RecallFlow, RecallFlow)],
)
def test_a_flow_is_what_its_contract_says(contract: type[Any], flow: type[Any]) -> None:
    promised = workflow._Definition.must_from_class(contract)
    kept = workflow._Definition.must_from_class(flow)
    assert kept.name == promised.name
    assert kept.signals.keys() == promised.signals.keys()
    assert (kept.arg_types, kept.ret_type) == (promised.arg_types, promised.ret_type)
    for name in ("run", "news", "retry"):
        theirs, ours = getattr(contract, name), getattr(flow, name)
        assert inspect.signature(ours) == inspect.signature(theirs)
