"""The one sandbox in which flows run: at work, in replays and in tests.

What a flow uses besides the standard library and temporalio it imports in a block of
`workflow.unsafe.imports_passed_through()`; any other import fails the worker at its start,
because a library loaded anew for every dispatch costs seconds and gigabytes.
"""

from typing import Final

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy

RUNNER: Final = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_import_notification_policy(
        SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
        | SandboxImportNotificationPolicy.WARN_ON_DYNAMIC_IMPORT
    )
)
