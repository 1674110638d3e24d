"""The record is taken aside while people work, and brought back on another machine."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from deploy.backup.manifest import newest_manifest, read_manifest, write_manifest
from deploy.backup.restoring import restore
from deploy.local.settings import (
    ROOT,
    Settings,
    port_variable,
    settings_on_free_ports,
)
from deploy.local.stack import LocalStack
from deploy.local.troubles import Trouble
from services.cli.organisation_file import load
from shared.domain.lifecycle import Stage
from tests.deploy.conftest import place
from tests.stories.conftest import Town, addresses_of
from tests.stories.cut_off import (
    Process,
    killed_after_its_last_step,
    killed_within_its_last_step,
)
from tests.stories.papers import CHECK, CHECKER, CLERK, DRAFTER, OFFICE, REVIEW, TEXT
from tests.stories.test_engine_away import signed, submitted
from tests.stories.whole_office import Desk
from tests.support.manual import Reader, blocks, following
from tests.support.office import ADMINISTRATOR, LANG_SON, content_of
from tests.support.waiting import until

__all__ = ["place"]

CUT_OFF: Final = (killed_within_its_last_step, killed_after_its_last_step)
"""Begun again after each, it meets what that one left: a database beside that is filled, in the
place of the empty one or before it is there; and all that it had to bring. The ordinary
run meets the last of them."""


@asynccontextmanager
async def restoring(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """The command as a process of its own, that does not outlive its story."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")}
    environ |= {port_variable(name): str(port) for name, port in settings.ports.items()}
    environ |= {"CONGVAN_VAR": str(settings.var), "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "services.cli", "restore", str(folder)),
        env=environ,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@asynccontextmanager
async def restored(town: Town, page: Reader, *, thorough: bool) -> AsyncIterator[Town]:
    """As the page says, in the place of the data that were moved away; the keys are the same."""
    folder = page.folder.parent / "aside"
    await page.next()
    all_of_it, blobs = moving(page)
    await page.run(all_of_it)
    page.settings = settings = settings_on_free_ports(page.folder / "var")
    assert kept_keys(settings) == kept_keys(town.settings)
    await refused_beside_another_engine(settings, folder, town.settings)
    for killed in CUT_OFF if thorough else CUT_OFF[-1:]:
        async with restoring(settings, folder) as process:
            await killed(settings, process)
    said = await page.next()
    assert "đã được phục hồi trọn vẹn từ lần trước" in said
    assert "văn thư xác nhận số cuối cùng" in said
    await refused_beside_other_data(settings, folder)
    await page.run(blobs)
    async with stood_up(settings, town) as other:
        yield other


@asynccontextmanager
async def stood_up(settings: Settings, town: Town) -> AsyncIterator[Town]:
    """The same people at a stack that has all it needs; its agency has numbers given by itself."""
    addresses = addresses_of(settings)
    with ExitStack() as desks:
        async with LocalStack(settings) as stack:
            other = replace(
                town, settings=settings, stack=stack, addresses=addresses, desks=desks, tokens={}
            )
            changed = {**content_of(LANG_SON), "issue": "automatic"}
            await asyncio.to_thread(load, other.desk(ADMINISTRATOR), changed)
            yield other


def moving(page: Reader) -> list[str]:
    """The larger disk's page moves everything or the blobs alone; both are done here."""
    larger = page.folder.parent / "larger"
    larger.mkdir()
    page.named["LARGER"] = str(larger)
    return [block for block in blocks("disk") if "$LARGER" in block]


def kept_keys(settings: Settings) -> dict[str, bytes]:
    files = [one for one in settings.keys.rglob("*") if one.is_file()]
    return {str(one.relative_to(settings.keys)): one.read_bytes() for one in files}


async def refused_beside_another_engine(
    settings: Settings, folder: Path, running: Settings
) -> None:
    address, namespace = running.temporal_address, running.namespace
    taken = replace(settings, outside_temporal=address, namespace=namespace)
    with pytest.raises(Trouble, match=f"luồng trong namespace {namespace}; chưa phục hồi gì"):
        await restore(taken, folder)


async def refused_beside_other_data(settings: Settings, folder: Path) -> None:
    """A later backup is not brought into what an earlier one has filled."""
    kept = read_manifest(newest_manifest(folder))
    later = write_manifest(folder, replace(kept, at=kept.at + timedelta(seconds=1)))
    with pytest.raises(Trouble, match="đã có dữ liệu; chưa phục hồi gì"):
        await restore(settings, folder)
    later.unlink()


async def test_after_more_work_a_backup_is_restored_and_no_number_is_given_twice(
    town: Town, place: Path, thorough: bool
) -> None:
    clerk, here = town.person(CLERK), place / "here"
    here.mkdir()
    under_review, filed, to_issue = await asyncio.gather(
        submitted(town), signed(town), signed(town)
    )
    kept = int((await clerk.issue(filed))["number"])
    await clerk.comes_to(filed, Stage.FILED)
    sealed = await clerk.file("distribution", f"/dispatches/{filed}/pdf")
    with following("backup", town.settings, here) as page:
        await page.next()
        lost = await town.person(DRAFTER).drafted(TEXT)
        last = int((await clerk.issue(to_issue))["number"])
        assert last == kept + 1
        files = [one for one in (place / "aside").rglob("*") if one.is_file()]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        async with restored(town, page, thorough=thorough) as other:
            await page.rest()
            clerk, drafter = other.person(CLERK), other.person(DRAFTER)
            await other.person(CHECKER).approve(under_review, CHECK)
            await other.person(OFFICE).task(under_review, REVIEW)
            await until(partial(waits, clerk, to_issue))
            await confirmed(other, here, last)
            assert await numbered(clerk, to_issue) == last + 1
            assert await clerk.file("distribution", f"/dispatches/{filed}/pdf") == sealed
            assert (await drafter.tried("drafting", f"/drafts/{lost}/submit"))[0] == 404
            assert await drafter.drafted(TEXT) != lost
            book = (await clerk.get("distribution", "/register"))["entries"]
            assert [one["lost"] for one in book[kept - 1 :]] == [False, True, False]


async def confirmed(town: Town, folder: Path, last: int) -> None:
    """By the page of the alarm, which is over then."""
    with following("series-closed", town.settings, folder, LAST=str(last)) as page:
        closed = closed_series(await page.next())
        assert f"số {last:02d} năm" in await page.next()
        said = await page.next()
        assert closed_series(said) == closed - 1
        assert "Sổ nguyên vẹn" in said
        assert "không còn khớp với sổ này" in said


def closed_series(status: str) -> int:
    """Other stories may have used other series."""
    found = re.search(r"^series-closed .* (\d+) series of", status, re.MULTILINE)
    return int(found[1]) if found else 0


async def waits(clerk: Desk, case: str) -> bool:
    """Signed, and without a number for the reason that the clerk reads."""
    listed = (await clerk.get("distribution", "/desk"))["waiting"]
    said = [one["because"] or "" for one in listed if one["case"] == case]
    return "Hệ số VB đang đóng" in "".join(said)


async def numbered(clerk: Desk, case: str) -> int:
    parts = await clerk.comes_to(case, Stage.NUMBERED)
    return int(parts["distribution"]["number"].partition("/")[0])
