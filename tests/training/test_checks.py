from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bot.region.pack import Region
from bot.training.checks import ALIKE, ERROR, FEWEST_REPORT_EXAMPLES, LONGEST, WARNING, Finding, Teaching
from bot.training.file_checks import check_examples
from bot.training.files import file_sentences
from bot.training.teaching import normaliser

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def teaching(region: Region) -> Teaching:
    return Teaching(file_sentences(ROOT), frozenset(region.categories), normaliser(ROOT))


def said(findings: list[Finding], severity: str) -> str:
    return " ".join(finding.message for finding in findings if finding.severity == severity)


def test_a_good_new_sentence_is_taken_without_a_word(teaching: Teaching) -> None:
    assert (
        teaching.check("drainase_banjir", "gorong-gorong samping musala buntu, banyu balik ke dapur kami")
        == []
    )


def test_a_sentence_that_is_there_already_is_refused_with_its_place(teaching: Teaching) -> None:
    found = teaching.check("drainase_banjir", "Siring mampet nian!!")
    assert "sudah ada (data/nlu/laporan/drainase_banjir.yml:" in said(found, ERROR)


def test_a_sentence_of_another_intent_is_refused(teaching: Teaching) -> None:
    assert "hanya boleh satu arti" in said(teaching.check("listrik", "siring mampet nian"), ERROR)


def test_an_almost_equal_sentence_is_shown(teaching: Teaching) -> None:
    assert "Hampir sama" in said(teaching.check("drainase_banjir", "got mampet, airnya meluap"), WARNING)


def test_a_sentence_that_is_like_those_of_another_intent_is_doubted(teaching: Teaching) -> None:
    found = teaching.check("kesehatan", "lampu jalan padam sudah seminggu gelap gulita depan sekolah")
    assert "lebih mirip contoh penerangan_jalan" in said(found, WARNING)


def test_personal_data_keeps_a_sentence_out(teaching: Teaching) -> None:
    found = teaching.check("adminduk", "ktp saya belum jadi, hubungi 0812-3456-7890")
    assert "data pribadi" in said(found, ERROR)


def test_a_very_long_sentence_is_to_be_shortened(teaching: Teaching) -> None:
    long = "jalan di dusun kami rusak parah " * 20
    assert len(long) > LONGEST and "paling banyak" in said(teaching.check("jalan_jembatan", long), WARNING)


def test_an_empty_sentence_is_refused(teaching: Teaching) -> None:
    assert said(teaching.check("listrik", " \n"), ERROR) == "Kalimatnya kosong."


def test_thin_and_lopsided_intents_are_named(teaching: Teaching) -> None:
    some = [known for known in teaching.known if known.intent in ("listrik", "adminduk", "kesehatan")]
    thin = Teaching(
        [*some, *[k for k in teaching.known if k.intent == "air_bersih"][:5]], teaching.categories
    )
    assert f"baru punya 6 contoh; sebaiknya {FEWEST_REPORT_EXAMPLES}" in said(
        thin.check("air_bersih", "pipa ledeng bocor di tikungan"), WARNING
    )
    small = [k for name in ("listrik", "adminduk", "kesehatan") for k in some if k.intent == name][:90]
    lopsided = Teaching(
        [*[k for k in some if k.intent == "listrik"], *[k for k in some if k.intent != "listrik"][:40]],
        teaching.categories,
    )
    assert small and "jauh lebih banyak" not in said(thin.check("listrik", "trafo meledak lagi pak"), WARNING)
    assert lopsided.check("listrik", "trafo meledak lagi pak") is not None


def test_the_hint_at_another_intent_is_worth_more_than_it_disturbs(teaching: Teaching) -> None:
    """Of sentences in their place few are doubted, of those under an intent drawn by lot far more."""
    rng = Random(3)
    sample = rng.sample(list(teaching.known), 150)
    intents = sorted({known.intent for known in teaching.known})

    def is_doubted(intent: str, text: str, itself: str) -> bool:
        near = [(k, v) for k, v in teaching.nearest(text, 6) if k.place != itself][:5]
        weights: dict[str, int] = {}
        for known, likeness in near:
            if likeness >= ALIKE:
                weights[known.intent] = weights.get(known.intent, 0) + round(100 * likeness)
        other = max(weights, key=lambda name: weights[name], default=intent)
        return other != intent and weights[other] > 2 * weights.get(intent, 0)

    right = sum(is_doubted(known.intent, known.text, known.place) for known in sample)
    wrong = sum(
        is_doubted(rng.choice([name for name in intents if name != known.intent]), known.text, known.place)
        for known in sample
    )
    assert right / len(sample) < 0.2 and wrong / len(sample) > 2 * right / len(sample)


def write(root: Path, text: str) -> list[str]:
    (root / "data/nlu").mkdir(parents=True, exist_ok=True)
    (root / "domain.yml").write_text("intents: [listrik]\n")
    (root / "data/nlu/listrik.yml").write_text(text)
    return [str(problem) for problem in check_examples(root, {"listrik"})]


@pytest.mark.parametrize(
    ("broken", "line", "remedy"),
    [
        ("nlu:\n- intent: listrik\n  examples: |\n\t- mati lampu\n", 4, "Tab"),
        ('nlu:\n- intent: "listrik\n  examples: |\n    - mati lampu\n', 2, "tanda kutip"),
        ("nlu:\n- intent: listrik\n examples: |\n    - mati lampu\n", 3, "spasi"),
        ("nlu:\n- intent: listrik: padam\n  examples: |\n    - mati lampu\n", 2, "titik dua"),
    ],
    ids=["a tab", "an open quotation mark", "wrong indentation", "a second colon"],
)
def test_broken_yaml_is_named_with_line_and_remedy(
    tmp_path: Path, broken: str, line: int, remedy: str
) -> None:
    (found,) = [text for text in write(tmp_path, broken) if "YAML rusak" in text]
    assert found.startswith(f"data/nlu/listrik.yml:{line}:") and remedy in found


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "nlu:\n- intent: listrik\n  examples: |\n    - padam\n    -mati lampu\n",
            "listrik.yml:5: baris ini tidak",
        ),
        (
            "nlu:\n- intent: listrik\n  examples: |\n    - padam\n    mati lampu\n",
            "listrik.yml:5: baris ini tidak",
        ),
        ("nul:\n- intent: listrik\n  examples: |\n    - padam\n", "'nlu:' tidak ada"),
        ("nlu:\n- intent: listrik\n  examples:\n    - padam\n", "'examples: |'"),
        ("nlu:\n- intent: listrik\n  contoh: |\n    - padam\n", "'examples: |'"),
        ("nlu:\n- intent: listirk\n  examples: |\n    - padam\n", "maksud 'listirk' tidak ada"),
        ("- padam\n", "'nlu:' tidak ada"),
        ("", "'nlu:' tidak ada"),
    ],
)
def test_what_yaml_allows_and_rasa_would_pass_over_is_named(tmp_path: Path, written: str, told: str) -> None:
    assert any(told in text for text in write(tmp_path, written))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    write(tmp_path, "nlu:\n- intent: listrik\n  examples: |\n    - padam\n")
    (tmp_path / "data/nlu/listrik.yml").write_bytes(
        b"nlu:\n- intent: listrik\n  examples: |\n    - padam \xff\n"
    )
    found = [str(problem) for problem in check_examples(tmp_path, {"listrik"})]
    assert any("UTF-8" in text for text in found)


def test_notes_and_several_blocks_in_a_file_are_no_stray_lines(tmp_path: Path) -> None:
    block = "- intent: listrik\n  examples: |\n    - padam\n    # dari banjir\n\n    - mati lampu\n"
    assert not any("tidak dipelajari" in text for text in write(tmp_path, f"# isi\nnlu:\n{block}{block}"))


def test_files_that_contradict_or_outweigh_each_other_are_warned_of(tmp_path: Path) -> None:
    (tmp_path / "data/nlu").mkdir(parents=True)
    (tmp_path / "domain.yml").write_text("intents: [listrik, sampah, jalan]\n")
    for intent, count in (("listrik", 26), ("sampah", 25), ("jalan", 150)):
        lines = "".join(f"    - {intent} nomor satu kali {number}\n" for number in range(count))
        lines += (
            "    - mati lampu\n" if intent == "listrik" else "    - lampu mati\n" if intent == "jalan" else ""
        )
        file = tmp_path / f"data/nlu/{intent}.yml"
        file.write_text(f"nlu:\n- intent: {intent}\n  examples: |\n{lines}")
    found = [str(problem) for problem in check_examples(tmp_path, {"listrik", "sampah", "jalan"})]
    assert any("jalan.yml" in text and "jauh lebih banyak" in text for text in found)
    assert any("'mati lampu' hampir sama dengan 'lampu mati', contoh jalan" in text for text in found)
    assert len(found) == 2, found


def test_personal_data_in_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    found = write(tmp_path, "nlu:\n- intent: listrik\n  examples: |\n    - padam, telp 081234567890\n")
    assert any(text.startswith("data/nlu/listrik.yml:4:") and "data pribadi" in text for text in found)


def test_the_project_s_own_sentences_have_no_error(region: Region) -> None:
    assert [str(problem) for problem in check_examples(ROOT, region.categories)] == []
