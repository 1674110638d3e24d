"""What lives as long as a service's process, made once from its settings."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from shared.domain.alarms import Raised
from shared.runtime.blobs import Blobs
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.database import Database, Work, create_engine
from shared.runtime.identity import Issuer
from shared.runtime.organisations import Organisations
from shared.runtime.reconciling import Reconciler
from shared.runtime.relay import Relay
from shared.runtime.settings import (
    BODY_SECONDS,
    DeviceSettings,
    MailSettings,
    ServiceSettings,
    TimeStampSettings,
    WatchSettings,
)
from shared.runtime.throttle import Throttle

OwnAlarm = Callable[[Work], Awaitable[Raised | None]]
"""Looks for what asks for an operator of one service alone."""


@dataclass(slots=True, kw_only=True)
class Process:
    name: str
    database: Database
    issuer: Issuer
    administrators: frozenset[str]
    keys: Path | None
    """Folder of test keys, for the services that sign."""
    mail: MailSettings | None
    """None where nothing is mailed."""
    secrets: Path | None
    """Folder of secrets shared with other systems."""
    devices: DeviceSettings = field(default_factory=DeviceSettings)
    """Tokens and signing services of this deployment."""
    time_stamps: TimeStampSettings | None = None
    """None where signatures get no time stamps."""
    facts: Mapping[str, sa.Table] = field(default_factory=dict)
    """Fact tables by the kind of news that they make, its sidelines' too."""
    relays: Sequence[Relay] = ()
    """Of the facts that acts write."""
    reconciler: Reconciler | None = None
    """Compares the engine with the tables; None where there is no engine."""
    body_seconds: float = BODY_SECONDS
    """How long one body may take to come in."""
    throttle: Throttle = field(default_factory=Throttle)
    """For who asks without an account."""
    watch: WatchSettings = field(default_factory=WatchSettings)
    own_alarms: Sequence[OwnAlarm] = ()
    """Of its service, beside those that every service has."""
    folders: Sequence[Path] = ()
    """Where this process writes, on disks that may fill up."""

    def kick(self) -> None:
        for relay in self.relays:
            relay.kick()


def create_process(
    name: str, metadata: sa.MetaData, settings: ServiceSettings, clock: Clock | None = None
) -> Process:
    """Build everything from settings; nothing is connected yet."""
    database = Database(
        engine=create_engine(settings.database_url, name),
        clock=clock or SystemClock(),
        blobs=Blobs(settings.blobs),
        organisations=Organisations(metadata),
        metadata=metadata,
    )
    return Process(
        name=name,
        database=database,
        issuer=Issuer(settings.oidc_issuer, settings.oidc_audience),
        administrators=settings.administrators,
        keys=settings.keys,
        mail=settings.mail,
        secrets=settings.secrets,
        devices=settings.devices,
        time_stamps=settings.time_stamps,
        body_seconds=settings.patience.body_seconds,
        watch=settings.watch,
        folders=_folders(settings),
    )


def _folders(settings: ServiceSettings) -> Sequence[Path]:
    blobs = urlsplit(settings.blobs)
    own = [Path(unquote(blobs.path))] if blobs.scheme == "file" else []
    return [*own, settings.log.file.parent] if settings.log.file else own
