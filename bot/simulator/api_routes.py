"""The JSON API of the page; tests and demonstrations drive the simulator through it as well."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.citizen_side import File, send, send_files
from bot.simulator.foreign_webhook import post_foreign
from bot.simulator.inbound import KindError
from bot.simulator.samples import voice_note
from bot.simulator.simulator import Simulator

Endpoint = Callable[[Request], Awaitable[Response]]
# Shown inside the page; anything else a browser only offers for download.
SHOWN = ("image/jpeg", "image/png", "image/webp", "audio/ogg", "video/mp4", "application/pdf")
LONGEST_WAIT = 25.0
LONGEST_VOICE = 120


class PhoneApi:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def routes(self) -> list[BaseRoute]:
        listed: list[tuple[str, Endpoint, str]] = [
            ("/state", self.state, "GET"),
            ("/events", self.events, "GET"),
            ("/citizens", self.list_citizens, "GET"),
            ("/citizens", self.add_citizen, "POST"),
            ("/citizens/{citizen:int}/messages", self.list_messages, "GET"),
            ("/citizens/{citizen:int}/messages", self.send_message, "POST"),
            ("/citizens/{citizen:int}/files", self.send_files, "POST"),
            ("/citizens/{citizen:int}/voice", self.send_voice, "POST"),
            ("/citizens/{citizen:int}/read", self.read, "POST"),
            ("/media/{media_id}", self.show_media, "GET"),
            ("/faults", self.get_faults, "GET"),
            ("/faults", self.set_faults, "POST"),
            ("/webhook", self.foreign_webhook, "POST"),
            ("/boundaries", self.boundaries, "GET"),
        ]
        return [Route("/api" + path, _answering(endpoint), methods=[verb]) for path, endpoint, verb in listed]

    async def state(self, request: Request) -> Response:
        """Everything the page needs at its start, and the event number from which to go on."""
        feed = self._simulator.feed
        start = {"epoch": feed.epoch, "newest": feed.newest}
        return JSONResponse({**start, **await run_in_threadpool(self._state)})

    async def events(self, request: Request) -> Response:
        """Long poll: what happened after `after`, at the latest after `wait` seconds.

        `open` lists the chats that the page shows; `reset` in the answer asks the page to start anew.
        """
        query, feed = request.query_params, self._simulator.feed
        after, shown = int(query.get("after", 0)), query.get("open", "").split(",")
        await run_in_threadpool(self._simulator.watch, [int(one) for one in shown if one.isdigit()])
        if query.get("epoch", feed.epoch) == feed.epoch:
            # A server that stops cancels what is under way; an open page shall not fill its log then.
            with contextlib.suppress(asyncio.CancelledError):
                await feed.wait(after, min(float(query.get("wait", 0)), LONGEST_WAIT))
            events = feed.since(after)
            if events is not None:
                return JSONResponse({"newest": after + len(events), "events": events})
        return JSONResponse({"reset": True})

    async def list_citizens(self, request: Request) -> Response:
        citizens = await run_in_threadpool(self._simulator.citizens.all)
        return JSONResponse([citizen.as_json() for citizen in citizens])

    async def add_citizen(self, request: Request) -> Response:
        body = await _json(request)
        names = ("name", "identity", "phone", "user_id")
        defaults = {"name": "", "identity": "both"}
        values = [str(body.get(name) or defaults.get(name, "")) for name in names]
        citizen = await run_in_threadpool(self._simulator.citizens.add, *values)
        self._simulator.welcome(citizen)
        return JSONResponse(citizen.as_json(), status_code=201)

    async def list_messages(self, request: Request) -> Response:
        messages = await run_in_threadpool(self._simulator.chats.of, request.path_params["citizen"])
        return JSONResponse([message.as_json() for message in messages])

    async def send_message(self, request: Request) -> Response:
        body = await _json(request)
        return await self._send(request, str(body.get("type", "text")), body)

    async def send_files(self, request: Request) -> Response:
        """Send every `file` of a form as a message of its own; the caption goes with the first."""
        async with request.form(max_files=30) as form:
            fields = _fields(form)
            contents = [await _content(file) for file in form.getlist("file") if isinstance(file, UploadFile)]
        return await self._send_all(request, str(form.get("kind") or "image"), contents, fields)

    async def send_voice(self, request: Request) -> Response:
        """Send a silent voice note of so many `seconds`, for a machine without microphone."""
        seconds = min(max(int((await _json(request)).get("seconds", 3)), 1), LONGEST_VOICE)
        note = (voice_note(seconds), "audio/ogg; codecs=opus", None)
        return await self._send_all(request, "voice", [note], {})

    async def read(self, request: Request) -> Response:
        """The citizen opens the chat for a moment."""
        await run_in_threadpool(self._simulator.receipts.read, request.path_params["citizen"])
        return Response(status_code=204)

    async def show_media(self, request: Request) -> Response:
        media = await run_in_threadpool(self._simulator.media.find, request.path_params["media_id"])
        if media is None:
            return Response(status_code=404)
        plain = media.mime_type.split(";")[0]
        shown = plain if plain in SHOWN else "application/octet-stream"
        return FileResponse(self._simulator.media.file(media), media_type=shown)

    async def get_faults(self, request: Request) -> Response:
        return JSONResponse(vars(self._simulator.faults.now()))

    async def set_faults(self, request: Request) -> Response:
        self._simulator.faults.set(await _json(request))
        return await self.get_faults(request)

    async def foreign_webhook(self, request: Request) -> Response:
        """Sign and post a webhook written by the caller, as it is."""
        await run_in_threadpool(post_foreign, self._simulator, await _json(request))
        return Response(status_code=202)

    async def boundaries(self, request: Request) -> Response:
        """The districts for the map, 404 for a region without them."""
        path = self._simulator.config.boundaries
        if not path.is_file():
            return JSONResponse({"error": "Peta wilayah tidak ada"}, status_code=404)
        return FileResponse(path, media_type="application/geo+json")

    async def _send(self, request: Request, kind: str, fields: dict[str, Any]) -> Response:
        message = await run_in_threadpool(send, self._simulator, request.path_params["citizen"], kind, fields)
        return JSONResponse(message.as_json(), status_code=201)

    async def _send_all(
        self, request: Request, kind: str, files: list[File], fields: dict[str, Any]
    ) -> Response:
        citizen = request.path_params["citizen"]
        sent = await run_in_threadpool(send_files, self._simulator, citizen, kind, files, fields)
        return JSONResponse([message.as_json() for message in sent], status_code=201)

    def _state(self) -> dict[str, Any]:
        simulator = self._simulator
        citizens = simulator.citizens.all()
        messages = [message.as_json() for citizen in citizens for message in simulator.chats.of(citizen.id)]
        typing = {citizen.id: simulator.presence.typing_seconds(citizen.id) for citizen in citizens}
        return {
            "business": simulator.config.business_name,
            "citizens": [citizen.as_json() for citizen in citizens],
            "messages": messages,
            "typing": typing,
            "faults": vars(simulator.faults.now()),
        }


def _answering(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return answer


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise KindError("Isi permintaan bukan JSON") from None
    if not isinstance(body, dict):
        raise KindError("Isi permintaan harus objek JSON")
    return body


def _fields(form: FormData) -> dict[str, Any]:
    fields: dict[str, Any] = {name: form[name] for name in ("caption", "quote") if form.get(name)}
    return {**fields, "forwarded": form.get("forwarded") == "true"}


async def _content(file: UploadFile) -> File:
    return await file.read(), file.content_type or "application/octet-stream", file.filename
