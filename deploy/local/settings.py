"""Where the local stack keeps its things and which ports it takes; CONGVAN_* override each."""

import contextlib
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.troubles import Trouble

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
DATABASE = "congvan"
OWNER = "owner"
ROLES = ("drafting", "approval", "distribution")

DEFAULT_PORTS: Mapping[str, int] = {
    "postgres": 15432,
    "temporal": 7233,
    "temporal_ui": 8233,
    "drafting": 8101,
    "approval": 8102,
    "distribution": 8103,
    "issuer": 8104,
}


def port_variable(name: str) -> str:
    """Give the environment variable that moves a port: "drafting" -> CONGVAN_DRAFTING_PORT."""
    return f"CONGVAN_{name.upper()}_PORT"


def database_variable(role: str) -> str:
    """Give the variable that names a real server's database for one role."""
    return f"CONGVAN_{role.upper()}_DATABASE_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything about one local stack that a developer may want to change."""

    var: Path
    ports: Mapping[str, int]
    keys: Path
    blobs: str
    namespace: str = "congvan"
    audience: str = "congvan"
    administrators: str = "quan-tri"
    log_level: str = "info"
    outside_databases: Mapping[str, str]
    """URL by role of a real PostgreSQL; empty: the embedded one is started."""
    outside_temporal: str = ""
    """host:port of a real Temporal server; empty: the dev server is started."""
    outside_temporal_ui: str = ""
    outside_issuer: str = ""
    """URL of a real OIDC issuer; empty: the local one is started."""
    engine_values: Mapping[str, str] = field(default_factory=dict)
    """More of the dev server's dynamic configuration, by name; for tests."""

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def addresses_file(self) -> Path:
        return self.var / "addresses.json"

    @property
    def temporal_address(self) -> str:
        return self.outside_temporal or f"{HOST}:{self.ports['temporal']}"

    @property
    def temporal_ui(self) -> str:
        if self.outside_temporal:
            return self.outside_temporal_ui
        return self.url("temporal_ui")

    @property
    def issuer(self) -> str:
        return self.outside_issuer or self.url("issuer")

    def url(self, part: str) -> str:
        return f"http://{HOST}:{self.ports[part]}"

    def own_ports(self) -> dict[str, int]:
        """Ports that this stack itself listens on."""
        outside = {
            "postgres": bool(self.outside_databases),
            "temporal": bool(self.outside_temporal),
            "temporal_ui": bool(self.outside_temporal),
            "issuer": bool(self.outside_issuer),
        }
        return {name: port for name, port in self.ports.items() if not outside.get(name)}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises Trouble naming the variable that makes no sense."""
    var = Path(environ.get("CONGVAN_VAR") or ROOT / "var").expanduser().resolve()
    settings = Settings(
        var=var,
        ports={name: _port(environ, name) for name in DEFAULT_PORTS},
        keys=Path(environ.get("CONGVAN_KEYS") or var / "keys").expanduser().resolve(),
        blobs=environ.get("CONGVAN_BLOBS") or (var / "blobs").as_uri(),
        namespace=environ.get("CONGVAN_TEMPORAL_NAMESPACE") or "congvan",
        audience=environ.get("CONGVAN_OIDC_AUDIENCE") or "congvan",
        administrators=environ.get("CONGVAN_ADMINISTRATORS") or "quan-tri",
        log_level=environ.get("CONGVAN_LOG_LEVEL") or "info",
        outside_databases=_outside_databases(environ),
        outside_temporal=environ.get("CONGVAN_TEMPORAL_ADDRESS") or "",
        outside_temporal_ui=environ.get("CONGVAN_TEMPORAL_UI") or "",
        outside_issuer=environ.get("CONGVAN_OIDC_ISSUER") or "",
    )
    _refuse_shared_ports(settings.own_ports())
    return settings


def settings_on_free_ports(var: Path) -> Settings:
    """Settings of a stack that disturbs no other one on this machine; for tests."""
    with contextlib.ExitStack() as held:
        ports = {}
        for name in DEFAULT_PORTS:
            listener = held.enter_context(socket.socket())
            listener.bind((HOST, 0))
            ports[name] = int(listener.getsockname()[1])
    return replace(read_settings({"CONGVAN_VAR": str(var)}), ports=ports)


def _port(environ: Mapping[str, str], name: str) -> int:
    variable = port_variable(name)
    text = environ.get(variable) or str(DEFAULT_PORTS[name])
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"{variable} is {text!r}; set it to a port number from 1 to 65535.")
    return int(text)


def _outside_databases(environ: Mapping[str, str]) -> dict[str, str]:
    wanted = {role: database_variable(role) for role in (OWNER, *ROLES)}
    given = {role: environ[name] for role, name in wanted.items() if environ.get(name)}
    missing = [name for role, name in wanted.items() if role not in given]
    if given and missing:
        raise Trouble(
            "A PostgreSQL server of your own needs one URL for each role; "
            f"still missing: {', '.join(missing)}."
        )
    return given


def _refuse_shared_ports(ports: Mapping[str, int]) -> None:
    taken: dict[int, str] = {}
    for name, port in ports.items():
        if port in taken:
            raise Trouble(
                f"{taken[port]} and {name} are both set to port {port}; "
                f"change {port_variable(taken[port])} or {port_variable(name)}."
            )
        taken[port] = name
