"""What `python -m services` is asked for, and what it says where it cannot do it."""

from pathlib import Path

import pytest

from services.__main__ import OWNER_URL, chosen, main

INSTANT = "2026-11-28T01:23:45+00:00"


def test_the_services_of_one_database_may_be_named_before_or_after_the_instant() -> None:
    for line in (f"restored drafting --backup {INSTANT}", f"restored --backup {INSTANT} drafting"):
        said = chosen(line.split())
        assert (said.services, said.backup.isoformat()) == (["drafting"], INSTANT)
    assert chosen(["migrate"]).services == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("restored", "needs --backup"),
        (f"migrate --backup {INSTANT}", "needs --backup"),
        ("restored --backup 2026-11-28T01:23:45", "with its zone"),
        ("migrate portal", "no service is called portal"),
        ("drafting approval", "a process is one service"),
    ],
)
def test_what_makes_no_sense_ends_with_a_sentence(
    line: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        chosen(line.split())
    assert why in capsys.readouterr().err


def test_an_address_with_a_word_that_the_driver_does_not_know_ends_with_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "postgresql+asyncpg://owner:hidden@127.0.0.1:1/congvan?sslmode=require"
    for line in ("migrate", f"restored --backup {INSTANT}"):
        assert main(line.split(), {OWNER_URL: url}) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert f"{OWNER_URL} cannot be used" in said
        assert "hidden" not in said


@pytest.mark.parametrize(
    ("asked", "why"), [("", "Connect call failed"), ("?ssl=verify-full", "root certificate file")]
)
def test_a_database_that_lets_nobody_in_ends_with_a_sentence_without_the_password(
    asked: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # where the driver looks for a certificate
    url = f"postgresql+asyncpg://owner:hidden@127.0.0.1:1/congvan{asked}"
    for line in ("migrate", f"restored --backup {INSTANT}"):
        assert main(line.split(), {OWNER_URL: url}) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert why in said
        assert "see that this address is right" in said
        assert "hidden" not in said
