"""An agency's file as it is sent: YAML whose every value is text, so that nothing is guessed."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.local.trial_keys_on_disk import ensure_keys
from deploy.local.troubles import Trouble
from services.cli.api import Api
from shared.runtime.organisations import read_organisation

ACTIVATION_ORDER: Final = ("approval", "distribution", "drafting")
"""Drafting last: it hands versions over to those who must know them by then."""


class _TextLoader(yaml.BaseLoader):
    """Leaves every value as it is written, and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the base class calls it so
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                mark = key.start_mark
                raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice", problem_mark=mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def content_of(file: Path) -> dict[str, Any]:
    """Read a file's content; Trouble says what is no YAML, and where."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), _TextLoader)  # noqa: S506 -- a BaseLoader makes text only
    except (OSError, UnicodeDecodeError) as fault:
        raise Trouble(f"Không đọc được tệp {file}: {fault}") from None
    except yaml.YAMLError as fault:
        raise Trouble(f"Tệp {file} không phải YAML đúng: {fault}") from None
    if not isinstance(content, dict):
        raise Trouble(f"Tệp {file} phải là một danh mục các mục agency, units, posts, ...")
    return content


def load(api: Api, content: dict[str, Any]) -> str:
    """Validate in all three services, store in all, activate drafting last; return the version.

    Loading again completes a load that broke off.
    """
    stored = [api.act(service, "/organisations/versions", content) for service in ACTIVATION_ORDER]
    version, agency = stored[0]["version"], stored[0]["agency"]
    for service in ACTIVATION_ORDER:
        path = f"/organisations/{agency}/active"
        api.act(service, path, {"version": version}, method="PUT")
    return str(version)


def ensure_trial_keys(keys: Path, content: dict[str, Any]) -> None:
    """Make test keys for those who may sign, where the agency's file allows test keys."""
    organisation = read_organisation(content)
    if organisation.test_keys:
        ensure_keys(keys, organisation)
