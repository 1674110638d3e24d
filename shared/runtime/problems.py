"""Every "no" and every fault as RFC 9457 problem details; never a stack trace."""

import random
from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.domain.devices import DeviceAway
from shared.domain.refusals import (
    Invalid,
    NotYours,
    Refusal,
    Stale,
    TooLarge,
    TooOften,
    Unknown,
    WrongMoment,
)
from shared.runtime.faults import AWAY
from shared.runtime.identity import Unauthenticated
from shared.runtime.sentences import request_faults, unreadable_body

STATUS: Final[Mapping[type[Refusal], int]] = {
    Unknown: 404,
    NotYours: 403,
    WrongMoment: 409,
    Stale: 412,
    Invalid: 422,
    TooLarge: 413,
    TooOften: 429,
}
RETRY_AFTER_SECONDS: Final = (3, 8)
"""Everybody is sent away for a time of their own, so that they do not come back together."""
READING: Final = frozenset({"GET", "HEAD"})
AWAY_IN_READING: Final = "Hệ thống tạm thời gián đoạn; hãy thử lại sau ít giây."
AWAY_IN_AN_ACT: Final = (
    "Hệ thống tạm thời gián đoạn, chưa rõ việc này đã được ghi hay chưa. Hãy gửi lại sau ít giây "
    "với cùng khóa Idempotency-Key (không ghi hai lần), hoặc xem lại hồ sơ trước khi làm lại."
)
"""An act may be kept although the answer of its commit was lost on the way."""

log = structlog.get_logger(__name__)


def install(app: FastAPI) -> None:
    """Teach an app to answer in problem details."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(Unauthenticated, unauthenticated)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    app.add_exception_handler(DeviceAway, _device_away)
    for fault in AWAY:
        app.add_exception_handler(fault, away)


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """`detail` is Vietnamese for people; `title` and `code` are English for machines."""
    body = _details(status, code, title, detail, errors)
    request = structlog.contextvars.get_contextvars().get("request")
    if request:
        body["instance"] = f"urn:congvan:request:{request}"
    return JSONResponse(
        body, status, headers=dict(headers or {}), media_type="application/problem+json"
    )


def refused(refusal: Refusal) -> dict[str, Any]:
    """The problem details of a refusal, for answers that hold several."""
    return _details(
        status_of(refusal), refusal.code, refusal.title, refusal.sentence, refusal.details
    )


def status_of(refusal: Refusal) -> int:
    return next(status for kind, status in STATUS.items() if isinstance(refusal, kind))


def _details(
    status: int, code: str, title: str, detail: str, errors: Mapping[str, str] | None
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"urn:congvan:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = [{"field": field, "message": text} for field, text in errors.items()]
    return body


async def _refused(_request: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, Refusal)  # noqa: S101 -- installed for this class only
    status = status_of(refusal)
    log.info("request.refused", code=refusal.code, status=status)
    wait = {"Retry-After": str(refusal.wait)} if isinstance(refusal, TooOften) else None
    return problem(
        status,
        refusal.code,
        refusal.title,
        refusal.sentence,
        errors=refusal.details,
        headers=wait,
    )


async def unauthenticated(_request: Request, why: Exception) -> JSONResponse:
    return problem(
        401,
        "unauthenticated",
        str(why),
        "Chưa đăng nhập, hoặc phiên đăng nhập không hợp lệ hay đã hết hạn; hãy đăng nhập lại.",
        headers={"WWW-Authenticate": 'Bearer realm="congvan"'},
    )


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- installed for this class only
    return problem(
        422,
        "malformed",
        "The request does not have the documented shape",
        "Yêu cầu không đúng dạng; sửa các chỗ nêu dưới đây rồi gửi lại.",
        errors=request_faults(error.errors()),
    )


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 -- installed for this class only
    sentences = {
        400: unreadable_body(error.__cause__),
        404: "Không có địa chỉ này.",
        405: "Địa chỉ này không nhận cách gọi này.",
    }
    return problem(
        error.status_code,
        f"http_{error.status_code}",
        str(error.detail),
        sentences.get(error.status_code, "Yêu cầu không hợp lệ."),
        headers=error.headers,
    )


async def away(request: Request, fault: Exception) -> JSONResponse:
    log.warning("request.away", fault=type(fault).__name__)
    return problem(
        503,
        "away",
        "Infrastructure is away",
        AWAY_IN_READING if request.method in READING else AWAY_IN_AN_ACT,
        headers=_later(),
    )


async def _device_away(_request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, DeviceAway)  # noqa: S101 -- installed for this class only
    log.warning("request.device_away", code=fault.code)
    return problem(503, fault.code, "The device is away", fault.sentence, headers=_later())


def _later() -> Mapping[str, str]:
    seconds = random.randint(*RETRY_AFTER_SECONDS)  # noqa: S311 -- no secret
    return {"Retry-After": str(seconds)}


async def _broken(_request: Request, fault: Exception) -> JSONResponse:
    log.error("request.broken", exc_info=fault)
    request = structlog.contextvars.get_contextvars().get("request")
    return problem(
        500,
        "broken",
        "Internal error",
        "Hệ thống gặp lỗi; hãy báo quản trị viên kèm mã yêu cầu.",
        headers={"X-Request-Id": request} if request else None,  # the door is behind this answer
    )
