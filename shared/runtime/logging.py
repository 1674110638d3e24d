"""One stream of log lines: JSON in files, readable on a terminal; never a document's text."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

from shared.runtime.settings import LOGS_BEFORE, LogSettings

QUIET = {"httpx": logging.WARNING, "pyhanko": logging.CRITICAL, "uvicorn.access": logging.WARNING}
"""pyHanko writes tracebacks for every damaged file that it is shown."""


def set_up(process: str, settings: LogSettings) -> None:
    """Route structlog and the standard library's loggers to one handler."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _process_name(process),
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings.level)),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers[:] = [_handler(settings, shared)]
    root.setLevel(settings.level)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True


def _handler(settings: LogSettings, shared: list[Any]) -> logging.Handler:
    last: list[Any] = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    handler: logging.Handler
    if settings.file:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            settings.file, maxBytes=settings.largest, backupCount=LOGS_BEFORE, encoding="utf-8"
        )
    else:
        handler = logging.StreamHandler(sys.stderr)
        if sys.stderr.isatty():
            last = [structlog.dev.ConsoleRenderer()]
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_trace),
                *last,
            ],
        )
    )
    return handler


ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def _trace(exc_info: ExceptionInfo) -> str:
    """Where it happened and what, without the text that was worked on.

    Databases and validators quote rows and inputs from the second line of a message on, and the
    driver quotes an argument in the first.
    """
    told: list[str] = []
    fault: BaseException | None = exc_info[1]
    while fault is not None:
        first = str(fault).partition("\n")[0].partition("query argument $")[0]
        told += traceback.format_tb(fault.__traceback__)
        told.append(f"{type(fault).__qualname__}: {first[:200]}\n")
        inner = getattr(fault, "exceptions", ())
        after = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        fault = after or (inner[0] if inner else None)
    return "".join(told).rstrip()


def _process_name(process: str) -> Any:
    def add(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        event["process"] = process
        return event

    return add
