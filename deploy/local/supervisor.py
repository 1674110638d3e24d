"""Starts parts in order, keeps them alive, and stops them in the opposite order.

A part is tried a few times before its first readiness, so that a fault of the machine is told
at once; a part that has been ready is restarted for ever, with a growing pause.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from deploy.local.probes import Probe
from deploy.local.spawn import Account, signal_group, spawn
from deploy.local.troubles import Trouble

FIRST_ATTEMPTS = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
STEADY = 10.0
"""Seconds that a part must live for its next pause to be the first one again."""
PROBE_EVERY = 0.03
TAIL = 15
"""Log lines that are shown when a part does not come up."""

Hook = Callable[[], Awaitable[None]]


class State(StrEnum):
    """What the supervisor tells about a part."""

    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    DIED = "died"
    TROUBLE = "trouble"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One change in a part's life; `seconds` since it was started, `detail` an English phrase."""

    part: str
    state: State
    seconds: float = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A program to keep alive (or, with `once`, to run to its end before its dependants)."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    log: Path
    cwd: Path
    needs: tuple[str, ...] = ()
    ready: Probe | None = None
    prepare: Hook | None = None
    """Before each start; Trouble means that starting makes no sense."""
    settle: Hook | None = None
    """After each readiness, before the dependants are started."""
    once: bool = False
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    """What the part gets when the supervisor itself is killed (Linux)."""
    patience: float = 60.0
    grace: float = 10.0
    address: str = ""


@dataclass(slots=True, eq=False)
class _Kept:
    part: Part
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process | None = None
    started: float = 0
    restarts: int = 0
    watch: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None


class Supervisor:
    """Keeps a set of parts; every part's `needs` must be named before it."""

    def __init__(self, parts: Sequence[Part], *, tell: Callable[[News], None]) -> None:
        self._kept: dict[str, _Kept] = {}
        for part in parts:
            unknown = set(part.needs) - set(self._kept)
            if unknown or part.name in self._kept:
                raise ValueError(f"{part.name}: named twice, or needs {unknown} that come later")
            self._kept[part.name] = _Kept(part)
        self._tell = tell

    async def start(self) -> None:
        """Start everything and return when all is ready; Trouble when something can't be."""
        try:
            async with asyncio.TaskGroup() as starting:
                for kept in self._kept.values():
                    starting.create_task(self._bring_up(kept))
        except BaseExceptionGroup as group:
            await self.stop()
            troubles, others = group.split(Trouble)
            if others or not troubles:
                raise
            raise _first(troubles) from None
        except asyncio.CancelledError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop what runs, dependants first; returns when no process is left."""
        watches = [kept.watch for kept in self._kept.values() if kept.watch]
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)
        while alive := [kept for kept in self._kept.values() if kept.alive]:
            needed = {name for kept in alive for name in kept.part.needs}
            await asyncio.gather(*(_end(k) for k in alive if k.part.name not in needed))
        for kept in self._kept.values():
            kept.ready.clear()
            if kept.process and not kept.part.once:
                self._tell(News(part=kept.part.name, state=State.STOPPED))
            kept.process = None

    def pid(self, name: str) -> int:
        """Give the process of a part; Trouble while it has none."""
        kept = self._kept[name]
        if kept.process is None or not kept.alive:
            raise Trouble(f"{name} is not running.")
        return kept.process.pid

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Signal a part; it counts as not ready from now on until it has been restarted."""
        pid = self.pid(name)
        self._kept[name].ready.clear()
        signal_group(pid, number)

    def restarts(self, name: str) -> int:
        return self._kept[name].restarts

    async def wait_ready(self, name: str) -> None:
        await self._kept[name].ready.wait()

    async def _bring_up(self, kept: _Kept) -> None:
        for name in kept.part.needs:
            await self._kept[name].ready.wait()
        pause = FIRST_PAUSE
        for attempt in range(1, FIRST_ATTEMPTS + 1):
            try:
                await self._launch(kept)
                break
            except _NotUp as fault:
                if attempt == FIRST_ATTEMPTS or kept.part.once:
                    raise Trouble(_with_log_tail(kept.part, str(fault))) from None
                self._tell(News(part=kept.part.name, state=State.DIED, detail=str(fault)))
                await asyncio.sleep(pause)
                pause *= 2
        if not kept.part.once:
            kept.watch = asyncio.create_task(self._watch(kept), name=f"watch {kept.part.name}")

    async def _launch(self, kept: _Kept) -> None:
        """Start once and wait until ready; _NotUp when it ended or took too long."""
        part = kept.part
        kept.started = time.monotonic()
        self._tell(News(part=part.name, state=State.STARTING))
        if part.prepare:
            await part.prepare()
        kept.process = await spawn(
            part.argv,
            env=part.env,
            log=part.log,
            cwd=part.cwd,
            account=part.account,
            death_signal=part.death_signal,
        )
        try:
            async with asyncio.timeout(part.patience):
                await self._come_up(kept, kept.process)
        except TimeoutError:
            await _end(kept)
            raise _NotUp(f"was not ready after {part.patience:.0f} s") from None
        took = time.monotonic() - kept.started
        state = State.DONE if part.once else State.READY
        self._tell(News(part=part.name, state=state, seconds=took, detail=part.address))
        kept.ready.set()

    async def _come_up(self, kept: _Kept, process: asyncio.subprocess.Process) -> None:
        part = kept.part
        if part.once:
            if await process.wait():
                raise _NotUp(_ending(process.returncode))
            return
        while part.ready and not await part.ready(process.pid):
            if process.returncode is not None:
                raise _NotUp(_ending(process.returncode))
            await asyncio.sleep(PROBE_EVERY)
        if part.settle:
            await part.settle()

    async def _watch(self, kept: _Kept) -> None:
        pause = FIRST_PAUSE
        while True:
            if kept.process:
                code = await kept.process.wait()
                kept.ready.clear()
                self._tell(News(part=kept.part.name, state=State.DIED, detail=_ending(code)))
            if time.monotonic() - kept.started > STEADY:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            kept.restarts += 1
            await self._relaunch(kept)

    async def _relaunch(self, kept: _Kept) -> None:
        """Start again; whatever goes wrong is told and tried again later."""
        try:
            await self._launch(kept)
        except _NotUp:
            return  # the process has ended; the watch sees it and tells
        except Exception as fault:  # noqa: BLE001 -- one fault must not end the keeping
            if kept.alive:
                await _end(kept)
            kept.process = None
            self._tell(News(part=kept.part.name, state=State.TROUBLE, detail=str(fault)))


class _NotUp(Exception):  # noqa: N818 -- a step in the supervisor's own loop
    """The process ended, or took too long, before it was ready."""


async def _end(kept: _Kept) -> None:
    """Ask a process to end, and kill it and its children when it does not."""
    process = kept.process
    if process is None or process.returncode is not None:
        return
    signal_group(process.pid, kept.part.stop_signal)
    try:
        async with asyncio.timeout(kept.part.grace):
            await process.wait()
    except TimeoutError:
        signal_group(process.pid, signal.SIGKILL)
        await process.wait()
    signal_group(process.pid, signal.SIGKILL)  # children that it left behind


def _first(group: BaseExceptionGroup[Trouble]) -> Trouble:
    inner: BaseException = group
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return inner if isinstance(inner, Trouble) else Trouble(str(inner))


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


def _with_log_tail(part: Part, fault: str) -> str:
    lines = [f"{part.name} {fault}; its log {part.log} ends with:"]
    with suppress(OSError):
        lines += ["  " + line for line in part.log.read_text(errors="replace").splitlines()[-TAIL:]]
    return "\n".join(lines)
