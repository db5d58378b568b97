"""What waits in the queues of staff: voice notes, unsent drafts, failures, people who ask for a human."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.console.audit import DEEDS
from bot.console.demo.chat import Chat, reading
from bot.console.demo.filed import draft_content
from bot.console.demo.people import new_citizen
from bot.console.demo.rows import Row
from bot.console.demo.telling import tell_ordinary
from bot.console.demo.world import World
from bot.console.records import AuditEntry
from bot.conversations.bubbles import Bubble
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.reports.records import Draft

VOICES, DRAFTS, LOST_MEDIA, SET_ASIDE, UNTOLD = 5, 6, 3, 3, 3
UNDELIVERABLE = (131026, "Message undeliverable")


def add_queues(world: World) -> None:
    """Something for every page that is a queue, all of the last days."""
    now = world.clock.now
    for number in range(VOICES):
        _voice(world, now - timedelta(hours=3 + 7 * number))
    for number in range(DRAFTS):
        _draft(world, now - timedelta(hours=26 + 14 * number))
    for number in range(LOST_MEDIA):
        _lost_photo(world, now - timedelta(hours=9 + 20 * number))
    for number in range(SET_ASIDE):
        _set_aside(world, now - timedelta(hours=5 + 11 * number))
    for number in range(UNTOLD):
        _untold(world, now - timedelta(hours=4 + 9 * number))
    _asks_for_a_human(world, now - timedelta(minutes=25))
    _taken(world, now - timedelta(minutes=50))
    _blocked(world, now - timedelta(days=1))
    _looked_at(world, now - timedelta(days=2))


def _voice(world: World, at: datetime) -> None:
    chat = Chat(world, new_citizen(world, at))
    chat.gets_media(at, "audio", **world.album.voice, stored_at=at + timedelta(seconds=2))
    chat.says(at + timedelta(seconds=4), Bubble(world.wording.say("utter_kirim_suara")))
    chat.end()


def _draft(world: World, at: datetime) -> None:
    """Told, summed up, and never sent."""
    chat, told = Chat(world, new_citizen(world, at)), tell_ordinary(world)
    content = draft_content(told, [])
    content.confirmed = False
    draft = world.rows.add(
        Draft, citizen_id=chat.citizen["id"], content=content.to_json(), created_at=at, updated_at=at
    )
    chat.ids = {"draft_id": draft["id"]}
    chat.hears(at, told.words, reading(told.category, 0.61))
    chat.says(at + timedelta(seconds=2), Bubble(world.wording.say("utter_ask_place")))
    chat.end()


def _lost_photo(world: World, at: datetime) -> None:
    chat = Chat(world, new_citizen(world, at))
    chat.gets_media(
        at, "image", state="failed", refused_because="Media not found", claimed_mime="image/jpeg",
        told_at=at + timedelta(hours=1),
    )  # fmt: skip
    chat.says(at + timedelta(hours=1), Bubble(world.wording.say("utter_media_gagal")), "notice")
    chat.end()


def _set_aside(world: World, at: datetime) -> None:
    """A message that no worker could answer."""
    chat = Chat(world, new_citizen(world, at))
    chat.hears(at, tell_ordinary(world).words)
    world.rows.waiting[InboxEvent][-1].update(state="failed", attempts=4, error="OperationalError")
    chat.says(at + timedelta(seconds=40), Bubble(world.wording.say("utter_pesan_gagal")), "apology")
    chat.end()


def _untold(world: World, at: datetime) -> None:
    """An answer that never reached the telephone."""
    chat = Chat(world, new_citizen(world, at))
    chat.hears(at, world.texts.say(world.rng, "sapa"), reading("sapa", 0.99))
    chat.says(at + timedelta(seconds=3), Bubble(world.wording.say("utter_sapa")))
    code, title = UNDELIVERABLE
    world.rows.waiting[OutboxMessage][-1].update(
        state="failed", error_code=code, error_title=title, failed_at=at + timedelta(seconds=9), sent_at=None,
        delivered_at=None, read_at=None,
    )  # fmt: skip
    chat.end()


def _asks_for_a_human(world: World, at: datetime) -> Row:
    chat = Chat(world, new_citizen(world, at))
    chat.hears(at, world.texts.say(world.rng, "petugas"), reading("minta_petugas", 0.96))
    chat.end()
    chat.citizen["human_asked_at"] = at
    return chat.citizen


def _taken(world: World, at: datetime) -> None:
    """Somebody of the staff answers in place of the bot."""
    chat, later = Chat(world, new_citizen(world, at)), at + timedelta(minutes=6)
    chat.hears(at, world.texts.say(world.rng, "petugas"), reading("minta_petugas", 0.96))
    words = world.texts.say(world.rng, "dijawab_petugas")
    chat.says(later, Bubble(words), "staff", world.operator)
    chat.end()
    chat.citizen.update(taken_by=world.operator, staff_active_at=later)


def _blocked(world: World, at: datetime) -> None:
    new_citizen(world, at).update(
        last_inbound_at=at,
        blocked_until=world.clock.now + timedelta(days=6),
        blocked_because=world.texts.staff["blokir"],
        blocked_by=world.operator,
    )


def _looked_at(world: World, at: datetime) -> None:
    """Somebody saw who a reporter is, and said why."""
    if "lihat_identitas" in DEEDS:
        world.rows.add(
            AuditEntry, staff_id=world.operator, deed="lihat_identitas", citizen_id=1, at=at,
            reason="Menelepon pelapor untuk memastikan lokasi (demo).",
        )  # fmt: skip
