"""The one way by which a change of a report is told to its owner.

Inside WhatsApp's 24-hour window as free text, outside it as the template of its kind; a free text holds the
template ready for a window that turns out to be closed. What staff say of a
secret report is neutral: neither category nor agency nor words of the report, and outside the window not
even their own words; the owner asks for them by the number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session
from typing_extensions import Unpack

from bot.conversations.bubbles import (
    BUTTON_COUNT,
    TEMPLATE_BODY,
    Bubble,
    Button,
    TemplateUse,
    fit_text,
    flattened,
)
from bot.conversations.citizens import Citizen
from bot.conversations.identity import current_citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import enqueue
from bot.conversations.window import is_window_open
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.region.templates import MessageTemplate
from bot.reports.records import Report

# The wording of each kind; its template is `lapor_<kind>`.
RESPONSES = {
    "status": "utter_kabar_status",
    "jawaban": "utter_kabar_jawaban",
    "selesai": "utter_kabar_selesai",
    "butuh_info": "utter_kabar_butuh_info",
}
NEUTRAL_KIND = "status"
# What a button sends back to be answered with the latest state of a report.
OPENS = "buka:"


@dataclass(frozen=True)
class Preview:
    """What telling would do: the text as the citizen reads it, the template when his window is closed, and
    how WhatsApp bills it (`layanan` inside the window, `utilitas` outside)."""

    text: str
    template: str | None
    cost: str


@dataclass(frozen=True)
class _News:
    """What is to be told, and what goes with it."""

    kind: str
    response: str
    ticket: str
    speaker: str
    words: str
    image: int | None
    buttons: tuple[Button, ...]
    secret: bool

    def values(self, words: str) -> dict[str, str]:
        return {"tiket": self.ticket, "dinas": self.speaker, "kabar": words}


class Extras(TypedDict, total=False):
    """What may go with the words.

    `agency` is the code of who speaks, by default this service; `image` the id of a stored media row;
    `secret` overrules the report's own.
    """

    agency: str | None
    image: int | None
    buttons: tuple[Button, ...]
    secret: bool | None


def tell_owner(
    session: Session,
    region: Region,
    wording: Wording,
    report: Report,
    kind: str,
    words: str,
    at: datetime,
    *,
    staff_id: int | None = None,
    speaker: str = "staff",
    **extras: Unpack[Extras],
) -> OutboxMessage:
    """Put the news into outbox and transcript of the report's owner, in the caller's transaction.

    kind: `status jawaban selesai butuh_info`. Without a `staff_id` it is the bot that speaks.
    """
    bubble = compose_update(session, region, wording, report, kind, words, at, **extras)
    return enqueue(
        session,
        current_citizen(session, report.citizen_id),
        bubble,
        "update",
        at=at,
        speaker="bot" if staff_id is None else speaker,
        staff_id=staff_id,
        report_id=report.id,
        secret=_is_secret(report, extras),
    )


def preview_update(
    session: Session,
    region: Region,
    wording: Wording,
    report: Report,
    kind: str,
    words: str,
    at: datetime,
    **extras: Unpack[Extras],
) -> Preview:
    """What the owner would read, before anything is sent."""
    bubble = compose_update(session, region, wording, report, kind, words, at, **extras)
    if bubble.template is None:
        return Preview(bubble.text, None, "layanan")
    return Preview(bubble.text, bubble.template.name, "utilitas")


def compose_update(
    session: Session,
    region: Region,
    wording: Wording,
    report: Report,
    kind: str,
    words: str,
    at: datetime,
    **extras: Unpack[Extras],
) -> Bubble:
    """The message as it would be sent at this moment; words that are too long are shortened.

    A pack without the template gets free text, which WhatsApp then refuses: staff see that it failed.
    Raises KeyError for an unknown kind.
    """
    secret, agency = _is_secret(report, extras), extras.get("agency")
    news = _News(
        kind=kind,
        response=RESPONSES[kind],
        ticket=report.ticket,
        speaker=region.agency_label(agency) if agency and not secret else region.wording["service"],
        words=words.strip(),
        image=extras.get("image"),
        buttons=extras.get("buttons", ()),
        secret=secret,
    )
    citizen = session.get_one(Citizen, current_citizen(session, report.citizen_id))
    template = _template_for(region, news)
    outside = _as_template(wording, template, news) if template else None
    if outside is not None and not is_window_open(citizen, at):
        return outside
    # The window may close while the message waits, and WhatsApp at times takes it for closed too early.
    return replace(_as_text(wording, news), otherwise=outside)


def open_button(ticket: str) -> str:
    """The id of a button that asks for the latest state of a report."""
    return f"{OPENS}{ticket}"


def _is_secret(report: Report, extras: Extras) -> bool:
    secret = extras.get("secret")
    return report.secret if secret is None else secret


def _template_for(region: Region, news: _News) -> MessageTemplate | None:
    """The template of the kind: the one with a photo above where there are both."""
    plain = f"lapor_{NEUTRAL_KIND if news.secret else news.kind}"
    if news.image is not None and not news.secret and f"{plain}_foto" in region.templates:
        return region.templates[f"{plain}_foto"]
    return region.templates.get(plain)


def _as_template(wording: Wording, template: MessageTemplate, news: _News) -> Bubble:
    words = wording.say("utter_kabar_rahasia") if news.secret else flattened(news.words)
    room = TEMPLATE_BODY - len(template.fill(news.values("")))
    values = {name: flattened(value) for name, value in news.values(fit_text(words, room)).items()}
    meanings = {button.title: button.id for button in news.buttons}
    replies = tuple(meanings.get(title, open_button(news.ticket)) for title in template.buttons)
    filled = tuple(values[name] for name in template.examples)
    use = TemplateUse(template.name, template.language, filled, replies)
    return Bubble(template.fill(values), image=news.image if template.has_image else None, template=use)


def _as_text(wording: Wording, news: _News) -> Bubble:
    bubble = Bubble(_say(wording, news, news.words), news.buttons, image=news.image)
    too_long = len(bubble.text) - bubble.text_limit
    if too_long <= 0:
        return bubble
    buttons = news.buttons
    if bubble.kind != "text" and len(buttons) < BUTTON_COUNT:
        buttons = (*buttons, Button(open_button(news.ticket), wording.say("utter_kabar_tombol_buka")))
    shortened = fit_text(news.words, len(news.words) - too_long)
    return Bubble(_say(wording, news, shortened), buttons, image=news.image)


def _say(wording: Wording, news: _News, words: str) -> str:
    return wording.say(news.response, **news.values(words))
