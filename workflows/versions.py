"""Which build of the flows carries on what is open.

Every build may: the histories of earlier ones replay, or a patch marker says how. So builds that
are named to the engine upgrade flows in the middle; the engine then shows which build did what,
and an older build that is still running takes nothing more.
"""

import asyncio
from typing import Final

from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerDeploymentConfig

DEPLOYMENT: Final = "congvan-flows"
UNVERSIONED: Final = WorkerDeploymentConfig(
    version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id="any"),
    use_worker_versioning=False,
)
"""Said for the reason that `shared/runtime/temporal.py` gives for the services' workers."""
UNKNOWN_YET: Final = {RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION}
LOOK_EVERY: Final = 0.2


def deployment_of(build: str) -> WorkerDeploymentConfig:
    """How a worker names its build; without a name any worker takes any flow."""
    if not build:
        return UNVERSIONED
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


async def take_over(client: Client, build: str) -> None:
    """Have the engine give all flows to this build, as it gives a named one nothing by itself.

    The engine knows a build some time after its worker has begun to poll; until then it is asked
    again.
    """
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace,
        deployment_name=DEPLOYMENT,
        build_id=build,
        identity=client.identity,
    )
    while True:
        try:
            await client.workflow_service.set_worker_deployment_current_version(request, retry=True)
        except RPCError as refused:
            if refused.status not in UNKNOWN_YET:
                raise
            await asyncio.sleep(LOOK_EVERY)
        else:
            return
