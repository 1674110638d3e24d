"""The doctor tells what the last regular check of the register found."""

from datetime import UTC, datetime

import pytest

from deploy.local.doctor_register import Checked, newest_checks, told
from deploy.local.findings import Health
from tests.support.server import TEMPLATE, Server

AT = datetime(2026, 11, 27, 19, 3, tzinfo=UTC)


async def test_a_new_deployment_was_not_checked_yet(server: Server) -> None:
    checks = await newest_checks(server.url(TEMPLATE, "distribution"))
    assert checks == []
    assert (told(checks).health, "not checked yet" in told(checks).remark) == (Health.GOOD, True)


@pytest.mark.parametrize(
    ("faults", "health", "said"),
    [
        ((0, 0), Health.GOOD, "whole when last checked, 2026-11-27 19:03 UTC"),
        ((0, 2), Health.BROKEN, "UBNDX: 2 faults; see ./congvan register verify"),
    ],
)
def test_an_agency_s_faults_are_named(faults: tuple[int, int], health: Health, said: str) -> None:
    checks = [
        Checked(agency=agency, ended_at=AT, faults=count)
        for agency, count in zip(("SVHTTDL", "UBNDX"), faults, strict=True)
    ]
    assert (told(checks).health, told(checks).remark) == (health, said)
