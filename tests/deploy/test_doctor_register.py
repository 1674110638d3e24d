"""The doctor tells what the last regular check of the register found."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.local.doctor_register import Checked, examine_register, newest_checks, told
from deploy.local.findings import Health
from deploy.local.settings import HOST, OWNER, ROLES, settings_on_free_ports
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


async def test_a_register_that_cannot_be_asked_for_leads_to_the_page_of_what_is_away(
    place: Path,
) -> None:
    settings = settings_on_free_ports(place)
    nobody = f"postgresql+asyncpg://owner@{HOST}:{settings.ports['postgres']}/congvan"
    outside = dict.fromkeys((OWNER, *ROLES), nobody)
    found = await examine_register(replace(settings, outside_databases=outside), False)
    assert found.read_on == "docs/operations/part-away.md"
