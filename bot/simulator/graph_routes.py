"""The local Graph API, on the paths of the real one."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.simulator.business_side import post_message
from bot.simulator.graph_errors import (
    GraphError,
    invalid_parameter,
    missing_parameter,
    unknown_object,
    wrong_token,
)
from bot.simulator.media import UPLOADED_MEDIA_DAYS
from bot.simulator.simulator import Simulator
from bot.simulator.uploads import check_upload

Endpoint = Callable[[Request], Awaitable[Response]]


class GraphApi:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._config = simulator.config

    def routes(self) -> list[BaseRoute]:
        listed: list[tuple[str, Endpoint, str]] = [
            ("/graph/{version}/{number}/messages", self.messages, "POST"),
            ("/graph/{version}/{number}/media", self.upload, "POST"),
            ("/graph/{version}/{account}/message_templates", self.register_template, "POST"),
            ("/graph/{version}/{account}/message_templates", self.list_templates, "GET"),
            ("/graph/{version}/app/uploads", self.open_example, "POST"),
            ("/graph/{version}/{upload}", self.take_example, "POST"),
            ("/graph/{version}/{media_id}", self.describe, "GET"),
            ("/media/{media_id}", self.download, "GET"),
        ]
        return [Route(path, self._answering(endpoint), methods=[verb]) for path, endpoint, verb in listed]

    async def messages(self, request: Request) -> Response:
        self._require_id(request.path_params["number"], self._config.phone_number_id)
        payload = await _json(request)
        return JSONResponse(await run_in_threadpool(post_message, self._simulator, payload))

    async def upload(self, request: Request) -> Response:
        self._require_id(request.path_params["number"], self._config.phone_number_id)
        async with request.form() as form:
            file = form.get("file")
            if form.get("messaging_product") != "whatsapp" or not isinstance(file, UploadFile):
                raise missing_parameter("messaging_product" if isinstance(file, UploadFile) else "file")
            mime_type = str(form.get("type") or file.content_type or "")
            content, name = await file.read(), file.filename
        check_upload(mime_type, len(content))
        keep = self._simulator.media.keep
        media = await run_in_threadpool(keep, content, mime_type, name, UPLOADED_MEDIA_DAYS)
        return JSONResponse({"id": media.id})

    async def describe(self, request: Request) -> Response:
        media_id = request.path_params["media_id"]
        media = await run_in_threadpool(self._simulator.media.find, media_id)
        if media is None:
            raise unknown_object(media_id)
        lifetime = 0.0 if self._simulator.faults.spend("expire_media") else self._config.media_url_seconds
        address = str(request.base_url).rstrip("/") + self._simulator.media.address(media, lifetime)
        return JSONResponse(
            {
                "url": address,
                "mime_type": media.mime_type,
                "sha256": media.sha256,
                "file_size": media.size,
                "id": media.id,
                "messaging_product": "whatsapp",
            }
        )

    async def download(self, request: Request) -> Response:
        media_id = request.path_params["media_id"]
        expires, seal = request.query_params.get("ext", ""), request.query_params.get("hash", "")
        media = await run_in_threadpool(self._simulator.media.find, media_id)
        if media is None or not self._simulator.media.opens(media_id, expires, seal):
            return Response(status_code=404)
        return FileResponse(self._simulator.media.file(media), media_type=media.mime_type)

    async def open_example(self, request: Request) -> Response:
        asked = request.query_params
        place = self._simulator.examples.open(asked.get("file_type", ""), asked.get("file_length", ""))
        return JSONResponse({"id": place})

    async def take_example(self, request: Request) -> Response:
        place = f"{request.path_params['upload']}?{request.url.query}"
        content, offset = await request.body(), request.headers.get("file_offset", "")
        return JSONResponse({"h": self._simulator.examples.take(place, content, offset)})

    async def register_template(self, request: Request) -> Response:
        self._require_id(request.path_params["account"], self._config.business_account_id)
        template = await _json(request)
        self._simulator.examples.check(template)
        return JSONResponse(await run_in_threadpool(self._simulator.templates.register, template))

    async def list_templates(self, request: Request) -> Response:
        self._require_id(request.path_params["account"], self._config.business_account_id)
        return JSONResponse({"data": await run_in_threadpool(self._simulator.templates.all), "paging": {}})

    def _answering(self, endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            try:
                self._require_token(request)
                return await endpoint(request)
            except GraphError as error:
                return JSONResponse(error.body(), status_code=error.status)

        return answer

    def _require_token(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        expected, given = self._config.access_token.encode(), token.encode("latin-1")
        if scheme not in ("Bearer", "OAuth") or not hmac.compare_digest(expected, given):
            raise wrong_token()

    def _require_id(self, given: str, expected: str) -> None:
        if given != expected:
            raise unknown_object(given)


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise invalid_parameter("The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise invalid_parameter("The request body must be a JSON object.")
    return body
