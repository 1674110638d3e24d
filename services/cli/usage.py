"""What is said when a command was not written as it should be: Vietnamese, on stderr, exit 2."""

import re
from typing import Any, Final

import typer

from deploy.local.troubles import Trouble
from services.cli.commands.common import complain, errors

PROGRAM: Final = "congvan"
USAGE_CODE: Final = 2
INTERRUPTED: Final = 130
"""Stopped by Ctrl-C."""


def run(app: typer.Typer, arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    try:
        code = app(arguments, prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        _stopped()
        return 1
    except typer.TyperException as fault:
        return _explain(fault)
    except Trouble as trouble:  # an argument that can't be meant
        complain(str(trouble))
        return USAGE_CODE
    if code == INTERRUPTED:
        _stopped()
    return code if isinstance(code, int) else 0


def _stopped() -> None:
    errors.print(
        "Đã dừng. Việc nào đã xong thì giữ nguyên; hãy xem lại rồi chạy lại nếu cần.",
        markup=False,
    )


def _explain(fault: typer.TyperException) -> int:
    context: Any = getattr(fault, "ctx", None)
    if type(fault).__name__ == "NoArgsIsHelpError":
        return USAGE_CODE  # the help itself has been shown
    if context is not None:
        errors.print(context.get_usage().strip(), markup=False)
    complain(sentence(fault))
    path = context.command_path if context is not None else PROGRAM
    errors.print(f"Xem cách dùng: ./{path} --help", markup=False)
    return USAGE_CODE


def sentence(fault: typer.TyperException) -> str:
    """The fault as a Vietnamese sentence; the library has only English ones."""
    option, parameter = getattr(fault, "option_name", None), getattr(fault, "param", None)
    known = {
        "NoSuchOption": f"Không có tùy chọn {option}.",
        "BadOptionUsage": f"Tùy chọn {option} dùng chưa đúng: thiếu hoặc thừa giá trị.",
        "MissingParameter": f"Thiếu {_named(parameter)}.",
        "BadParameter": f"Giá trị của {_named(parameter)} không hợp lệ{_choices(parameter)}.",
    }
    return known.get(type(fault).__name__) or _of_words(fault.format_message())


def _of_words(message: str) -> str:
    """What the library tells by its message only: a wrong command, or too many arguments."""
    if found := re.match(r"No such command '([^']*)'", message):
        return f"Không có lệnh {found[1]}."
    if found := re.search(r"unexpected extra argument\w*\(?s?\)? \((.*)\)", message):
        return f"Thừa đối số: {found[1]}."
    return message


def _named(parameter: Any) -> str:
    if parameter is None:
        return "giá trị"
    if parameter.param_type_name == "option":
        return f"tùy chọn {parameter.opts[0]}"
    return f"đối số {parameter.metavar or parameter.name}"


def _choices(parameter: Any) -> str:
    kinds = getattr(getattr(parameter, "type_descriptor", None), "choices", None)
    named = ", ".join(str(getattr(one, "value", one)) for one in kinds or ())
    return f"; hãy chọn một trong: {named}" if named else ""
