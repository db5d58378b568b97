"""An officer's turn: what he wrote about a card is done, or he is asked about it; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.conversations.blocking import is_blocked
from bot.conversations.messages import TranscriptEntry
from bot.conversations.taking import is_silent
from bot.conversations.wording import Wording
from bot.dialogue.carrying_out import CarryingOut
from bot.dialogue.engine import Understood
from bot.dialogue.office_cases import CardInHand
from bot.dialogue.office_joining import join
from bot.dialogue.officer_replies import BUTTONS, DROP, Asker
from bot.dialogue.officers import INTENT, OfficerChat
from bot.dialogue.replies import Reply
from bot.dialogue.steps import Choice
from bot.reports import office_work as work
from bot.reports.dates import short_date
from bot.reports.instructions import WHICH, Sent, ask, instruction_of, sent_in, sent_of, words_in
from bot.reports.office_records import Card, Instruction
from bot.reports.office_words import Deed, read_deed
from bot.reports.proof import NO_LOOKS, Looks
from bot.storage.files import Files

# What a promised day looks like in a question.
EXAMPLE_AHEAD = timedelta(days=10)
CHOICES = {choice for buttons in BUTTONS.values() for choice in buttons}


@dataclass
class OfficeTurn:
    """Takes the officer's part of a turn, in its transaction.

    `looks` are what was seen of his photos before; `inbox_ids` are the rows that were his work, `secret_ids`
    those of them about secret reports.
    """

    chat: OfficerChat
    wording: Wording
    files: Files
    looks: Looks = NO_LOOKS
    replies: list[Reply] = field(default_factory=list)
    inbox_ids: set[int] = field(default_factory=set)
    secret_ids: set[int] = field(default_factory=set)

    def take(self, items: Sequence[Understood]) -> list[Understood]:
        """Take what is an officer's; return the rest, which is a citizen's: all while staff have the chat."""
        if is_silent(self.chat.citizen, self.chat.at) or is_blocked(self.chat.citizen, self.chat.at):
            return list(items)
        rest = []
        for item in items:
            reply = self._taken(item)
            if reply is None:
                rest.append(item)
                continue
            self.inbox_ids.update(item.step.inbox_ids)
            self.replies += [reply] if reply.text else []
        return rest

    def without_own(self, lines: Sequence[TranscriptEntry]) -> list[TranscriptEntry]:
        """The lines of a citizen.

        Those of the officer belong to no report, where he would be taken for its owner, and teach nothing.
        """
        for line in lines:
            if line.inbox_id in self.inbox_ids:
                line.understanding, line.secret = None, line.inbox_id in self.secret_ids
        return [line for line in lines if line.inbox_id not in self.inbox_ids]

    def _taken(self, item: Understood) -> Reply | None:
        choice = item.step.choice
        if choice is not None:
            return self._pressed(choice, item) if choice.intent == INTENT else None
        if not self.chat.contacts:
            return None
        cards = self.chat.cards_meant(item)
        return None if cards is None else self._heard(item, cards)

    def _heard(self, item: Understood, cards: Sequence[Card]) -> Reply:
        sent = sent_in(self.chat.session, item.step.inbox_ids)
        if not (sent.word_ids or sent.attached_ids):
            return Reply(self.wording.say("utter_petugas_tulis"))
        if not cards:
            return Reply(self.wording.say("utter_petugas_tanpa_tugas"))
        if len(cards) != 1:
            return self._ask_which(sent, cards)
        earlier = self._earlier(cards[0])
        joined = join(self.chat.session, earlier, sent, self.chat.today)
        return self._run(
            cards[0], joined.deed, joined.sent, earlier if joined.absorbs else None, item.step.inbox_ids
        )

    def _ask_which(self, sent: Sent, cards: Sequence[Card]) -> Reply:
        asked = self._earlier(None)
        if asked is None:
            asked = ask(self.chat.session, self.chat.citizen.id, None, sent, WHICH, self.chat.at)
        else:
            before = sent_of(asked)
            asked.word_ids = [*before.word_ids, *sent.word_ids]
            asked.attached_ids = [*before.attached_ids, *sent.attached_ids]
            asked.asked_at = self.chat.at
        return self._asker.which(asked, cards)

    def _pressed(self, choice: Choice, item: Understood) -> Reply:
        """A button or row of one of his questions, each of which is answered once."""
        number, meaning = choice.entities.get("instruction"), choice.entities.get("as")
        asked = None
        if isinstance(number, int):
            asked = instruction_of(self.chat.session, self.chat.citizen.id, number)
        card = self._card_of(asked, choice) if asked is not None else None
        if asked is not None and meaning == DROP:
            asked.ended_at = self.chat.at
            return Reply(self.wording.say("utter_petugas_batal"))
        if asked is None or card is None or meaning not in (None, *CHOICES):
            return Reply(self.wording.say("utter_petugas_lewat"))
        deed = self._chosen(asked, str(meaning)) if meaning else self._read(asked)
        return self._run(card, deed, sent_of(asked), asked, item.step.inbox_ids)

    def _card_of(self, asked: Instruction, choice: Choice) -> Card | None:
        """The card of the question, or the one chosen from its list; of this chat alone."""
        number = choice.entities.get("card", asked.card_id)
        card = self.chat.session.get(Card, number) if isinstance(number, int) else None
        own = card is not None and card.contact_id in {contact.id for contact in self.chat.contacts}
        return card if own else None

    def _chosen(self, asked: Instruction, meaning: str) -> Deed:
        words = words_in(self.chat.session, asked.word_ids)
        said = self._read(asked) if meaning in (work.GIVE_BACK, work.NOT_OF_REGENCY) else None
        return Deed(meaning, said.words if said else words)

    def _read(self, asked: Instruction) -> Deed | None:
        return read_deed(words_in(self.chat.session, asked.word_ids), self.chat.today)

    def _run(
        self, card: Card, deed: Deed | None, sent: Sent, earlier: Instruction | None, inbox_ids: Sequence[int]
    ) -> Reply:
        chat = self.chat
        held = CardInHand.of(chat.session, chat.region, self.wording, card, chat.citizen.id, chat.at)
        if held.report.secret:
            self.secret_ids.update(inbox_ids, sent.word_ids)
        return CarryingOut(held, self._asker, self.files, self.looks, sent, earlier).run(deed)

    def _earlier(self, card: Card | None) -> Instruction | None:
        """What he was asked last about this card, or about one that was not known yet."""
        wanted = (card.id, None) if card else (None,)
        return next((one for one in self.chat.waiting if one.card_id in wanted), None)

    @property
    def _asker(self) -> Asker:
        chat = self.chat
        example = short_date(chat.at + EXAMPLE_AHEAD, chat.region.timezone)
        return Asker(chat.session, chat.region, self.wording, example)
