"""How an officer is asked and told: each question with its buttons or its list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.conversations.bubbles import ROW_COUNT, ROW_DESCRIPTION, Button, Row, fit_text, flattened
from bot.conversations.wording import Wording
from bot.dialogue.officers import INTENT
from bot.dialogue.replies import Reply
from bot.region.pack import Region
from bot.reports import office_words as say
from bot.reports import office_work as work
from bot.reports.card_words import place_of
from bot.reports.instructions import FIELD_MEANING, MEANING, WORDS
from bot.reports.office_records import Card, Instruction
from bot.reports.records import Assignment, Report

LONGEST_QUOTE = 200
DROP = "batal"

# The response of each question. Without words, what is asked depends on the deed.
QUESTIONS = {
    MEANING: "utter_petugas_makna",
    FIELD_MEANING: "utter_petugas_makna_camat",
    WORDS: "utter_petugas_kata",
    work.NO_PHOTO: "utter_petugas_foto",
    work.PHOTO_LOST: "utter_petugas_foto_belum",
    work.NO_PROMISE: "utter_petugas_janji",
    work.NOBODY_NAMED: "utter_petugas_wewenang",
    say.NO_SOURCE: "utter_petugas_sumber",
    say.NO_LETTER: "utter_petugas_surat",
    "tanggal_tak_ada": "utter_petugas_tanggal_tak_ada",
    "tanggal_tak_jelas": "utter_petugas_tanggal_tak_jelas",
    "tanggal_lewat": "utter_petugas_tanggal_lewat",
    "tanggal_mustahil": "utter_petugas_tanggal_mustahil",
    "bulan_tak_ada": "utter_petugas_bulan_tak_jelas",
    "bulan_tak_jelas": "utter_petugas_bulan_tak_jelas",
    "bulan_mustahil": "utter_petugas_bulan_tak_jelas",
    "bulan_lewat": "utter_petugas_bulan_lewat",
}
WITHOUT_WORDS = {
    say.DONE: "utter_petugas_alasan_foto",
    say.ASK: "utter_petugas_tanya_kosong",
    say.NOT_OURS: "utter_petugas_wewenang_kosong",
    say.PASSED_ON: "utter_petugas_wewenang_kosong",
    say.NOTE: "utter_petugas_isi_kosong",
    say.FIELD_CHECK: "utter_petugas_isi_kosong",
}
# The button of each choice below a question, and what it means.
BUTTONS = {
    MEANING: {
        say.NOTE: "utter_petugas_tombol_catatan",
        work.FOR_CITIZEN: "utter_petugas_tombol_jawaban",
        DROP: "utter_petugas_tombol_batal",
    },
    FIELD_MEANING: {
        say.FIELD_CHECK: "utter_petugas_tombol_cek",
        say.NOTE: "utter_petugas_tombol_catatan",
        DROP: "utter_petugas_tombol_batal",
    },
    work.NOBODY_NAMED: {
        work.GIVE_BACK: "utter_petugas_tombol_operator",
        work.NOT_OF_REGENCY: "utter_petugas_tombol_luar",
        DROP: "utter_petugas_tombol_batal",
    },
}


@dataclass(frozen=True)
class Asker:
    """Words the questions of one turn. `example` is a day that could be promised."""

    session: Session
    region: Region
    wording: Wording
    example: str

    def question(self, asked: Instruction, response: str, **values: str) -> Reply:
        """One question about one report. Its buttons name it, so that an old one answers nothing new."""
        text = self.wording.say(response, contoh=self.example, **values)
        buttons = tuple(
            Button(press_id(asked, **{"as": choice}), self.wording.say(title))
            for choice, title in BUTTONS.get(asked.asks, {}).items()
        )
        return Reply(text, buttons, is_prompt=bool(buttons))

    def which(self, asked: Instruction, cards: Sequence[Card]) -> Reply:
        """The list of the reports that it could be about, as many as WhatsApp shows."""
        rows = tuple(self._row(asked, card) for card in cards[:ROW_COUNT])
        label = self.wording.say("utter_petugas_mana_daftar")
        return Reply(self.wording.say("utter_petugas_mana"), list_label=label, rows=rows, is_prompt=True)

    def _row(self, asked: Instruction, card: Card) -> Row:
        report = self.session.get_one(Report, card.report_id)
        part = self.session.get(Assignment, card.assignment_id) if card.assignment_id else None
        about = f"{self.region.category_label(part.category if part else report.category)}, "
        about += place_of(self.region, self.wording, report)
        shown = None if report.secret else fit_text(flattened(about), ROW_DESCRIPTION)
        return Row(press_id(asked, card=card.id), report.ticket, shown)


def press_id(asked: Instruction, **meaning: object) -> str:
    """What a button of a question sends back, see `steps.read_choice`."""
    return f"/{INTENT}{json.dumps({'instruction': asked.id, **meaning})}"
