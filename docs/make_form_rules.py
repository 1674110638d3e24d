"""Writes docs/form-check.md from the list of rules: `python -m docs.make_form_rules`."""

from typing import Final

from docs.pages import table, write_or_check
from shared.domain.form_rules import ERROR, FORM_RULES, INFO, WARNING, FormRule

PAGE: Final = "form-check.md"
SEVERITY_WORDS: Final = {ERROR: "error · lỗi", WARNING: "warning · cần xem", INFO: "info · lưu ý"}
TOP: Final = """\
# The form check · Kiểm tra thể thức

Written by `python -m docs.make_form_rules` from `FORM_RULES` in `shared/domain/form_rules.py`:
change it there. A test fails while this page says something else.

Every finding says its rule, where it is (field, and line of a text that was read), in Vietnamese
what to do, its source, and, where that is safe, the words to put instead; `POST
/drafts/{case}/corrections` puts them there. The same rules measure a file at one's own machine,
without account or stack:

    ./congvan parse FILE --check [--agency deploy/organisation/svhttdl-langson.yaml]

With the agency's file its place, abbreviations, units and settings count; without it the text is
measured by itself, and by the rules of its own date. A draft is measured by the rules of the day
on which it was last changed.

In the agency's file a rule is made lighter, never graver, and the agency says what becomes of
errors at submission:

    form_rules: {end_mark_missing: off, as_above_first: info}
    form_errors: office_decides   # else an error must be corrected before the draft is taken

`congvan correct CASE` puts every replacement in place, but for what was acknowledged, and says what
it changed, by which rule.
What is right as it is, the drafter's unit acknowledges with a reason (`congvan acknowledge CASE
FINDING --reason …`, `POST /drafts/{case}/acknowledgements`). The finding stays a finding, an error
stays an error; the reason is gone from view with the finding, or when other words stand there.

What is submitted keeps its findings with these reasons, the name of the rule set and the agency's
settings; all of it goes before the reviewers with the task (`congvan show CASE`).

## The rules · Các quy tắc

"""


def page() -> str:
    """The whole page, with a table of all rules in the order of the sheet."""
    rows = [_row(rule) for rule in FORM_RULES]
    head = ("code", "asks · yêu cầu", "severity · mức độ", "source · căn cứ", "in force · hiệu lực")
    return TOP + table(head, *rows) + "\n"


def _row(rule: FormRule) -> tuple[str, ...]:
    until = f" - {rule.until:%d/%m/%Y}" if rule.until else ""
    days = f"{rule.since:%d/%m/%Y}{until}"
    return (f"`{rule.code}`", rule.asks, SEVERITY_WORDS[rule.severity], rule.source, days)


if __name__ == "__main__":
    write_or_check(PAGE, page)
