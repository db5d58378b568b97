"""Brings the pack's message templates to Meta, and says what has become of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import GraphError
from bot.whatsapp.example_picture import MIME, NAME, draw_example
from bot.whatsapp.template_shape import Template, build_template

ABSENT = "ABSENT"
APPROVED = "APPROVED"
# Meta's states of a template whose text may not be sent ("Template status", page of December 2025).
TROUBLE = frozenset({"REJECTED", "PAUSED", "DISABLED", "PENDING_DELETION"})


@dataclass(frozen=True)
class Standing:
    """A template of the pack as Meta has it: `state` is Meta's word, or `ABSENT`; `changed` says that
    Meta's text is not the pack's any more; `category` is what Meta bills it as."""

    name: str
    state: str
    category: str
    reason: str
    changed: bool


@dataclass(frozen=True)
class Pushed:
    """What a push did with a template: `created`, `kept` (it is there, with this text) or `refused`."""

    name: str
    outcome: str
    detail: str = ""


def standings(client: GraphClient, templates: Iterable[Template]) -> list[Standing]:
    """How Meta stands to each template of the pack. Raises GraphError."""
    known = _known(client)
    return [_standing(template, known.get((template.name, template.language))) for template in templates]


def push(client: GraphClient, templates: Iterable[Template]) -> Iterator[Pushed]:
    """Register the templates that Meta does not have; one that is refused keeps no other from being sent.

    An approved text is never overwritten: a new text needs a new name, or an edit at Meta. Raises GraphError
    when Meta cannot be asked at all, or takes nothing from us any more; what was told before is done.
    """
    known = _known(client)

    @cache
    def picture() -> str:
        return client.upload_example(draw_example(), MIME, NAME)

    for template in templates:
        yield _push(client, template, known.get((template.name, template.language)), picture)


def _push(
    client: GraphClient, template: Template, found: dict[str, Any] | None, picture: Callable[[], str]
) -> Pushed:
    if found is not None:
        changed = _standing(template, found).changed
        return Pushed(template.name, "kept", "Meta has another text: give it a new name" if changed else "")
    try:
        handle = picture() if template.has_image else None
        answer = client.create_template(build_template(template, handle))
    except GraphError as error:
        if error.stops_everything or error.retryable:
            raise
        return Pushed(template.name, "refused", f"{error.code}: {error.details or error.title}")
    return Pushed(template.name, "created", str(answer.get("status", "")))


def _known(client: GraphClient) -> Mapping[tuple[str, str], dict[str, Any]]:
    return {(str(one.get("name")), str(one.get("language"))): one for one in client.list_templates()}


def _standing(template: Template, found: dict[str, Any] | None) -> Standing:
    if found is None:
        return Standing(template.name, ABSENT, "", "", False)
    return Standing(
        template.name,
        str(found.get("status", "")),
        str(found.get("category", "")),
        str(found.get("rejected_reason") or "").replace("NONE", ""),
        _body(found) != template.body,
    )


def _body(found: dict[str, Any]) -> str:
    parts = found.get("components") or ()
    return next((str(part.get("text")) for part in parts if str(part.get("type")).upper() == "BODY"), "")
