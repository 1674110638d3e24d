"""Kill points: between a commit and the moment when somebody is told of it.

Each lies in a folder as an empty file while it is armed; the process that passes it takes the
file away and kills itself, so each is passed deadly once, whoever passes it first.
"""

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

FOLDER = "kill-points"
ACTS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class KillPoints:
    """The armed points of one run, as all its processes see them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._folder.mkdir(exist_ok=True)

    def arm(self, points: Iterable[str]) -> None:
        for point in points:
            (self._folder / quote(point, safe="")).touch()

    def armed(self) -> set[str]:
        return {unquote(file.name) for file in self._folder.iterdir()}

    def disarm(self) -> None:
        for file in self._folder.iterdir():
            file.unlink(missing_ok=True)

    def passed(self, point: str) -> None:
        """End this process if the point is armed."""
        try:
            (self._folder / quote(point, safe="")).unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def before_answers(self, service: str, app: ASGIApp) -> ASGIApp:
        """The app, whose process may end when an act's answer is about to leave."""

        async def outer(scope: Scope, receive: Receive, send: Send) -> None:
            async def leaving(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] < 300:
                    self.passed(act_point(service, scope["method"], _path(scope)))
                await send(message)

            is_act = scope["type"] == "http" and scope["method"] in ACTS
            await app(scope, receive, leaving if is_act else send)

        return outer

    def before_reports(self, service: str) -> Interceptor:
        """A door whose process may end when an activity's result is about to leave."""
        return _Reports(self, service)


class _Reports(Interceptor):
    def __init__(self, points: KillPoints, service: str) -> None:
        self._points, self._service = points, service

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 -- the base class names it so
        return _Report(next, self._points, self._service)


class _Report(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, points: KillPoints, service: str) -> None:
        super().__init__(inner)
        self._points, self._service = points, service

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 -- the base class names it so
        result = await super().execute_activity(input)
        self._points.passed(activity_point(self._service, activity.info().activity_type))
        return result


def act_point(service: str, method: str, path: str) -> str:
    return f"{service}: {method} {path}"


def activity_point(service: str, name: str) -> str:
    return f"{service}: {name}"


def _path(scope: Scope) -> str:
    """As the route is written; empty for what no route served."""
    return getattr(scope.get("route"), "path", "")
