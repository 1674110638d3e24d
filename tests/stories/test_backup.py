"""The record is taken aside while people work, and brought back on another machine."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from deploy.backup.restoring import restore
from deploy.local.settings import (
    ROLES,
    ROOT,
    Settings,
    port_variable,
    settings_on_free_ports,
)
from deploy.local.troubles import Trouble
from services.cli.organisation_file import content_of, load
from shared.domain.lifecycle import Stage
from tests.deploy.conftest import new_place
from tests.stories.conftest import Done, Town, settled_town
from tests.stories.papers import CLERK, DEPUTY, DRAFTER, OFFICE, SIGN, TEXT
from tests.stories.test_engine_away import checked, signed, submitted
from tests.stories.whole_office import Desk
from tests.support.office import ADMINISTRATOR, LANG_SON
from tests.support.waiting import until


async def congvan(settings: Settings, line: str, *more: str | Path) -> Done:
    """A command of the machine's own operator, who needs no account."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")}
    environ |= {port_variable(name): str(port) for name, port in settings.ports.items()}
    environ |= {"CONGVAN_VAR": str(settings.var), "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    environ |= {"CONGVAN_KEYS": str(settings.keys)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "services.cli", *line.split(), *map(str, more)),
        env=environ,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Done(process.returncode or 0, out.decode(), err.decode())


@asynccontextmanager
async def restored(town: Town, folder: Path) -> AsyncIterator[Town]:
    """Another machine, with the same keys, that was given nothing but the folder."""
    with new_place() as place:
        settings = replace(settings_on_free_ports(place), keys=town.settings.keys)
        done = await congvan(settings, "restore", folder)
        assert (done.code, done.err) == (0, ""), done.err
        assert "văn thư xác nhận số cuối cùng" in done.out
        with pytest.raises(Trouble, match="đã có dữ liệu; chưa phục hồi gì"):
            await restore(settings, folder)
        async with settled_town(settings) as other:
            yield other


def wake_all(town: Town) -> None:
    """As `rebuild --all-open` does; with an empty engine it would come by itself."""
    for service in ROLES:
        town.desk(ADMINISTRATOR).act(service, "/engine/wake", {"case": None, "after": None})


async def issues_by_itself(town: Town) -> None:
    content = content_of(LANG_SON) | {"issue": "automatic"}
    await asyncio.to_thread(load, town.desk(ADMINISTRATOR), content)


async def test_after_more_work_a_backup_is_restored_and_no_number_is_given_twice(
    town: Town, tmp_path: Path
) -> None:
    folder, clerk = tmp_path / "aside", town.person(CLERK)
    under_review, filed, to_issue = await checked(town), await signed(town), await signed(town)
    kept = int((await clerk.issue(filed))["number"])
    await clerk.comes_to(filed, Stage.FILED)
    first = await congvan(town.settings, "backup --out", folder)
    lost = await submitted(town)
    last = int((await clerk.issue(to_issue))["number"])
    assert (first.code, first.err, last) == (0, "", kept + 1)
    modes = {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()}
    assert modes == {0o600}

    async with restored(town, folder) as other:
        await issues_by_itself(other)
        clerk = other.person(CLERK)
        await asyncio.to_thread(wake_all, other)
        await other.person(OFFICE).approve(under_review, "office_review")
        await other.person(DEPUTY).approve(under_review, SIGN)
        for case in (under_review, to_issue):
            await until(partial(waits, clerk, case))
        asked = f"confirm-series VB --as {CLERK} --last {last} --reason"
        done = await congvan(other.settings, asked, "Theo bản lưu giấy.")
        assert (done.code, done.err) == (0, "")
        assert f"số {last:02d} năm" in done.out
        numbers = [await numbered(clerk, case) for case in (under_review, to_issue)]
        assert sorted(numbers) == [last + 1, last + 2]
        proof = await clerk.get("distribution", "/register/verify")
        assert (proof["whole"], proof["faults"]) == (True, [])
        assert "không còn khớp với sổ này" in proof["restores"][0]
        assert (await clerk.tried("distribution", f"/dispatches/{lost}/issue", {}))[0] == 404
        assert await other.person(DRAFTER).drafted(TEXT) != lost
        book = (await clerk.get("distribution", "/register"))["entries"]
        assert [one["lost"] for one in book[kept - 1 :]] == [False, True, False, False]


async def waits(clerk: Desk, case: str) -> bool:
    """Signed, and without a number for the reason that the clerk reads."""
    listed = (await clerk.get("distribution", "/desk"))["waiting"]
    said = [one["because"] or "" for one in listed if one["case"] == case]
    return "Hệ số VB đang đóng" in "".join(said)


async def numbered(clerk: Desk, case: str) -> int:
    parts = await clerk.comes_to(case, Stage.NUMBERED)
    return int(parts["distribution"]["number"].partition("/")[0])
