"""Short answers, decided by their words alone."""

from __future__ import annotations

import pytest

from actions import cues


@pytest.mark.parametrize(
    "text", ["ya", "Iyo pak", "aok", "kirim", "kirim la", "sip, kirim bae", "sudah benar pak", "ok 👍", "👍"]
)
def test_a_yes_is_a_yes_in_many_words(text: str) -> None:
    assert cues.says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["pak", "tolong", "ya tapi salah tempat", "kirim petugas", "iya jalan rusak", "laporan", "oke bos"],
)
def test_an_address_or_a_sentence_is_no_yes(text: str) -> None:
    assert not cues.says_yes(text)


@pytest.mark.parametrize(
    "text", ["dak di mangun jaya, di sidakersa. kirim la", "kirimkan saja pak", "salah, di kedaton, kirim"]
)
def test_a_wish_to_send_is_heard_in_a_longer_answer(text: str) -> None:
    assert cues.says_send(text)


@pytest.mark.parametrize(
    "text",
    ["jangan kirim dulu", "belum dikirim", "kirim petugas ke sini", "kirim foto nanti", "dak usah kirim"],
)
def test_sending_help_or_not_sending_is_no_wish_to_send(text: str) -> None:
    assert not cues.says_send(text)


@pytest.mark.parametrize("text", ["batal", "dak jadi pak", "gajadi", "batalkan laporan tadi", "cancel"])
def test_plain_words_cancel(text: str) -> None:
    assert cues.says_cancel(text)


@pytest.mark.parametrize(
    "text", ["jalan rusak", "proyek jembatan batal dibangun padahal sudah dijanjikan sejak tahun lalu"]
)
def test_words_of_a_report_do_not_cancel(text: str) -> None:
    assert not cues.says_cancel(text)


@pytest.mark.parametrize("text", ["tidak", "bukan itu", "salah", "dak", "belum pak"])
def test_a_plain_no(text: str) -> None:
    assert cues.says_no(text)


def test_a_greeting_before_the_report_is_not_quoted() -> None:
    assert cues.without_greeting("Assalamualaikum Pak Bupati, jalan kami rusak") == "jalan kami rusak"
    assert cues.without_greeting("jalan rusak, banyak lubang") == "jalan rusak, banyak lubang"
    assert cues.without_greeting("pagi min") == "pagi min"


def test_fragments_that_only_announce_are_left_out() -> None:
    assert cues.without_openings("min nak lapor\nsiring mampet nian") == "siring mampet nian"
    assert cues.without_openings("min nak lapor") == "min nak lapor"
