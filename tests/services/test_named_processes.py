"""What `python -m services` is asked for."""

import pytest

from services.__main__ import chosen

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
