"""What the bot did not understand, or only guessed: chats of the last days, for the trainers' queue."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.console.demo.chat import Chat, reading
from bot.console.demo.filed import draft_content
from bot.console.demo.people import new_citizen
from bot.console.demo.replies import SUMMARY_BUTTONS
from bot.console.demo.telling import tell
from bot.console.demo.texts import BY_STAFF, CANCELS, CHOOSES, CORRECTS, DENIES, Misread
from bot.console.demo.world import World
from bot.conversations.bubbles import Bubble, Row
from bot.reports.drafts import DraftProblem
from bot.reports.records import Draft
from bot.training.suspicion import MAYBE_REPORT

# Of a hundred, how many are of the last day; the others are of the week before it.
OF_THE_LAST_DAY = 65
DAY, WEEK = (0.5, 23.0), (25.0, 150.0)
SURE_OF_CORRECTION = 0.93


def add_misread(world: World) -> None:
    """Every sentence but those that staff correct, which are reports; each from somebody else."""
    for misread in world.texts.misread:
        if misread.ending == BY_STAFF:
            continue
        # What a citizen still decides on is of today.
        lately = misread.ending in (CHOOSES, CORRECTS) or world.rng.randrange(100) < OF_THE_LAST_DAY
        hours = world.rng.uniform(*(DAY if lately else WEEK))
        _Talk(world, misread, world.clock.now - timedelta(hours=hours)).write()


class _Talk:
    """One sentence, what the bot says to it, and how it goes on."""

    def __init__(self, world: World, misread: Misread, at: datetime) -> None:
        self._world, self._misread, self._at = world, misread, at
        self._chat = Chat(world, new_citizen(world, at))

    def write(self) -> None:
        endings = {
            CHOOSES: self._chooses, DENIES: self._denies, CORRECTS: self._corrects, CANCELS: self._cancels,
        }  # fmt: skip
        go_on = endings.get(self._misread.ending)
        if go_on is not None:
            self._chat.ids = {"draft_id": self._world.rows.next_id(Draft)}
        self._chat.hears(self._at, self._misread.sentence.text, self._misread.reading)
        self._chat.says(self._in(3), self._answer())
        if go_on is not None:
            go_on()
        self._chat.end()

    def _answer(self) -> Bubble:
        say, read = self._world.wording.say, self._misread.reading["intent"]
        if self._misread.ending in (CORRECTS, CANCELS):
            return Bubble(self._summary(read), buttons=SUMMARY_BUTTONS)
        if read == MAYBE_REPORT or read in self._world.region.categories:
            return self._question()
        return Bubble(say("utter_obrolan" if read == "obrolan" else "utter_tidak_paham"))

    def _question(self) -> Bubble:
        """Which kind of report it is, and in doubt whether it is one."""
        say, categories = self._world.wording.say, self._world.region.categories
        doubted = self._misread.reading["intent"] == MAYBE_REPORT
        ranking = [item["name"] for item in self._misread.reading["alternatives"]]
        likely = [categories[name] for name in ranking if name in categories and name != "lainnya"]
        rows = [Row(_pick(kind.id), kind.list_title, kind.description) for kind in likely[:3]]
        rows.append(
            Row(_pick("lainnya"), say("utter_bagian_lainnya"), say("utter_bagian_lainnya_keterangan"))
        )
        if doubted:
            rows.append(Row("/tolak", say("utter_bagian_bukan_laporan")))
        question = say("utter_ask_category_doubt" if doubted else "utter_ask_category")
        return Bubble(question, list_label=say("utter_bagian_label_pilih"), rows=tuple(rows))

    def _summary(self, category: str) -> str:
        say, name = self._world.wording.say, self._world.region.categories[category].name
        words = self._misread.sentence.text
        problem = say("utter_bagian_satu_masalah", kategori=name, kata=words)
        return "\n\n".join((say("utter_bagian_pembuka_laporan"), problem))

    def _chooses(self) -> None:
        meant = self._world.region.categories[self._misread.meant]
        picked = reading("pilih_kategori", 1.0, {"entity": "category", "value": meant.id})
        self._chat.chooses(self._in(40), _pick(meant.id), meant.list_title, picked)
        self._chat.says(self._in(43), Bubble(self._world.wording.say("utter_ask_place")))
        self._leave_draft(meant.id, "open")

    def _denies(self) -> None:
        title = self._world.wording.say("utter_bagian_bukan_laporan")
        self._chat.chooses(self._in(30), "/tolak", title, reading("tolak", 1.0))
        self._chat.says(self._in(33), Bubble(self._world.wording.say("utter_tolak")))
        self._leave_draft(self._misread.sentence.category, "cancelled")

    def _corrects(self) -> None:
        say, meant = self._world.wording.say, self._misread.meant
        self._chat.is_pressed(self._in(50), "/ubah", "Ubah")
        self._chat.says(self._in(52), Bubble(say("utter_cara_ubah")))
        name = self._world.region.categories[meant].list_title.lower()
        words = self._world.texts.say(self._world.rng, "pembetulan").format(kategori=name)
        problem = {"entity": "problem", "value": meant, "start": 0, "end": len(words)}
        self._chat.hears(self._in(90), words, reading(meant, SURE_OF_CORRECTION, problem))
        self._chat.says(self._in(93), Bubble(self._summary(meant), buttons=SUMMARY_BUTTONS))
        self._leave_draft(meant, "open")

    def _cancels(self) -> None:
        self._chat.is_pressed(self._in(45), "/batal", "Batal")
        self._chat.says(self._in(47), Bubble(self._world.wording.say("utter_batal")))
        self._leave_draft(self._misread.sentence.category, "cancelled")

    def _leave_draft(self, category: str, state: str) -> None:
        content = draft_content(tell(self._world, self._misread.sentence), [])
        content.problems = [DraftProblem(category, self._misread.sentence.text, 0.9)]
        content.confirmed = False
        self._world.rows.add(
            Draft, id=self._chat.ids["draft_id"], citizen_id=self._chat.citizen["id"], state=state,
            content=content.to_json(), created_at=self._at, updated_at=self._in(95),
        )  # fmt: skip

    def _in(self, seconds: float) -> datetime:
        return self._at + timedelta(seconds=seconds)


def _pick(category: str) -> str:
    return "/pilih_kategori" + json.dumps({"category": category})
