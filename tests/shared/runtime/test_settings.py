"""What a process reads from its environment."""

from pathlib import Path

import pytest

from shared.runtime.settings import ServiceSettings, SettingMissing

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
    assert settings.engine.namespace == "congvan"
    assert settings.engine.ready_file is None
    assert (settings.log.file, settings.log.level) == (None, "INFO")


def test_what_is_given_is_taken() -> None:
    settings = ServiceSettings.read(
        NEEDED
        | {
            "CONGVAN_HOST": "0.0.0.0",  # noqa: S104 -- a value, nothing listens
            "CONGVAN_ADMINISTRATORS": " lan, minh ,,",
            "CONGVAN_KEYS": "keys",
            "CONGVAN_READY_FILE": "ready",
            "CONGVAN_LOG_FILE": "log",
            "CONGVAN_LOG_LEVEL": "debug",
        }
    )
    assert settings.administrators == {"lan", "minh"}
    assert settings.keys == Path("keys")
    assert settings.engine.ready_file == Path("ready")
    assert (settings.log.file, settings.log.level) == (Path("log"), "DEBUG")


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("left", ["missing", "empty"])
def test_a_needed_variable_that_is_not_there_is_named(name: str, left: str) -> None:
    env = {key: value for key, value in NEEDED.items() if key != name}
    if left == "empty":
        env[name] = ""
    with pytest.raises(SettingMissing, match=f"the environment variable {name} is not set"):
        ServiceSettings.read(env)
