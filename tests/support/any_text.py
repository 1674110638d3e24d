"""Any text in each place of a request that is otherwise right, said by somebody who may.

The ordinary run takes a few texts for each place, always the same; `--thorough` many.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from tests.support import rights
from tests.support.office import Office
from tests.support.refusals import assert_told
from tests.support.rights import Ask

FEW, MANY = 2, 50
"""Texts for each place."""
ODD: Final = (
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202eabc",
    "\u2066\u2069",
    "e\u0323\u0302\u0301",
    "\u0301",
    "dòng\r\nkhác",
    "\n",
    " \t\u00a0\u3000",
    "\ufeff",
    "\U0010ffff",
    "%_\\",
    "=1+1",
    "x" * 50_000,
    "ế" * 9_999,
    "",
)
TEXTS: Final = st.sampled_from(ODD) | st.text() | st.text(st.sampled_from("".join(ODD[:-3])))
"""What people paste, and what nobody types; a lone surrogate is one that JSON can write."""
QUIETLY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
HTTP_FORBIDS: Final = re.compile(rb"[\0\r\n]")
"""In a header."""
LINE: Final = 2000
"""Letters of a text before the body, for the door takes no long heads."""
ONCE: Final = "POST /organisations/versions"
"""One for all three services: drafting answers for the others."""
Place = tuple[str | int, ...]
Schema = Mapping[str, Any]


def places(said: Any, at: Place = ()) -> Iterator[Place]:
    """Where something said has texts; of a list the first item stands for all."""
    if isinstance(said, str):
        yield at
    elif isinstance(said, Mapping):
        for name, value in said.items():
            yield from places(value, (*at, name))
    elif isinstance(said, list | tuple) and said:
        yield from places(said[0], (*at, 0))


def described(schemas: Schema, schema: Schema, at: Place) -> Iterator[Place]:
    """Where a description takes a text of any kind, also where nobody is bound to say one."""
    schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if schema.get("type") == "string" and not {"pattern", "enum", "format"} & set(schema):
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from described(schemas, inner, (*at, name))
    for option in schema.get("anyOf", ()):
        yield from described(schemas, option, at)
    if "items" in schema:
        yield from described(schemas, schema["items"], (*at, 0))


def replaced(said: Any, place: Place, text: str) -> Any:
    """What was said, with another text at a place that it may lack."""
    if not place:
        return text
    first, rest = place[0], place[1:]
    if isinstance(first, str):
        return {**(said or {}), first: replaced((said or {}).get(first), rest, text)}
    return [replaced(said[0] if said else None, rest, text), *(said or ())[1:]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who may ask, heard from a thread beside the loop of the service."""

    client: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop

    def say(self, ask: Ask, said: Mapping[str, Any]) -> httpx.Response:
        request = asyncio.run_coroutine_threadsafe(self._say(ask, said), self.loop)
        return request.result()

    async def _say(self, ask: Ask, said: Mapping[str, Any]) -> httpx.Response:
        method, path = ask.route.split(" ")
        words = {part: _of_a_head(said[part]) for part in ("path", "query", "header")}
        where = path.format_map({name: quote(one, "") for name, one in words["path"].items()})
        url = f"{where}?{urlencode(words['query'])}" if words["query"] else where
        headers = [
            (name.encode(), HTTP_FORBIDS.sub(b" ", one)) for name, one in words["header"].items()
        ]
        return await self.client.request(method, url, headers=headers, **_body(ask, said))


def _body(ask: Ask, said: Mapping[str, Any]) -> Mapping[str, Any]:
    if ask.files:
        ((field, (_name, *content)),) = ask.files.items()
        name = said["file"].encode(errors="replace").decode()
        form = {name: _of_a_form(one) for name, one in said["form"].items()}
        return {"data": form, "files": {field: (name, *content)}}
    if ask.content is not None:
        return {"content": ask.content}
    return {"content": json.dumps(said["json"]).encode()} if "json" in said else {}


def _of_a_form(said: Any) -> Any:
    return _bytes(said) if isinstance(said, str) else [_bytes(one) for one in said]


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _of_a_head(said: Mapping[str, str]) -> dict[str, bytes]:
    return {name: _bytes(text[:LINE]) for name, text in said.items()}


def said_by(ask: Ask) -> dict[str, Any]:
    """The right request, by the parts that hold texts."""
    kind = "application/json" if ask.content is None else ask.media_type
    headers = {"If-Match": "*"} | ({} if ask.files else {"Content-Type": kind})
    said: dict[str, Any] = {"path": ask.of, "query": ask.query, "header": headers}
    if ask.files:
        ((name, *_content),) = ask.files.values()
        return said | {"form": ask.body or {}, "file": name}
    return said if ask.body is None else said | {"json": ask.body}


def places_of(description: Schema, ask: Ask) -> list[Place]:
    """Where the request has texts and where the service's description takes some."""
    method, path = ask.route.split(" ")
    operation = description["paths"][path][method.lower()]
    schemas = description["components"]["schemas"]
    found = [one for one in places(said_by(ask)) if one[0] in {"path", "query", "json", "file"}]
    for one in operation.get("parameters", ()):
        found += described(schemas, one["schema"], (one["in"], one["name"]))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        part = {"application/json": "json", "multipart/form-data": "form"}.get(kind)
        if part:
            found += described(schemas, content["schema"], (part,))
    return [one for one in dict.fromkeys(found) if one != ("form", *(ask.files or ()))]


def _ask_all_with_any_text(said: Iterable[tuple[Speaker, Ask, list[Place]]], texts: int) -> None:
    """In one thread: Hypothesis looks through all of the memory in each new one."""
    for speaker, ask, every in said:
        for number, place in enumerate(every):
            _ask_with_any_text_at(place, number, speaker, ask, texts)


def _ask_with_any_text_at(
    place: Place, number: int, speaker: Speaker, ask: Ask, texts: int
) -> None:
    said = said_by(ask)

    @seed(number)
    @settings(QUIETLY, max_examples=texts)
    @given(TEXTS)
    def say(text: str) -> None:
        note(f"{ask.route} at {place}")
        assert_told(speaker.say(ask, replaced(said, place, text)))

    say()


async def ask_with_any_text(
    office: Office, service: str, asks: Iterable[Ask], *, thorough: bool
) -> int:
    """Each place of every route's request in turn; how many there are. Nothing is kept.

    Those before the query mean the same on every route and are asked on the first that has them.
    """
    await rights.keep_nothing(office, service)
    description, may = office.description(service), rights.who_may(service)
    loop, heads, said = asyncio.get_running_loop(), set[Place](), []
    async with AsyncExitStack() as clients:
        for ask in asks:
            if ask.route == ONCE and service != "drafting":
                continue
            every = [one for one in places_of(description, ask) if one not in heads]
            heads |= {one for one in every if one[0] in {"path", "header"}}
            client = await clients.enter_async_context(office.client(service, may[ask.route]))
            said.append((Speaker(client, loop), ask, every))
        await asyncio.to_thread(_ask_all_with_any_text, said, MANY if thorough else FEW)
    return sum(len(every) for _, _, every in said)
