"""Test keys of agencies, made once in a run; every folder that wants them gets a copy."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.trial_keys_on_disk import ensure_keys, signers
from shared.domain.organisation import Organisation

_made: dict[tuple[object, ...], "TemporaryDirectory[str]"] = {}


def keep_keys(folder: Path, *organisations: Organisation) -> None:
    """Put keys and pictures for whoever may sign into a new folder; valid since a minute."""
    whose = tuple((one.agency, tuple(signers(one))) for one in organisations)
    if whose not in _made:
        _made[whose] = TemporaryDirectory(prefix="congvan-keys-")
        for one in organisations:
            since = datetime.now(UTC) - timedelta(minutes=1)
            ensure_keys(Path(_made[whose].name), one, since)
    shutil.copytree(_made[whose].name, folder)
