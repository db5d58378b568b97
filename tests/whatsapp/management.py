"""Meta's template management in small, which refuses on request."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Management:
    """Meta's template management, with two templates a page."""

    def __init__(self) -> None:
        self.templates: list[dict[str, Any]] = []
        self.refused: dict[str, int] = {}
        self.tokens: set[str | None] = set()
        self.opened: list[dict[str, str]] = []
        self.pictures: list[bytes] = []
        self.upload_refusal: int | None = None
        self.because = ""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v25.0/{account}/message_templates", self.create, methods=["POST"]),
                Route("/v25.0/{account}/message_templates", self.list, methods=["GET"]),
                Route("/v25.0/app/uploads", self.open_upload, methods=["POST"]),
                Route("/v25.0/upload:first", self.take_upload, methods=["POST"]),
            ]
        )

    async def create(self, request: Request) -> Response:
        template = await request.json()
        code = self.refused.get(template["name"], self.refused.get("*"))
        if code:
            said = {"error_user_msg": self.because} if self.because else {}
            return JSONResponse({"error": {"code": code, "message": "refused", **said}}, 400)
        self.templates.append({**template, "status": "PENDING"})
        return JSONResponse({"id": "1", "status": "PENDING", "category": template["category"]})

    async def open_upload(self, request: Request) -> Response:
        if self.upload_refusal:
            return JSONResponse({"error": {"code": self.upload_refusal, "message": "refused"}}, 400)
        self.opened.append(dict(request.query_params))
        return JSONResponse({"id": "upload:first?sig=AR1"})

    async def take_upload(self, request: Request) -> Response:
        assert request.headers["authorization"].startswith("OAuth ") and request.query_params["sig"] == "AR1"
        self.pictures.append(await request.body())
        return JSONResponse({"h": "4::handle"})

    async def list(self, request: Request) -> Response:
        self.tokens.add(request.headers.get("authorization"))
        start = int(request.query_params.get("after", "0"))
        paging = {"cursors": {"after": str(start + 2)}}
        if start + 2 < len(self.templates):
            paging["next"] = "https://example.org/next"  # type: ignore[assignment]
        return JSONResponse({"data": self.templates[start : start + 2], "paging": paging})
