"""Reads a citizen's message into his draft: the open question first, then what the words say."""

from __future__ import annotations

from actions import cues
from actions.completeness import is_complete
from actions.message import Message
from actions.placing import narrowed, take_named_place, take_pin, take_place_answer, take_village
from actions.problems import FEWEST_TOLD, add_problems, add_unsure, correct_category
from bot.region.pack import Region
from bot.reports.drafts import MOST_PHOTOS, DraftContent

# Answers without a draft of their own; the rules know what to say.
TALK = frozenset(
    (
        "sapa terima_kasih pamit cara_lapor biaya jam_layanan privasi tanya_bot minta_petugas berhenti "
        "obrolan makian di_luar_topik cek_status darurat kirim_suara isi_tak_terbaca terlalu_cepat "
        "kabar_baik nlu_fallback tolak batal"
    ).split()
)
# A question with one fixed answer may be added as data: its intent begins so.
QUESTION = "tanya_"
EMERGENCY = "darurat"
# The answer to an officer's question or a verdict, with whatever came along: it belongs to another report.
FOR_ANOTHER = frozenset("jawab_pertanyaan nilai_selesai".split())
# Words that may be a report: the citizen is asked.
MAYBE = "mungkin_laporan"
# They answer nothing that was asked: the open question simply returns.
ASKED_AGAIN = frozenset("mau_lapor sebut_tempat setuju ubah lewati lanjut".split())
SURE_TALK = 0.5


def is_talk(intent: str) -> bool:
    """Whether an intent has an answer without a draft."""
    return intent in TALK or is_question(intent)


def is_question(intent: str) -> bool:
    """Whether it is one of the questions that were added as data."""
    return intent.startswith(QUESTION)


def read_message(content: DraftContent, message: Message, region: Region) -> bool:
    """Apply the message to the draft. False when it is none of the draft's business (small talk, a question).

    Reading the same message again changes nothing.
    """
    if content.read == message.key and message.key:
        return True
    if message.intent in FOR_ANOTHER:
        content.changed, content.quiet = [], False
        return False
    content.changed, content.quiet, content.confirmed, content.read = [], False, False, message.key
    came_along = _take_attachments(content, message, region)
    if message.silence:
        return _take_silence(content)
    if message.is_structured:
        handled = _take_choice(content, message, region)
    else:
        handled = _take_words(content, message, region)
    content.quiet = content.summary_shown and not content.changed and came_along and not content.confirmed
    return handled or came_along


def _take_attachments(content: DraftContent, message: Message, region: Region) -> bool:
    for item in message.attachments:
        is_photo = item["kind"] == "image"
        if item["media_id"] in content.attachments or (is_photo and content.photos >= MOST_PHOTOS):
            continue
        content.attachments.append(item["media_id"])
        content.photos += is_photo
    if message.pin:
        take_pin(content, message.pin, region)
    return bool(message.attachments or message.pin)


def _take_silence(content: DraftContent) -> bool:
    content.confirmed, content.filed_by = True, "silence"
    return True


def _take_choice(content: DraftContent, message: Message, region: Region) -> bool:
    if message.intent == "setuju":
        content.confirmed = is_complete(content, region)
    elif message.intent == "ubah":
        content.asked = "change"
    elif message.intent == "pilih_kategori" and message.value("category") in region.categories:
        content.set_category(message.value("category"))
        content.changed.append("category")
    elif message.intent == "pilih_tempat":
        take_village(content, str(message.value("place")), region)
    elif message.intent not in ("kirim_lampiran", "lewati"):
        return False
    return True


def _take_words(content: DraftContent, message: Message, region: Region) -> bool:
    if message.intent == EMERGENCY or cues.says_cancel(message.text):
        return False
    if is_complete(content, region) and content.summary_shown:
        return _answer_summary(content, message, region)
    if content.asked == "place" and content.problems:
        return _answer_place(content, message, region)
    if content.asked == "category" and content.words:
        return _answer_category(content, message, region)
    return _tell(content, message, region)


def _answer_summary(content: DraftContent, message: Message, region: Region) -> bool:
    if cues.says_yes(message.text) or _only_sends(message):
        content.confirmed = True
        return True
    if message.intent == "minta_informasi" and content.report_class != "permintaan_informasi":
        return False
    if content.candidates and not content.village_code and narrowed(content, message, region):
        content.asked = "confirmation"
        return True
    refuses = cues.says_no(message.text) or bool(cues.NOT_SEND.search(message.text))
    if not message.places() and (refuses or (message.intent == "ubah" and not message.problems(region))):
        content.asked = "change"
        return True
    corrects = (
        bool(cues.CORRECTION.search(message.text)) or message.intent == "ubah" or content.asked == "change"
    )
    changed = (
        correct_category(content, message, region) if corrects else add_problems(content, message, region)
    )
    changed |= take_named_place(content, message, region, replace=corrects or _is_place_only(message, region))
    if not changed and cues.ADDITION.search(message.text) and "?" not in message.text:
        content.words.append(message.text)
        content.changed.append("description")
        changed = True
    if changed:
        content.confirmed = cues.says_send(message.text) and is_complete(content, region)
        content.asked = "confirmation"
    return changed


def _only_sends(message: Message) -> bool:
    """A wish to send that corrects and asks nothing: "kirim lah cepat", "kirim pak, terima kasih banyak"."""
    text = message.text
    if "?" in text or message.places() or cues.CORRECTION.search(text) or not cues.says_send(text):
        return False
    return cues.says_yes(cues.first_clause(text)) or cues.words_beside_sending(text) <= 1


def _answer_place(content: DraftContent, message: Message, region: Region) -> bool:
    if cues.says_yes(message.text):
        return True
    number = cues.NUMBER.match(message.text)
    if number and 0 < int(number.group(1)) <= len(content.candidates):
        take_village(content, content.candidates[int(number.group(1)) - 1], region)
        return True
    if content.candidates and narrowed(content, message, region):
        return True
    message = message.as_place_answer(region)
    if message.places() or cues.UNKNOWN_PLACE.search(message.text):
        add_problems(content, message, region)
        return take_place_answer(content, message, region)
    if is_talk(message.intent) and message.intent != "nlu_fallback" and message.confidence >= SURE_TALK:
        return False
    if cues.DURATION.search(message.text):
        content.words.append(message.text)
        return True
    if message.intent in region.categories and message.problems(region) and not cues.says_where(message.text):
        return add_problems(content, message, region)
    return take_place_answer(content, message, region)


def _answer_category(content: DraftContent, message: Message, region: Region) -> bool:
    if cues.says_yes(message.text) and content.category_choices:
        content.set_category(content.category_choices[0])
        content.changed.append("category")
        return True
    number = cues.NUMBER.match(message.text)
    choices = [*content.category_choices, "lainnya"]
    if number and 0 < int(number.group(1)) <= len(choices):
        content.set_category(choices[int(number.group(1)) - 1])
        content.changed.append("category")
        return True
    if is_talk(message.intent) and message.intent != "nlu_fallback" and message.confidence >= SURE_TALK:
        return False
    if content.doubted and message.intent == MAYBE:
        return add_unsure(content, message, region)
    take_named_place(content, message, region, replace=False)
    ranked = message.categories(region)
    content.words.append(message.text)
    # The second answer settles it: an operator corrects a wrong guess with one action.
    content.set_category(ranked[0][0] if ranked else "lainnya")
    content.changed.append("category")
    return True


def _tell(content: DraftContent, message: Message, region: Region) -> bool:
    told = add_problems(content, message, region)
    placed = take_named_place(content, message, region, replace=False)
    if not told and message.intent == "sebut_tempat" and message.words_beside_places() >= FEWEST_TOLD:
        told = add_unsure(content, message, region)
    if message.intent == MAYBE and not told:
        content.doubted = not content.problems
        told = add_unsure(content, message, region)
    if told or placed or message.intent in ASKED_AGAIN:
        return True
    if is_talk(message.intent) and (message.intent != "nlu_fallback" or content.asked != "description"):
        return False
    if content.asked == "description" and not cues.is_short(message.text):
        return add_unsure(content, message, region)
    return False


def _is_place_only(message: Message, region: Region) -> bool:
    return bool(message.places()) and message.intent in ("sebut_tempat", "setuju", "tolak", "ubah")
