"""What an operator sees of a workflow, asked of the engine as the UI asks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from deploy.local.settings import Settings
from tests.support.waiting import until

SOON_MISSED: Final[Mapping[str, str]] = {"history.defaultWorkflowTaskTimeout": '"3s"'}
"""What a dying worker of the flows had in hand is given to the next one after 3 s, not after 10."""


@dataclass(frozen=True, slots=True)
class Shown:
    summary: str
    details: str


async def _client(settings: Settings) -> Client:
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.namespace,
        data_converter=pydantic_data_converter,
    )


async def workflows_found(settings: Settings, query: str) -> list[str]:
    """Ids that a list query finds, once it finds any: visibility follows a little later."""
    client = await _client(settings)

    async def found() -> list[str]:
        return [workflow.id async for workflow in client.list_workflows(query)]

    return await until(found)


async def begin_schedule(settings: Settings, schedule: str) -> None:
    """What would begin by the clock begins now."""
    await (await _client(settings)).get_schedule_handle(schedule).trigger()


async def workflow_of(settings: Settings, case: str) -> Shown:
    """Summary and current details of a dispatch's workflow."""
    handle = (await _client(settings)).get_workflow_handle(case)
    described = await handle.describe()
    metadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return Shown(
        summary=await described.static_summary() or "",
        details=metadata.current_details,
    )
