"""What the Graph API refuses, as classes that say what to do about it.

The codes are those of Meta's page "Error codes" (12 December 2025); the HTTP status is looked at only for a
code that is not in the table, because Meta changes it without notice.
"""

from __future__ import annotations

from typing import Any


class GraphError(Exception):
    """A call was refused. `code` is Meta's, None when there was no readable answer; `details` may be empty.

    `retryable`: the same call may succeed later. `throttled`: later because of a rate limit.
    `stops_everything`: no call can succeed until somebody repairs the token or the account.
    `may_have_happened`: the call may have taken effect although it looks failed.
    """

    retryable = False
    throttled = False
    stops_everything = False
    may_have_happened = False

    def __init__(self, code: int | None, title: str, status: int | None = None, details: str = "") -> None:
        super().__init__(f"{code}: {title}")
        self.details = details
        self.code = code
        self.title = title
        self.status = status

    @property
    def outcome(self) -> str:
        """A short name for metrics and logs."""
        return type(self).__name__


class AccessRefused(GraphError):
    """The token is invalid or lacks a permission."""

    retryable = True
    stops_everything = True


class AccountBlocked(GraphError):
    """The account is unpaid, locked, or its number is not registered."""

    retryable = True
    stops_everything = True


class Throttled(GraphError):
    """The number or the app has done too much; everything waits."""

    retryable = True
    throttled = True


class PairThrottled(Throttled):
    """Too many messages to this one citizen; only he waits."""


class Temporary(GraphError):
    """Meta has a trouble of its own, or could not be reached."""

    retryable = True


class NoAnswer(Temporary):
    """The call went out and no readable answer came back."""

    may_have_happened = True


class WindowClosed(GraphError):
    """More than 24 hours since the citizen's last message; Meta at times says so wrongly."""


class Undeliverable(GraphError):
    """This citizen cannot be reached: no WhatsApp, an old app, we are blocked, opted out, or his country."""


class OptedOut(Undeliverable):
    """This citizen has told WhatsApp itself that he wants no messages of this kind from us."""


class TemplateRefused(GraphError):
    """The template is missing, paused or wrong."""


class Refused(GraphError):
    """The call itself is wrong: a mistake of ours."""


CODES: dict[int, type[GraphError]] = {
    **dict.fromkeys((0, 3, 10, 190, *range(200, 300), 131005), AccessRefused),
    **dict.fromkeys((368, 131031, 131042, 131045, 133010), AccountBlocked),
    **dict.fromkeys((4, 613, 80007, 130429, 131048, 133016), Throttled),
    131056: PairThrottled,
    **dict.fromkeys((1, 2, 131000, 131016, 131053, 131057, 133004), Temporary),
    131047: WindowClosed,
    # 130497 is about the citizen's country: one foreign number must not stop the whole service.
    **dict.fromkeys((130472, 130497, 131026, 131049), Undeliverable),
    131050: OptedOut,
    **dict.fromkeys(
        (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069), TemplateRefused
    ),
    **dict.fromkeys((100, 131008, 131009, 131021, 131051, 131062), Refused),
}


def error_from(status: int, body: Any) -> GraphError:
    """The error an answer describes."""
    found = body.get("error") if isinstance(body, dict) else None
    error = found if isinstance(found, dict) else {}
    code = error.get("code") if isinstance(error.get("code"), int) else None
    title = str(error.get("message") or error.get("title") or f"HTTP {status}")
    known = CODES.get(code) if code is not None else None
    return (known or _class_by_status(status))(code, title, status, _details(error))


def _details(error: dict[str, Any]) -> str:
    """What Meta says to people about a mistake of ours: of a template in words of its own."""
    data = error.get("error_data")
    said = error.get("error_user_msg") or (data.get("details") if isinstance(data, dict) else None)
    return " ".join(str(said or "").split())


def class_of(code: int | None) -> type[GraphError]:
    """The class of a code that came without an HTTP status, as in a status webhook."""
    return CODES.get(code, Refused) if code is not None else Refused


def _class_by_status(status: int) -> type[GraphError]:
    if status == 401:
        return AccessRefused
    if status == 429:
        return Throttled
    return Temporary if status >= 500 or status == 408 else Refused
