"""What the documentation shows is what there is: files that load, pages for alarms, links."""

import re
from pathlib import Path

import pytest
import yaml

from shared.contracts import views
from shared.domain.alarms import Alarm
from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of
from tests.support.manual import PAGES, blocks

ROOT = Path(__file__).parents[2]
APPROVAL = ROOT / "docs" / "approval.md"
HEADINGS = ["What you see", "What it means", "What to do", "It is over when"]
COMMAND = re.compile(r"^(?:\./congvan|temporal) .*$", re.MULTILINE)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LOCAL_UI = "http://127.0.0.1:8233"


def test_the_routes_of_the_page_for_administrators_are_routes_of_a_file() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", APPROVAL.read_text(encoding="utf-8"), re.DOTALL)
    shown = yaml.load(example, Loader=yaml.BaseLoader)  # noqa: S506 -- as the command line reads files: every value a string
    organisation = read_organisation(content_of(LANG_SON) | shown)
    names = [route.name for route in organisation.routes]
    assert names == ["Luồng chung", "Du lịch, có lấy ý kiến"]


@pytest.mark.parametrize("alarm", Alarm)
def test_every_alarm_has_a_page_that_says_what_to_do_until_it_is_over(alarm: Alarm) -> None:
    text = (ROOT / alarm.page).read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [one for one in headings if one in HEADINGS] == HEADINGS
    assert blocks(alarm.value), "a page without commands"
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert f"| [{alarm}]({alarm}.md) |" in index


@pytest.mark.parametrize("alarm", Alarm)
def test_every_alarm_is_raised_or_named_by_the_code(alarm: Alarm) -> None:
    sources = [*ROOT.glob("workflows/*.py"), *ROOT.glob("shared/runtime/*.py")]
    sources += [*ROOT.glob("deploy/local/*.py"), *ROOT.glob("services/*/*.py")]
    assert any(f"Alarm.{alarm.name}" in one.read_text(encoding="utf-8") for one in sources)


def test_whatever_sets_the_operators_attention_names_an_alarm() -> None:
    setting = [
        one
        for one in ROOT.glob("workflows/*.py")
        if re.search(
            r"NEEDS_ATTENTION\b.*attention|    ask_for_attention\(", one.read_text("utf-8")
        )
    ]
    shown_by = {"attributes.py": "details.py"}
    """What sets it beside the page that says why."""
    assert len(setting) >= 4
    for one in setting:
        page = one.with_name(shown_by.get(one.name, one.name))
        assert "Alarm." in page.read_text(encoding="utf-8"), one.name


@pytest.mark.parametrize("page", [one.stem for one in PAGES.glob("*.md")])
def test_the_commands_of_an_operators_page_are_run_by_a_story(page: str) -> None:
    stories = "".join(one.read_text(encoding="utf-8") for one in ROOT.glob("tests/stories/*.py"))
    assert not blocks(page) or f'"{page}"' in stories, f"{page}.md: follow it in a story"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_no_command_of_an_operators_page_stands_in_a_block_that_is_not_run(page: Path) -> None:
    fenced = FENCED.findall(page.read_text(encoding="utf-8"))
    assert not [block for kind, block in fenced if kind != "sh" and COMMAND.search(block)]


def test_the_links_into_the_ui_are_those_that_the_stack_prints() -> None:
    text = (PAGES / "queries.md").read_text(encoding="utf-8")
    for query in (views.ATTENTION, views.LATE, views.HELD, views.held_by("giam-doc")):
        assert f"]({views.link(LOCAL_UI, 'congvan', query)})" in text
    for query in (views.ATTENTION, views.LATE, views.HELD):
        assert f"`{query}`" in text
    over = [block for block in blocks("fault") if "NeedsAttention" in block]
    assert over == [f"temporal workflow count --query '{views.ATTENTION}'\n"]


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_what_an_operators_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (page.parent / target).exists(), target
