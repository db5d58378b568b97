"""A small Graph API of our own: it takes messages, hands out media, and fails on request."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


@dataclass
class Fault:
    """One answer that is no success: a Graph error, a bare body, or none within `delay` seconds."""

    code: int | None = None
    status: int = 400
    body: bytes | None = None
    delay: float = 0.0
    taken: bool = False
    to: str | None = None


@dataclass
class GraphApi:
    """What arrived and what is to be answered; the defaults are those of a healthy API."""

    url: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    media_asked: list[str] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    upload_faults: deque[Fault] = field(default_factory=deque)
    media_faults: deque[Fault] = field(default_factory=deque)
    download_faults: deque[Fault] = field(default_factory=deque)
    redirect_to: str | None = None
    download_tokens: list[str | None] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fail(self, code: int | None = None, status: int = 400, times: int = 1, **more: Any) -> None:
        """Let the next calls that send fail."""
        self.faults += [Fault(code, status, **more) for _ in range(times)]

    def texts(self, to: str | None = None) -> list[str]:
        """What was taken, in its order, of all citizens or of one."""
        return [_text(message) for message in self.messages if to in (None, message.get("to"))]

    def _fault_for(self, body: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            if fault.to in (None, body.get("to")):
                self.faults.remove(fault)
                return fault
        return None

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v25.0/{number}/messages", self.receive, methods=["POST"]),
                Route("/v25.0/{number}/media", self.keep, methods=["POST"]),
                Route("/v25.0/{graph_id}", self.find),
                Route("/files/{graph_id}", self.hand_out),
            ]
        )

    async def receive(self, request: Request) -> Response:
        body = await request.json()
        with self.lock:
            self.calls.append(body)
            self.tokens.append(request.headers.get("authorization"))
            fault = self._fault_for(body)
            taken = fault is None or fault.taken
            kept = self.receipts if "status" in body else self.messages
            if taken:
                kept.append(body)
            wamid = f"wamid.{len(self.messages)}"
        if fault is not None:
            await asyncio.sleep(fault.delay)
            return _answer(fault)
        if "status" in body:
            return JSONResponse({"success": True})
        return JSONResponse({"messaging_product": "whatsapp", "messages": [{"id": wamid}]})

    async def keep(self, request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            assert isinstance(file, UploadFile)
            fields = {"product": form["messaging_product"], "type": form["type"], "name": file.filename}
            upload = {**fields, "mime": file.content_type, "content": await file.read()}
        with self.lock:
            self.tokens.append(request.headers.get("authorization"))
            if self.upload_faults:
                return _answer(self.upload_faults.popleft())
            self.uploads.append(upload)
            return JSONResponse({"id": f"90{len(self.uploads)}"})

    async def find(self, request: Request) -> Response:
        graph_id = request.path_params["graph_id"]
        with self.lock:
            self.media_asked.append(graph_id)
            if self.media_faults:
                return _answer(self.media_faults.popleft())
        if graph_id not in self.media:
            return _answer(Fault(100, 400))
        url = f"{self.url.rpartition('/')[0]}/files/{graph_id}?try={len(self.media_asked)}"
        return JSONResponse({"url": url, "file_size": len(self.media[graph_id]), "id": graph_id})

    async def hand_out(self, request: Request) -> Response:
        with self.lock:
            self.download_tokens.append(request.headers.get("authorization"))
            if self.download_faults:
                return _answer(self.download_faults.popleft())
        if self.redirect_to is not None:
            target, self.redirect_to = self.redirect_to, None
            return RedirectResponse(target)
        return Response(self.media[request.path_params["graph_id"]], media_type="application/octet-stream")


def _answer(fault: Fault) -> Response:
    if fault.body is not None:
        return Response(fault.body, status_code=fault.status)
    error = {"message": f"(#{fault.code}) made for the tests", "type": "OAuthException", "code": fault.code}
    return Response(json.dumps({"error": error}), status_code=fault.status)


def _text(message: dict[str, Any]) -> str:
    if message["type"] == "image":
        return str(message["image"]["caption"])
    part = message["text"] if message["type"] == "text" else message["interactive"]
    return part["body"] if isinstance(part["body"], str) else part["body"]["text"]
