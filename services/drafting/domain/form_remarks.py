"""How a rule of form makes its remark; how grave it is and its source say the rules' list."""

from collections.abc import Iterator

from services.drafting.domain.reading.model import Reading
from services.drafting.domain.replacement import narrow
from services.drafting.domain.text_lines import Line
from shared.document.model import Finding
from shared.domain.form_rules import RULE_OF


def remark(
    code: str,
    field: str,
    message: str,
    *,
    found: str | None = None,
    replacement: str | None = None,
    line: int | None = None,
) -> Finding:
    """A finding about words that stand in a field."""
    rule = RULE_OF[code]
    return Finding(
        code=code,
        severity=rule.severity,
        field=field,
        message=message,
        rule=rule.source,
        line=line,
        found=found,
        replacement=replacement,
    )


def correction(code: str, field: str, message: str, *, old: str, new: str) -> Finding:
    """A finding that knows the right value of the field, narrowed to the words that differ."""
    found, replacement = narrow(old, new)
    return remark(code, field, message, found=found, replacement=replacement)


def remark_at(line: Line, code: str, field: str, message: str, *words: str) -> Finding:
    """A finding at a line; `words` are those that are wrong, and those to put in their place."""
    found, replacement = (*words, None, None)[:2]
    return remark(code, field, message, found=found, replacement=replacement, line=line.number)


def lines_of_field(reading: Reading, field: str) -> Iterator[Line]:
    """The lines in which a field was read, in order."""
    source = reading.sources.get(field)
    numbers = frozenset(source.lines if source else ())
    yield from (line for line in reading.lines if line.number in numbers)
