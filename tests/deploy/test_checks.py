"""What `./congvan test` hands on to the tests."""

from deploy.local.checks import environment


def test_tests_hear_what_is_asked_of_them_and_nothing_of_the_callers_own_stack() -> None:
    asked = {"CONGVAN_RECORD": "1", "CONGVAN_REQUIRE_TOOLS": "1"}
    own = {"CONGVAN_VAR": "/srv/congvan", "CONGVAN_APPROVAL_DATABASE_URL": "x", "PYTHONPATH": "/x"}
    told = environment({"HOME": "/root", **asked, **own})
    assert told.items() >= {"HOME": "/root", **asked}.items()
    assert not told.keys() & own.keys()
