from __future__ import annotations

import pytest

from bot.conversations.bubbles import (
    Bubble,
    BubbleMalformed,
    BubbleTooLarge,
    Button,
    Row,
    TemplateUse,
    fit_text,
    flattened,
)

ONE_BUTTON = (Button("ya", "Ya"),)
ONE_ROW = (Row("1", "Satu"),)


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"b{number}", f"Tombol {number}") for number in range(count))


def rows(count: int) -> tuple[Row, ...]:
    return tuple(Row(f"r{number}", f"Baris {number}") for number in range(count))


def listed(*rows: Row, text: str = "Pilih", label: str = "Daftar") -> Bubble:
    return Bubble(text, list_label=label, rows=rows)


def template(*values: str, buttons: tuple[str, ...] = (), text: str = "Laporan selesai.") -> Bubble:
    return Bubble(text, template=TemplateUse("lapor_status", "id", values, buttons))


LIMITS = [
    (4096, lambda size: Bubble("a" * size)),
    (1024, lambda size: Bubble("a" * size, buttons=ONE_BUTTON)),
    (1024, lambda size: Bubble("a" * size, asks_location=True)),
    (4096, lambda size: listed(*ONE_ROW, text="a" * size)),
    (3, lambda size: Bubble("Pilih", buttons=buttons(size))),
    (20, lambda size: Bubble("Pilih", buttons=(Button("ya", "a" * size),))),
    (256, lambda size: Bubble("Pilih", buttons=(Button("a" * size, "Ya"),))),
    (10, lambda size: listed(*rows(size))),
    (20, lambda size: listed(*ONE_ROW, label="a" * size)),
    (24, lambda size: listed(Row("1", "a" * size))),
    (72, lambda size: listed(Row("1", "Satu", "a" * size))),
    (200, lambda size: listed(Row("a" * size, "Satu"))),
    (1024, lambda size: Bubble("a" * size, image=1)),
    (1024, lambda size: Bubble("a" * size, image=1, buttons=ONE_BUTTON)),
    (1024, lambda size: template(text="a" * size)),
    (1024, lambda size: template("a" * size)),
    (10, lambda size: template(buttons=("buka",) * size)),
    (256, lambda size: template(buttons=("a" * size,))),
]


@pytest.mark.parametrize(("limit", "make"), LIMITS)
def test_a_part_may_be_as_large_as_whatsapp_takes_and_no_larger(limit, make) -> None:
    make(limit).check()
    with pytest.raises(BubbleTooLarge) as refusal:
        make(limit + 1).check()
    assert refusal.value.limit == limit
    assert refusal.value.size == limit + 1
    assert refusal.value.part in str(refusal.value)


@pytest.mark.parametrize(
    "bubble",
    [
        Bubble(""),
        Bubble("  \n"),
        Bubble("Pilih", buttons=(Button("ya", ""),)),
        Bubble("Pilih", buttons=(Button("", "Ya"),)),
        Bubble("Pilih", buttons=(Button("a", "Ya"), Button("b", "Ya"))),
        Bubble("Pilih", buttons=(Button("a", "Ya"), Button("a", "Tidak"))),
        Bubble("Pilih", rows=ONE_ROW),
        listed(Row("1", "Satu"), Row("1", "Dua")),
        listed(Row("1", " ")),
        Bubble("Pilih", buttons=ONE_BUTTON, list_label="Daftar", rows=ONE_ROW),
        Bubble("Pilih", buttons=ONE_BUTTON, asks_location=True),
        Bubble("", image=1),
        Bubble("Pilih", image=1, list_label="Daftar", rows=ONE_ROW),
        Bubble("Di mana?", image=1, asks_location=True),
        Bubble("Pilih", buttons=ONE_BUTTON, template=TemplateUse("lapor_status", "id")),
        template(""),
        template("dua\nbaris"),
        template("satu\ttab"),
        template("lima     blank"),
        template(buttons=("",)),
        Bubble("Sudah ditambal.", otherwise=template("")),
    ],
)
def test_what_has_no_shape_in_whatsapp_is_malformed(bubble: Bubble) -> None:
    with pytest.raises(BubbleMalformed):
        bubble.check()


@pytest.mark.parametrize(
    "bubble",
    [
        Bubble("Laporan diterima"),
        Bubble("Kirim?", buttons=(Button("kirim", "Kirim"), Button("ubah", "Ubah"))),
        listed(Row("1", "Jalan", "jalan dan jembatan"), Row("2", "Lainnya")),
        Bubble("Di mana?", asks_location=True),
        Bubble("Sudah ditambal.", image=7),
        Bubble("Sudah ditambal.", image=7, buttons=ONE_BUTTON),
        template("OKI-4829-1372", "Dinas PUPR", buttons=("buka:OKI-4829-1372",)),
        Bubble("Sudah ditambal.", image=7, otherwise=template("OKI-4829-1372")),
    ],
)
def test_a_bubble_survives_json(bubble: Bubble) -> None:
    assert Bubble.from_json(bubble.to_json()) == bubble


def test_a_list_may_name_two_rows_alike_because_their_ids_differ() -> None:
    listed(Row("16.02.05.2015", "Tanjung Lubuk"), Row("16.02.10.2001", "Tanjung Lubuk")).check()


def test_a_short_text_stays_as_it_is() -> None:
    assert fit_text("jalan rusak", 11) == "jalan rusak"


def test_a_long_text_is_cut_after_a_whole_word() -> None:
    assert fit_text("jalan rusak parah", 14) == "jalan rusak…"
    assert fit_text("jalan rusak, parah", 15) == "jalan rusak…"
    assert fit_text("jalan\nrusakparah", 9) == "jalan…"


def test_a_single_long_word_is_cut_inside() -> None:
    assert fit_text("a" * 50, 10) == "a" * 9 + "…"
    assert fit_text("ke " + "a" * 50, 10) == "ke aaaaaa…"


@pytest.mark.parametrize("limit", range(0, 30))
def test_a_fitted_text_never_exceeds_its_limit(limit: int) -> None:
    assert len(fit_text("jalan di depan SDN 1 Celikah rusak berat", limit)) <= limit


@pytest.mark.parametrize(
    ("bubble", "kind"),
    [
        (Bubble("Sudah ditambal.", image=7), "image"),
        (Bubble("Sudah ditambal.", image=7, buttons=ONE_BUTTON), "buttons"),
        (template("satu"), "template"),
        (Bubble("Sudah ditambal.", image=7, template=TemplateUse("lapor_status", "id")), "template"),
    ],
)
def test_an_image_or_a_template_makes_a_kind_of_its_own(bubble: Bubble, kind: str) -> None:
    bubble.check()
    assert bubble.kind == kind


@pytest.mark.parametrize(
    ("words", "flat"),
    [
        ("sudah selesai", "sudah selesai"),
        (" dua\n\nbaris\tdan      blank ", "dua baris dan blank"),
        ("", "-"),
        (" \n\t", "-"),
    ],
)
def test_a_value_of_a_template_is_flat_and_never_empty(words: str, flat: str) -> None:
    assert flattened(words) == flat
    template(flattened(words)).check()
