"""The embedded PostgreSQL's data: made whole, readable by its account, never misread."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.local_secrets import keep_secrets
from deploy.local.postgres import made_by, postgres_part, prepare_data, stop_left_over_server
from deploy.local.postgres_home import data_folder, find_home
from deploy.local.settings import Settings, settings_on_free_ports
from deploy.local.supervisor import Supervisor
from deploy.local.troubles import Trouble
from tests.deploy.conftest import new_place
from tests.deploy.small_parts import is_alive


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


@pytest.fixture(scope="module")
def made() -> Iterator[Settings]:
    """Data that were made where a first start had been interrupted."""
    with new_place() as place:
        (place / "postgres.new" / "base").mkdir(parents=True)
        (place / "postgres").mkdir()
        settings = settings_on_free_ports(place)
        prepare_data(find_home(place), keep_secrets(settings)["postgres"])
        yield settings


def test_an_interrupted_first_start_is_begun_again(made: Settings) -> None:
    assert made_by(made.var / "postgres") == "18"
    assert not (made.var / "postgres.new").exists()


def test_data_of_another_version_are_refused_and_kept(place: Path) -> None:
    home = find_home(place)
    (place / "postgres").mkdir()
    (place / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 17.*pg_dump"):
        prepare_data(home, "secret")
    assert (place / "postgres" / "PG_VERSION").exists()


def test_a_process_that_only_reuses_the_number_is_left_alone(place: Path) -> None:
    data = place / "postgres"
    data.mkdir()
    with subprocess.Popen(["sleep", "60"]) as bystander:
        (data / "postmaster.pid").write_text(f"{bystander.pid}\n{data}\n")
        stop_left_over_server(data)
        assert is_alive(bystander.pid)
        bystander.kill()


async def test_a_stopped_server_leaves_clean_data(made: Settings) -> None:
    supervisor = Supervisor([postgres_part(made, keep_secrets(made))], tell=lambda _news: None)
    await supervisor.start()
    if os.geteuid() == 0:
        assert owner_of(supervisor.pid("postgres")) != 0
    supervisor.kill("postgres", signal.SIGINT)
    await supervisor.wait_ready("postgres")
    await supervisor.stop()
    assert not (made.var / "postgres" / "postmaster.pid").exists()
    assert "database system is shut down" in (made.logs / "postgres.log").read_text()


async def test_other_secrets_than_the_data_were_made_with_are_told(made: Settings) -> None:
    others = dict.fromkeys(keep_secrets(made), "guess")
    with pytest.raises(Trouble, match=r"secrets\.json"):
        await Supervisor([postgres_part(made, others)], tell=lambda _news: None).start()


def test_data_move_where_the_account_can_enter_and_stay_in_var_where_it_can(
    place: Path,
) -> None:
    closed = place / "closed" / "var"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    elsewhere = place / "lib"
    moved = data_folder(closed, system_folder=elsewhere)
    if os.geteuid() == 0:
        assert moved.is_relative_to(elsewhere)
        home = find_home(closed, system_folder=elsewhere)
        prepare_data(home, "secret")
        assert made_by(moved) == "18"
    else:
        assert moved == closed / "postgres"
    assert data_folder(place, system_folder=elsewhere) == place / "postgres"
