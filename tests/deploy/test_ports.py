"""A taken port is told with its holder and the setting that changes it."""

import os
import socket
from pathlib import Path

import pytest

from deploy.local.ports import free_port_near, is_free, refuse_taken_ports
from deploy.local.settings import read_settings, settings_on_free_ports
from deploy.local.troubles import Trouble


def test_a_taken_port_names_part_process_and_variable() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(Trouble) as refused:
            refuse_taken_ports({"drafting": port})
    sentence = str(refused.value)
    assert f"Port {port}, needed for drafting, is taken by process {os.getpid()} (" in sentence
    assert "CONGVAN_DRAFTING_PORT=" in sentence
    assert is_free(port)


def test_the_proposed_port_is_free() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        proposed = free_port_near(taken)
    assert proposed != taken
    assert is_free(proposed)


def test_every_port_and_folder_can_be_moved_by_environment(tmp_path: Path) -> None:
    settings = read_settings({"CONGVAN_VAR": str(tmp_path), "CONGVAN_POSTGRES_PORT": "2345"})
    assert settings.ports["postgres"] == 2345
    assert settings.ports["drafting"] == 8101
    assert settings.keys == tmp_path / "keys"
    assert settings.blobs == f"file://{tmp_path}/blobs"


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_no_port_is_refused_with_its_variable(text: str) -> None:
    with pytest.raises(Trouble, match="CONGVAN_ISSUER_PORT"):
        read_settings({"CONGVAN_ISSUER_PORT": text})


def test_two_parts_on_one_port_are_refused() -> None:
    with pytest.raises(Trouble, match="CONGVAN_DRAFTING_PORT or CONGVAN_APPROVAL_PORT"):
        read_settings({"CONGVAN_DRAFTING_PORT": "9000", "CONGVAN_APPROVAL_PORT": "9000"})


def test_a_real_database_needs_the_url_of_every_role() -> None:
    with pytest.raises(Trouble, match="CONGVAN_DRAFTING_DATABASE_URL"):
        read_settings({"CONGVAN_OWNER_DATABASE_URL": "postgresql+asyncpg://o:p@db/congvan"})


def test_real_servers_leave_no_port_of_our_own_for_them() -> None:
    urls = {
        f"CONGVAN_{role}_DATABASE_URL": "postgresql+asyncpg://o:p@db/congvan"
        for role in ("OWNER", "DRAFTING", "APPROVAL", "DISTRIBUTION")
    }
    outside = {"CONGVAN_TEMPORAL_ADDRESS": "t:7233", "CONGVAN_OIDC_ISSUER": "https://sso.example"}
    settings = read_settings({**urls, **outside})
    assert set(settings.own_ports()) == {"drafting", "approval", "distribution"}
    assert (settings.temporal_address, settings.issuer) == ("t:7233", "https://sso.example")


def test_settings_for_tests_have_ports_of_their_own(tmp_path: Path) -> None:
    ports = settings_on_free_ports(tmp_path).ports
    assert len(set(ports.values())) == len(ports)
