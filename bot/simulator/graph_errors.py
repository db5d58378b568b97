"""Errors in the shape of the Graph API."""

from __future__ import annotations

import secrets
from typing import Any


class GraphError(Exception):
    """A refusal with Meta's code; `status` is the HTTP status."""

    def __init__(
        self, code: int, message: str, details: str = "", status: int = 400, kind: str = "OAuthException"
    ) -> None:
        super().__init__(details or message)
        self.code = code
        self.message = message
        self.details = details
        self.status = status
        self.kind = kind

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.kind == "GraphMethodException":
            error["error_subcode"] = 33
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "fbtrace_id": "A" + secrets.token_urlsafe(16)}}


def invalid_parameter(details: str) -> GraphError:
    return GraphError(100, "(#100) Invalid parameter", details)


def missing_parameter(name: str) -> GraphError:
    return GraphError(131008, "(#131008) Required parameter is missing", f"The parameter {name} is required.")


def invalid_value(details: str) -> GraphError:
    return GraphError(131009, "(#131009) Parameter value is not valid", details)


def unknown_object(name: str) -> GraphError:
    text = f"Unsupported request. Object with ID '{name}' does not exist or cannot be loaded."
    return GraphError(100, text, kind="GraphMethodException")


def wrong_token() -> GraphError:
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)


def throttled() -> GraphError:
    details = "Too many messages were sent from this number to the same recipient in a short time."
    return GraphError(131056, "(#131056) Pair rate limit hit", details, status=429)


def broken() -> GraphError:
    details = "Message failed to send due to an unknown error."
    return GraphError(131000, "(#131000) Something went wrong", details, status=500)
