"""An agency's file as it is sent: YAML whose every value is text, so that nothing is guessed."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.local.trial_keys_on_disk import ensure_keys
from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.files import read_text
from shared.runtime.organisations import read_organisation

ACTIVATION_ORDER: Final = ("approval", "distribution", "drafting")
"""Drafting last: it hands versions over to those who must know them by then."""


class _Refused(yaml.MarkedYAMLError):
    """YAML that says something which an agency's file may not; the problem is Vietnamese."""


class _TextLoader(yaml.BaseLoader):
    """Leaves every value as it is written; refuses aliases and a key that stands twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Aliases let a few lines stand for billions; anchors serve nothing else."""
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                problem="không được dùng neo (&) và bí danh (*); hãy viết đủ từng mục",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the base class calls it so
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused(problem="tên mục phải là chữ", problem_mark=key.start_mark)
            if key.value in seen:
                raise _Refused(
                    problem=f"mục “{key.value}” ghi hai lần", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def content_of(file: Path) -> dict[str, Any]:
    """Read a file's content; Trouble says what is no YAML, and where."""
    text = read_text(file)
    try:
        content = yaml.load(text, _TextLoader)  # noqa: S506 -- a BaseLoader makes text only
    except yaml.YAMLError as fault:
        raise Trouble(f"Tệp {file} không dùng được{_place(fault)}: {_why(fault)}.") from None
    except RecursionError:
        raise Trouble(f"Tệp {file} không dùng được: các mục lồng nhau quá sâu.") from None
    if not isinstance(content, dict):
        raise Trouble(f"Tệp {file} phải là một danh mục các mục agency, units, posts, ...")
    return content


def _place(fault: yaml.YAMLError) -> str:
    mark = fault.problem_mark if isinstance(fault, yaml.MarkedYAMLError) else None
    return f" ở dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""


def _why(fault: yaml.YAMLError) -> str:
    return str(fault.problem) if isinstance(fault, _Refused) else "không phải YAML đúng"


def load(api: Api, content: dict[str, Any]) -> str:
    """Validate in all three services, store in all, activate drafting last; return the version.

    Loading again completes a load that broke off. Each service adds the nation's holidays itself:
    around New Year, or in the middle of an upgrade, they may differ, and nothing is activated.
    """
    stored = [api.act(service, "/organisations/versions", content) for service in ACTIVATION_ORDER]
    if len({one["version"] for one in stored}) > 1:
        raise Trouble(
            "Ba dịch vụ ghi cùng một tệp thành các phiên bản khác nhau (đang nâng cấp dở, hoặc "
            "vừa sang năm mới); chưa phiên bản nào có hiệu lực. Hãy nâng cấp xong cả ba dịch vụ "
            "rồi nạp lại."
        )
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
