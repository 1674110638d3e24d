"""The doctor names a driver that is not there, and what is set."""

from pathlib import Path

import pytest

from deploy.local.doctor_devices import _ending, examine_devices
from deploy.local.findings import Health
from shared.runtime.clock import SystemClock
from tests.support.server import TEMPLATE, Server

REMOTE = {
    "CONGVAN_REMOTE_SIGNING": "https://ky.example/csc/v2",
    "CONGVAN_REMOTE_SIGNING_USER": "congvan",
    "CONGVAN_REMOTE_SIGNING_PASSWORD_FILE": "/run/secrets/csc",
}


def test_devices_are_not_needed() -> None:
    assert examine_devices({}).health is Health.ABSENT


def test_a_driver_that_is_not_there_is_broken(tmp_path: Path) -> None:
    found = examine_devices({"CONGVAN_TOKEN_DRIVER": str(tmp_path / "none.so")})
    assert (found.health, "CONGVAN_TOKEN_DRIVER" in found.remark) == (Health.BROKEN, True)


def test_what_is_set_is_shown(tmp_path: Path) -> None:
    driver = tmp_path / "driver.so"
    driver.touch()
    found = examine_devices(REMOTE | {"CONGVAN_TOKEN_DRIVER": str(driver)})
    assert (found.health, found.address) == (
        Health.GOOD,
        f"{driver}, https://ky.example/csc/v2",
    )


def test_a_service_without_a_login_is_told() -> None:
    found = examine_devices({"CONGVAN_REMOTE_SIGNING": "https://ky.example/csc/v2"})
    assert found.health is Health.BROKEN
    assert "CONGVAN_REMOTE_SIGNING_USER" in found.remark


@pytest.mark.parametrize("service", ["approval", "distribution"])
async def test_each_service_tells_of_its_certificates(server: Server, service: str) -> None:
    assert await _ending(server.url(TEMPLATE, service), service, SystemClock().now()) == []
