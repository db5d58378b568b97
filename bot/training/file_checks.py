"""`lapor check` of the training sentences: everything wrong in `data/nlu`, with file and line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from bot.region.problems import Problem
from bot.training.checks import (
    FEWEST_REPORT_EXAMPLES,
    FEWEST_TALK_EXAMPLES,
    LONGEST,
    LOPSIDED,
    has_personal_data,
)
from bot.training.files import FOLDER, FileSentence, file_sentences, stray_lines
from bot.training.new_lines import check_new

# What PyYAML says, and what an editor of the file should do about it.
REMEDIES = {
    "could not find expected ':'": "ada baris yang tidak sejajar atau titik dua (:) yang hilang",
    "mapping values are not allowed": (
        "ada titik dua (:) di tempat yang salah, atau hilang di baris atasnya; bandingkan berkas lain"
    ),
    "found character '\\t'": "ada tombol Tab; ganti dengan spasi",
    "cannot start any token": "ada tombol Tab atau tanda khusus di awal baris; ganti dengan spasi",
    "expected <block end>": "jarak spasi di awal baris ini berbeda dari baris di atasnya",
    "found unexpected end of stream": "tanda kutip dibuka tetapi tidak ditutup",
    "did not find expected": "jarak spasi di awal baris ini berbeda dari baris di atasnya",
    "found undefined alias": "kalimat tidak boleh diawali tanda bintang (*) tanpa tanda kutip",
}
NO_EXAMPLE = "baris ini tidak diawali '- ' (tanda hubung dan spasi), jadi tidak dipelajari"
ANY_REMEDY = "periksa jarak spasi dan tanda kutip pada baris ini atau baris sebelumnya"


def check_examples(root: Path, categories: Collection[str]) -> list[Problem]:
    """Broken files; intents thin, unknown or in the wrong file; sentences doubled, too long or personal."""
    problems: list[Problem] = []
    intents = set((read_yaml(root, root / "domain.yml", problems) or {}).get("intents") or ())
    named: set[str] = set()
    for file in sorted((root / FOLDER).rglob("*.yml")):
        named.add(file.stem)
        content = read_yaml(root, file, problems)
        if content is None:
            continue
        name = str(file.relative_to(root))
        blocks = content.get("nlu") if isinstance(content, dict) else None
        if not isinstance(blocks, list):
            problems.append(Problem(name, 0, "baris 'nlu:' tidak ada, atau tidak diikuti '- intent: ...'"))
            continue
        for block in blocks:
            problems += _misplaced(name, file.stem, block, intents)
        problems += [Problem(name, line, f"{NO_EXAMPLE}: {text!r}") for line, text in stray_lines(file)]
    sentences = file_sentences(root)
    problems += _doubled(sentences)
    problems += _reordered(sentences)
    problems += check_new(root, sentences, categories)
    problems += _unfit(sentences)
    counts = Counter(item.intent for item in sentences)
    problems += _lopsided({intent: counts[intent] for intent in categories if counts[intent]})
    return problems + list(_thin(intents, set(categories), counts, named))


def read_yaml(root: Path, file: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The content of a file; None for a broken one, which is added to the problems with its line."""
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.MarkedYAMLError as error:
        # Of an open quotation mark the reader wants its beginning; its end is nowhere.
        is_open = "quoted scalar" in str(error.context)
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        said = str(error.problem)
        remedy = next((text for sign, text in REMEDIES.items() if sign in said), ANY_REMEDY)
        message = f"YAML rusak: {remedy} ({said})"
        problems.append(Problem(str(file.relative_to(root)), mark.line + 1 if mark else 0, message))
    except (yaml.YAMLError, UnicodeDecodeError):
        message = "berkas ini bukan teks UTF-8; simpan ulang dengan encoding UTF-8"
        problems.append(Problem(str(file.relative_to(root)), 0, message))
    return None


def _misplaced(name: str, stem: str, block: Any, intents: set[str]) -> Iterator[Problem]:
    intent = str(block.get("intent")) if isinstance(block, dict) else None
    if intent is None:
        yield Problem(name, 0, "isi di bawah nlu: harus berupa daftar '- intent: ...' dengan examples")
        return
    if not isinstance(block.get("examples"), str):
        yield Problem(name, 0, "di bawah '- intent: ...' harus ada 'examples: |' dengan garis tegaknya")
    if intent not in intents:
        yield Problem(name, 0, f"maksud {intent!r} tidak ada di domain.yml")
    if intent != stem:
        message = f"maksud {intent!r} harus berada di berkas {intent}.yml; berkas ini untuk {stem!r}"
        yield Problem(name, 0, message)


def _doubled(sentences: Sequence[FileSentence]) -> Iterator[Problem]:
    seen: dict[str, FileSentence] = {}
    for item in sentences:
        first = seen.setdefault(written(item.text), item)
        if first is item:
            continue
        if first.intent != item.intent:
            other = f"{first.intent} ({first.place})"
            message = f"kalimat {item.text!r} juga dipakai untuk {other}; satu kalimat satu arti"
            yield Problem(item.file, item.line, message)
        else:
            yield Problem(item.file, item.line, f"kalimat {item.text!r} sudah ada ({first.place})", "warning")


def _reordered(sentences: Sequence[FileSentence]) -> Iterator[Problem]:
    """The same words in another order under two intents; what is nearly alike the console tells."""
    seen: dict[str, FileSentence] = {}
    for item in sentences:
        first = seen.setdefault(" ".join(sorted(written(item.text).split())), item)
        if first.intent != item.intent and written(first.text) != written(item.text):
            message = f"kalimat {item.text!r} hampir sama dengan {first.text!r}, contoh {first.intent}"
            yield Problem(item.file, item.line, f"{message} ({first.place})", "warning")


def _lopsided(counts: dict[str, int]) -> Iterator[Problem]:
    """Categories only: what is beside the point has as many sentences as there are subjects."""
    usual = median(counts.values()) if len(counts) > 2 else 0
    for intent, count in counts.items():
        if usual and count > LOPSIDED * usual:
            message = f"{count} contoh, jauh lebih banyak daripada kategori lain (biasanya {usual:.0f})"
            yield Problem(f"{intent}.yml", 0, message, "warning")


def written(text: str) -> str:
    """The words alone; polite variants of one sentence are examples of their own in the files."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split()) or text


def _unfit(sentences: Sequence[FileSentence]) -> Iterator[Problem]:
    for item in sentences:
        if has_personal_data(item.text):
            yield Problem(item.file, item.line, "ada data pribadi (nomor telepon atau NIK) di kalimat ini")
        if len(item.text) > LONGEST:
            yield Problem(
                item.file, item.line,
                f"kalimat ini {len(item.text)} huruf; paling banyak {LONGEST}", "warning",
            )  # fmt: skip


def _thin(
    intents: set[str], categories: set[str], counts: Counter[str], named: set[str]
) -> Iterator[Problem]:
    for intent in sorted(named):
        fewest = FEWEST_REPORT_EXAMPLES if intent in categories else FEWEST_TALK_EXAMPLES
        if counts[intent] < fewest:
            yield Problem(f"{intent}.yml", 0, f"baru {counts[intent]} contoh; paling sedikit {fewest}")
    for category in sorted(categories - intents):
        yield Problem("domain.yml", 0, f"kategori {category} belum menjadi maksud (intent)")
    for category in sorted((categories & intents) - named):
        yield Problem("data/nlu", 0, f"kategori {category} belum mempunyai contoh kalimat")
