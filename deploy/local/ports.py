"""Ports: which are free, and who holds one that is not."""

import errno
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from deploy.local.settings import HOST, port_variable
from deploy.local.troubles import Trouble

LISTENING = "0A"


def is_free(port: int) -> bool:
    """Whether a server could listen there now; a closed connection's rest does not count."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as fault:
            if fault.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def refuse_taken_ports(ports: Mapping[str, int], *, patience: float = 0) -> None:
    """Raise Trouble that names every taken port, its holder and the variable to change.

    `patience` in seconds blocks the caller while a port is not free yet.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end and not all(map(is_free, ports.values())):
        time.sleep(0.05)
    sentences = [taken_sentence(part, port) for part, port in ports.items() if not is_free(port)]
    if sentences:
        raise Trouble("\n".join(sentences))


def taken_sentence(part: str, port: int) -> str:
    """Say who holds the port that a part needs, and how to use another one."""
    return (
        f"Port {port}, needed for {part}, is taken by {holder_of(port)}; "
        f"stop that, or choose another port: {port_variable(part)}={free_port_near(port)}."
    )


def free_port_near(port: int) -> int:
    """Give a free port that still looks like the wished one: 7233 -> 17233."""
    wished = (port + step * 10_000 + offset for offset in range(100) for step in (1, 2, 3, -1))
    return next(number for number in wished if 1024 < number < 65536 and is_free(number))


def holder_of(port: int) -> str:
    """Say which process listens on a port, as far as this account may know it."""
    pid = process_on(port)
    return "another program" if pid is None else f"process {pid} ({program_of(pid)})"


def process_on(port: int) -> int | None:
    """Give the process that listens on a port; None when nobody does, or it cannot be known."""
    sockets = set(_listening_sockets(port))
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        with suppress(OSError):
            if str(descriptor.readlink()) in sockets:
                return int(descriptor.parents[1].name)
    return None


def program_of(pid: int) -> str:
    """Give the start of a process's command line, to be shown."""
    return " ".join(command_of(pid)[:4])[:120] or "unknown program"


def command_of(pid: int) -> list[str]:
    """Give the command line of a process; empty when it is gone or another account's."""
    with suppress(OSError):
        return [
            word.decode(errors="replace")
            for word in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if word
        ]
    with suppress(OSError):  # no /proc: macOS
        told = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return told.stdout.split()
    return []


def _listening_sockets(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with suppress(OSError):
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    yield f"socket:[{fields[9]}]"
