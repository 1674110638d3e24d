"""What the documentation shows of an agency's file is a file that loads."""

import re
from pathlib import Path

import yaml

from shared.runtime.organisations import read_organisation
from tests.support.agencies import LANG_SON, content_of

PAGE = Path(__file__).parents[2] / "docs" / "approval.md"


def test_the_routes_of_the_page_for_administrators_are_routes_of_a_file() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shown = yaml.load(example, Loader=yaml.BaseLoader)  # noqa: S506 -- as the command line reads files: every value a string
    organisation = read_organisation(content_of(LANG_SON) | shown)
    names = [route.name for route in organisation.routes]
    assert names == ["Luồng chung", "Du lịch, có lấy ý kiến"]
