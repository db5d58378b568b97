"""The one way by which a change of a report is told to its owner.

Inside WhatsApp's 24-hour window as free text, outside it as the template of its kind; a free text holds the
template ready for a window that turns out to be closed. What staff say of a
secret report is neutral: neither category nor agency nor words of the report, and outside the window not
even their own words; the owner asks for them by the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.bubbles import BUTTON_COUNT, Bubble, Button, fit_text
from bot.conversations.citizens import Citizen
from bot.conversations.identity import current_citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.news import hears_news
from bot.conversations.outbox import UPDATE, enqueue
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.region.templates import MessageTemplate
from bot.reports.records import Report
from bot.reports.template_bubbles import by_window, fill_template

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
class News:
    """What the owner of a report is told, and what goes with the words.

    kind: `status jawaban selesai butuh_info`. `agency` is the code of who speaks, by default this service;
    `image` the id of a stored media row; `secret` overrules the report's own.
    """

    report: Report
    kind: str
    words: str
    agency: str | None = None
    image: int | None = None
    buttons: tuple[Button, ...] = ()
    secret: bool | None = None

    @property
    def is_secret(self) -> bool:
        return self.report.secret if self.secret is None else self.secret


@dataclass(frozen=True)
class Teller:
    """Tells owners of their reports, at one moment and in the caller's transaction."""

    session: Session
    region: Region
    wording: Wording
    at: datetime

    def tell(self, news: News, staff_id: int | None = None) -> OutboxMessage | None:
        """Put the news into outbox and transcript of the owner; without a `staff_id` the bot speaks.

        None, and nothing is written, when he wants no news.
        """
        owner = owner_of(self.session, news.report)
        if not hears_news(owner):
            return None
        return enqueue(
            self.session,
            owner.id,
            self.compose(news),
            UPDATE,
            at=self.at,
            speaker="bot" if staff_id is None else "staff",
            staff_id=staff_id,
            report_id=news.report.id,
            secret=news.is_secret,
        )

    def compose(self, news: News) -> Bubble:
        """The message as it would be sent at this moment; words that are too long are shortened.

        Raises KeyError for an unknown kind.
        """
        template = self._template_for(news)
        outside = self._as_template(template, news) if template else None
        return by_window(self._as_text(news), outside, owner_of(self.session, news.report), self.at)

    def _template_for(self, news: News) -> MessageTemplate | None:
        """The template of the kind: the one with a photo above where there are both."""
        plain = f"lapor_{NEUTRAL_KIND if news.is_secret else news.kind}"
        if news.image is not None and not news.is_secret and f"{plain}_foto" in self.region.templates:
            return self.region.templates[f"{plain}_foto"]
        return self.region.templates.get(plain)

    def _as_template(self, template: MessageTemplate, news: News) -> Bubble:
        words = self.wording.say("utter_kabar_rahasia") if news.is_secret else news.words
        meanings = {button.title: button.id for button in news.buttons}
        opens = open_button(news.report.ticket)
        replies = tuple(meanings.get(title, opens) for title in template.buttons)
        return fill_template(template, self._values(news, words), replies, news.image)

    def _as_text(self, news: News) -> Bubble:
        words, buttons = news.words.strip(), news.buttons
        bubble = Bubble(self._say(news, words), buttons, image=news.image)
        too_long = len(bubble.text) - bubble.text_limit
        if too_long <= 0:
            return bubble
        if bubble.kind != "text" and len(buttons) < BUTTON_COUNT:
            opens = Button(open_button(news.report.ticket), self.wording.say("utter_kabar_tombol_buka"))
            buttons = (*buttons, opens)
        shortened = fit_text(words, len(words) - too_long)
        return Bubble(self._say(news, shortened), buttons, image=news.image)

    def _say(self, news: News, words: str) -> str:
        return self.wording.say(RESPONSES[news.kind], **self._values(news, words))

    def _values(self, news: News, words: str) -> dict[str, str]:
        named = news.agency and not news.is_secret
        speaker = self.region.agency_label(news.agency or "") if named else self.region.wording["service"]
        return {"tiket": news.report.ticket, "dinas": speaker, "kabar": words}


def owner_of(session: Session, report: Report) -> Citizen:
    """Who filed the report, or whom he was joined into."""
    return session.get_one(Citizen, current_citizen(session, report.citizen_id))


def preview_of(bubble: Bubble) -> Preview:
    """What the owner would read, before anything is sent."""
    if bubble.template is None:
        return Preview(bubble.text, None, "layanan")
    return Preview(bubble.text, bubble.template.name, "utilitas")


def open_button(ticket: str) -> str:
    """The id of a button that asks for the latest state of a report."""
    return f"{OPENS}{ticket}"
