"""What a process reads from its environment."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.runtime.settings import (
    MailSettings,
    PatienceSettings,
    ServiceSettings,
    SettingMissing,
    SettingUnusable,
    Tls,
    WatchSettings,
)

NEEDED = {
    "CONGVAN_DATABASE_URL": "postgresql+asyncpg://drafting:x@127.0.0.1/congvan",
    "CONGVAN_PORT": "8001",
    "CONGVAN_BLOBS": "s3://bucket/prefix",
    "CONGVAN_OIDC_ISSUER": "https://issuer.example",
    "CONGVAN_TEMPORAL_ADDRESS": "127.0.0.1:7233",
}


def test_what_is_not_needed_has_a_default() -> None:
    settings = ServiceSettings.read(NEEDED)
    assert (settings.host, settings.port) == ("127.0.0.1", 8001)
    assert settings.oidc_audience == "congvan"
    assert settings.administrators == frozenset()
    assert settings.keys is None
    assert settings.mail is None
    assert settings.secrets is None
    assert settings.engine.namespace == "congvan"
    assert settings.engine.ready_file is None
    assert (settings.log.file, settings.log.level) == (None, "INFO")
    assert settings.patience == PatienceSettings()


def test_what_is_given_is_taken() -> None:
    settings = ServiceSettings.read(
        NEEDED
        | {
            "CONGVAN_HOST": "0.0.0.0",  # noqa: S104 -- a value, nothing listens
            "CONGVAN_ADMINISTRATORS": " lan, minh ,,",
            "CONGVAN_KEYS": "keys",
            "CONGVAN_SECRETS": "secrets",
            "CONGVAN_READY_FILE": "ready",
            "CONGVAN_LOG_FILE": "log",
            "CONGVAN_LOG_LEVEL": "debug",
            "CONGVAN_HEAD_SECONDS": "2.5",
            "CONGVAN_BODY_SECONDS": "60",
            "CONGVAN_CONNECTIONS": "50",
        }
    )
    assert settings.administrators == {"lan", "minh"}
    assert settings.keys == Path("keys")
    assert settings.secrets == Path("secrets")
    assert settings.engine.ready_file == Path("ready")
    assert (settings.log.file, settings.log.level) == (Path("log"), "DEBUG")
    assert settings.patience == PatienceSettings(head_seconds=2.5, body_seconds=60, connections=50)


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("left", ["missing", "empty"])
def test_a_needed_variable_that_is_not_there_is_named(name: str, left: str) -> None:
    env = {key: value for key, value in NEEDED.items() if key != name}
    if left == "empty":
        env[name] = ""
    with pytest.raises(SettingMissing, match=f"the environment variable {name} is not set"):
        ServiceSettings.read(env)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("congvan", "postgresql+asyncpg://ROLE:PASSWORD@HOST:PORT/DATABASE"),
        ("postgres://drafting:x@db/congvan", "begins otherwise"),
        (f"{NEEDED['CONGVAN_DATABASE_URL']}?sslmode=require", "sslmode is not known"),
        (f"{NEEDED['CONGVAN_DATABASE_URL']}?ssl=verify-full&sslrootcert=", "PGSSLROOTCERT"),
    ],
)
def test_an_address_of_a_database_that_the_driver_would_not_take_is_refused_in_a_sentence(
    url: str, said: str
) -> None:
    with pytest.raises(SettingUnusable, match="CONGVAN_DATABASE_URL cannot be used") as refused:
        ServiceSettings.read(NEEDED | {"CONGVAN_DATABASE_URL": url})
    assert said in str(refused.value)
    assert ":x@" not in str(refused.value), "a password is said to whoever reads the log"


def test_an_address_may_ask_for_tls_in_the_drivers_own_word() -> None:
    url = f"{NEEDED['CONGVAN_DATABASE_URL']}?ssl=verify-full"
    assert ServiceSettings.read(NEEDED | {"CONGVAN_DATABASE_URL": url}).database_url == url


MAIL = {"CONGVAN_SMTP_HOST": "mail.example", "CONGVAN_SMTP_FROM": "Sở <van-ban@so.example>"}


def test_a_mail_server_is_spoken_to_in_secret_unless_told_otherwise() -> None:
    settings = ServiceSettings.read(NEEDED | MAIL).mail
    assert settings is not None
    assert (settings.host, settings.port, settings.tls) == ("mail.example", 587, Tls.STARTTLS)
    assert (settings.sender, settings.user) == ("Sở <van-ban@so.example>", "")
    assert settings.password_file is None


@pytest.mark.parametrize(("tls", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_the_port_of_a_mail_server_follows_its_secrecy_or_is_given(tls: str, port: int) -> None:
    usual = MailSettings.read(MAIL | {"CONGVAN_SMTP_TLS": tls})
    given = MailSettings.read(
        MAIL
        | {
            "CONGVAN_SMTP_TLS": tls,
            "CONGVAN_SMTP_PORT": "2525",
            "CONGVAN_SMTP_USER": "van-ban",
            "CONGVAN_SMTP_PASSWORD_FILE": "password",
        }
    )
    assert usual is not None
    assert given is not None
    assert (usual.port, given.port) == (port, 2525)
    assert (given.user, given.password_file) == ("van-ban", Path("password"))


def test_who_names_a_mail_server_names_a_sender_too() -> None:
    with pytest.raises(SettingMissing, match="CONGVAN_SMTP_FROM"):
        MailSettings.read({"CONGVAN_SMTP_HOST": "mail.example"})


def test_from_when_on_something_asks_for_an_operator_is_the_deployments_choice() -> None:
    usual = WatchSettings.read({})
    assert (usual.relay_behind, usual.least_space) == (timedelta(minutes=5), 1_000_000_000)
    env = {"CONGVAN_RELAY_BEHIND_SECONDS": "60", "CONGVAN_LEAST_SPACE_MB": "20000"}
    given = WatchSettings.read(env)
    assert (given.relay_behind, given.least_space) == (timedelta(minutes=1), 20_000_000_000)
