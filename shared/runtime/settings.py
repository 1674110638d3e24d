"""What a process reads from its environment; read once, frozen, passed in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl


class SettingMissing(Exception):  # noqa: N818 -- said to an operator as a sentence
    """A variable that the process cannot do without."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the environment variable {name} is not set")


class SettingUnusable(Exception):  # noqa: N818 -- said to an operator as a sentence
    """A variable that says something else than it should; its text may be secret."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the environment variable {name} cannot be used: {why}")


class NothingHeld(Exception):  # noqa: N818 -- said to an operator as a sentence
    """The database that a variable names is another one than was meant."""

    def __init__(self, service: str) -> None:
        super().__init__(
            f"this database holds nothing of {service}, and nothing was changed; name the database "
            "of this service, or only those services that this database holds"
        )


class NotReached(Exception):  # noqa: N818 -- said to an operator as a sentence
    """The database that a variable names cannot be spoken with."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"no connection to {url}: {why}; see that this address is right, that its server runs, "
            "and that PGSSLROOTCERT names the root certificate where the address demands one"
        )


DRIVER: Final = "postgresql+asyncpg"
ADDRESS: Final = f"it reads {DRIVER}://ROLE:PASSWORD@HOST:PORT/DATABASE"


class Tls(StrEnum):
    """How talk with the mail server is kept secret."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS: Final = {Tls.NONE: 25, Tls.STARTTLS: 587, Tls.TLS: 465}
"""Where mail servers listen, unless CONGVAN_SMTP_PORT says otherwise."""
DEVICE_SECONDS: Final = 30.0
"""How long a signing device may take, unless CONGVAN_DEVICE_SECONDS says otherwise."""

HEAD_SECONDS: Final = 10.0
"""For a request line with its headers, unless CONGVAN_HEAD_SECONDS says otherwise."""
BODY_SECONDS: Final = 300.0
"""For a whole body: 20 MB at half a megabit a second; or as CONGVAN_BODY_SECONDS says."""
CONNECTIONS: Final = 1000
"""At once; more are answered 503, unless CONGVAN_CONNECTIONS says otherwise."""
STAMP_SECONDS: Final = 15.0
"""For one answer: a signature asks for two stamps, and both fit into one attempt of the flow."""
RELAY_BEHIND: Final = timedelta(minutes=5)
"""A fact that waits longer for the engine asks for an operator."""
LEAST_SPACE_MB: Final = 1000
"""A disk with less room asks for an operator."""


LOG_BYTES: Final = 20_000_000
LOGS_BEFORE: Final = 5
"""Of one process: a log that is full becomes `.1`, and the one before it `.2`, up to the oldest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    address: str
    namespace: str
    ready_file: Path | None
    build: str = ""
    """Of the flows' worker, as the engine is to know it; empty: it is not told."""

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "EngineSettings":
        ready_file = env.get("CONGVAN_READY_FILE")
        return cls(
            address=needed(env, "CONGVAN_TEMPORAL_ADDRESS"),
            namespace=env.get("CONGVAN_TEMPORAL_NAMESPACE", "congvan"),
            ready_file=Path(ready_file) if ready_file else None,
            build=env.get("CONGVAN_BUILD", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    file: Path | None
    """Of this process alone: two would lose each other's lines when it is full."""
    level: str
    largest: int = LOG_BYTES

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "LogSettings":
        file = env.get("CONGVAN_LOG_FILE")
        return cls(
            file=Path(file) if file else None, level=env.get("CONGVAN_LOG_LEVEL", "INFO").upper()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    host: str
    port: int
    sender: str
    """Address, with or without a name: Sở VHTTDL <van-ban@example.vn>"""
    tls: Tls
    user: str
    """Empty: no login."""
    password_file: Path | None

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "MailSettings | None":
        """None without CONGVAN_SMTP_HOST: then nothing is mailed."""
        host = env.get("CONGVAN_SMTP_HOST")
        if not host:
            return None
        tls = Tls(env.get("CONGVAN_SMTP_TLS", Tls.STARTTLS))
        password_file = env.get("CONGVAN_SMTP_PASSWORD_FILE")
        return cls(
            host=host,
            port=int(env.get("CONGVAN_SMTP_PORT", PORTS[tls])),
            sender=needed(env, "CONGVAN_SMTP_FROM"),
            tls=tls,
            user=env.get("CONGVAN_SMTP_USER", ""),
            password_file=Path(password_file) if password_file else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSigningSettings:
    """A signing service that speaks the CSC API, and how this deployment logs in there."""

    url: str
    """Up to the version: https://host/csc/v1 or …/csc/v2"""
    user: str
    password_file: Path
    within: float = DEVICE_SECONDS
    """Seconds that the service has for one signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSettings:
    """By which devices this deployment signs, besides test keys; what is not set is None."""

    token_driver: Path | None = None
    """A PKCS#11 library: the drivers that may run here are the deployment's choice alone."""
    remote: RemoteSigningSettings | None = None
    within: float = DEVICE_SECONDS

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "DeviceSettings":
        driver, url = env.get("CONGVAN_TOKEN_DRIVER"), env.get("CONGVAN_REMOTE_SIGNING")
        within = float(env.get("CONGVAN_DEVICE_SECONDS", DEVICE_SECONDS))
        remote = (
            RemoteSigningSettings(
                url=url,
                user=needed(env, "CONGVAN_REMOTE_SIGNING_USER"),
                password_file=Path(needed(env, "CONGVAN_REMOTE_SIGNING_PASSWORD_FILE")),
                within=within,
            )
            if url
            else None
        )
        return cls(token_driver=Path(driver) if driver else None, remote=remote, within=within)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStampSettings:
    """The time-stamp authority of this deployment, which serves all its agencies."""

    url: str
    """RFC 3161 over HTTP."""
    within: float = STAMP_SECONDS
    """Seconds for each answer: of this authority, and of the servers that certificates name."""

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "TimeStampSettings | None":
        """None without CONGVAN_TIME_STAMPS: then signatures are PAdES B-B, without stamps.

        Raises `ValueError` for an address that is no http(s) address, and for no seconds at all.
        """
        url = env.get("CONGVAN_TIME_STAMPS")
        if not url:
            return None
        within = float(env.get("CONGVAN_TIME_STAMP_SECONDS", STAMP_SECONDS))
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"CONGVAN_TIME_STAMPS is no http(s) address: {url}")
        if not 0 < within <= STAMP_SECONDS:
            raise ValueError(f"CONGVAN_TIME_STAMP_SECONDS must be above 0, at most {STAMP_SECONDS}")
        return cls(url=url, within=within)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatienceSettings:
    """How long a service waits for somebody who speaks slowly, and for how many at once."""

    head_seconds: float = HEAD_SECONDS
    body_seconds: float = BODY_SECONDS
    connections: int = CONNECTIONS

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "PatienceSettings":
        return cls(
            head_seconds=float(env.get("CONGVAN_HEAD_SECONDS", HEAD_SECONDS)),
            body_seconds=float(env.get("CONGVAN_BODY_SECONDS", BODY_SECONDS)),
            connections=int(env.get("CONGVAN_CONNECTIONS", CONNECTIONS)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """From when on something asks for an operator."""

    relay_behind: timedelta = RELAY_BEHIND
    least_space: int = LEAST_SPACE_MB * 1_000_000
    """Bytes."""

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "WatchSettings":
        behind = float(env.get("CONGVAN_RELAY_BEHIND_SECONDS", RELAY_BEHIND.total_seconds()))
        space = int(env.get("CONGVAN_LEAST_SPACE_MB", LEAST_SPACE_MB))
        return cls(relay_behind=timedelta(seconds=behind), least_space=space * 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    database_url: str
    """postgresql+asyncpg://role:password@host:port/database, and ?ssl=verify-full over a network"""
    host: str
    port: int
    blobs: str
    """URL of the blob store: file:///folder or s3://bucket/prefix"""
    oidc_issuer: str
    oidc_audience: str
    administrators: frozenset[str]
    """Subjects that may load organisations, of whatever agency."""
    keys: Path | None
    """Folder of test keys and pictures, see deploy/local/trial_keys_on_disk.py."""
    engine: EngineSettings
    log: LogSettings
    mail: MailSettings | None = None
    secrets: Path | None = None
    """Folder of secrets shared with other systems: AGENCY-NAME.webhook, AGENCY.pin."""
    devices: DeviceSettings = field(default_factory=DeviceSettings)
    time_stamps: TimeStampSettings | None = None
    patience: PatienceSettings = field(default_factory=PatienceSettings)
    watch: WatchSettings = field(default_factory=WatchSettings)

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "ServiceSettings":
        keys, secrets = env.get("CONGVAN_KEYS"), env.get("CONGVAN_SECRETS")
        administrators = env.get("CONGVAN_ADMINISTRATORS", "").split(",")
        return cls(
            database_url=database_url(env, "CONGVAN_DATABASE_URL"),
            host=env.get("CONGVAN_HOST", "127.0.0.1"),
            port=int(needed(env, "CONGVAN_PORT")),
            blobs=needed(env, "CONGVAN_BLOBS"),
            oidc_issuer=needed(env, "CONGVAN_OIDC_ISSUER"),
            oidc_audience=env.get("CONGVAN_OIDC_AUDIENCE", "congvan"),
            administrators=frozenset(name.strip() for name in administrators if name.strip()),
            keys=Path(keys) if keys else None,
            engine=EngineSettings.read(env),
            log=LogSettings.read(env),
            mail=MailSettings.read(env),
            secrets=Path(secrets) if secrets else None,
            devices=DeviceSettings.read(env),
            time_stamps=TimeStampSettings.read(env),
            patience=PatienceSettings.read(env),
            watch=WatchSettings.read(env),
        )


def needed(env: Mapping[str, str], name: str) -> str:
    """A variable's value; raises SettingMissing."""
    value = env.get(name)
    if not value:
        raise SettingMissing(name)
    return value


def database_url(env: Mapping[str, str], name: str) -> str:
    """A variable's address of a database; raises SettingMissing, SettingUnusable.

    The driver takes none of libpq's words for TLS, and would end with a trace at the first of them.
    """
    url = needed(env, name)
    if not url.startswith(f"{DRIVER}://"):
        raise SettingUnusable(name, f"{ADDRESS}, and it begins otherwise")
    asked = [word for word, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True)]
    if foreign := [word for word in asked if word.startswith("ssl") and word != "ssl"]:
        raise SettingUnusable(
            name,
            f"{ADDRESS}; {', '.join(foreign)} is not known there. Say ssl=verify-full, and name "
            "the root certificate by PGSSLROOTCERT",
        )
    return url
