"""What a developer sees while the local stack starts, runs and stops."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from deploy.local.settings import Settings
from deploy.local.supervisor import News, State
from shared.contracts import views

TITLES = {
    "drafting": "Drafting API",
    "approval": "Approval API",
    "distribution": "Distribution API",
    "issuer": "OIDC issuer",
    "temporal": "Temporal server",
    "temporal_ui": "Temporal UI",
    "namespace": "Temporal namespace",
}
VIEWS = {
    "Needs attention": views.ATTENTION,
    "Overdue": views.LATE,
    "Held by a post": views.HELD,
}


class Display:
    """Lines on any output; on a terminal also colours and what is being waited for."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._status: Status | None = None
        self._starting: list[str] = []
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._status = self._console.status("")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_status()

    def begin(self, settings: Settings) -> None:
        self._line(f"Starting the local stack on {settings.var}")

    def tell(self, news: News) -> None:
        """Show one change in a part's life."""
        if news.state is State.STARTING:
            self._starting.append(news.part)
        elif news.part in self._starting:
            self._starting.remove(news.part)
        if self._status:
            waited = ", ".join(self._starting)
            self._status.update(f"starting {waited}" if waited else "")
        words = _words(news)
        if words:
            self._line(f"  {news.part:<14}{words}")

    def ready(self, settings: Settings, addresses: dict[str, str], lacking: str) -> None:
        """Show where everything is, what it lacks if anything, and how it is stopped."""
        self._end_status()
        took = time.monotonic() - self._began
        self._line(f"Ready after {took:.1f} s:")
        for name, address in addresses.items():
            self._line(f"  {TITLES.get(name, name):<20}{address}")
        if ui := addresses["temporal_ui"]:
            for title, query in VIEWS.items():
                self._line(f"  {title:<20}{views.link(ui, settings.namespace, query)}")
        self._line(f"  Logs are in {settings.logs}")
        if lacking:
            self._line(lacking)
        self._line("Press Ctrl-C to stop; the data stay.")

    def stopping(self) -> None:
        self._line("Stopping ...")

    def stopped(self) -> None:
        self._line("Stopped.")

    def trouble(self, sentence: str) -> None:
        self._end_status()
        self._console.print(escape(sentence), style="red")

    def _end_status(self) -> None:
        if self._status:
            self._status.stop()
            self._status = None

    def _line(self, text: str) -> None:
        self._console.print(escape(text))


def _words(news: News) -> str:
    match news.state:
        case State.READY | State.DONE:
            return f"{news.state.value} after {news.seconds:.1f} s  {news.detail}".rstrip()
        case State.DIED:
            return f"{news.detail}; it is started again"
        case State.TROUBLE:
            return news.detail
        case State.STARTING | State.STOPPED:
            return ""
