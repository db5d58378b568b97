"""Reads templates.yml: what may be told to citizens after WhatsApp's 24 hours are over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.region.problems import Problems
from bot.region.yaml_sections import Section, read_yaml

FILE = "templates.yml"
# Every change of a report is told by one of these; any other is an addition.
REQUIRED = ("lapor_status", "lapor_jawaban", "lapor_selesai", "lapor_butuh_info")
VALUES = ("tiket", "dinas", "kabar", "tanggal")
# Meta's page "Template categories": anything else costs more and may be refused to a citizen.
CATEGORY = "utility"
# A filled body has at most 1,024 characters; the values need the rest.
LONGEST_BODY = 600
BUTTON_COUNT = 10
# Meta's page "Template components", quick reply buttons.
BUTTON_TITLE = 25
NAME = re.compile(r"[a-z0-9_]{1,512}")
PLACE = re.compile(r"\{\{(\d+)\}\}")
NEIGHBOURS = re.compile(r"\}\}\s*\{\{")


@dataclass(frozen=True)
class MessageTemplate:
    """A message whose text Meta has approved; `{{1}}` stands for the first of its `examples`.

    `examples` maps what may vary (`tiket`, `dinas`, `kabar`, `tanggal`) to a value that shows the
    reviewers of Meta what it means. `buttons` are the titles of its quick replies. With `has_image` a photo
    stands above the text, always.
    """

    name: str
    language: str
    category: str
    body: str
    examples: Mapping[str, str]
    buttons: tuple[str, ...]
    has_image: bool

    def fill(self, values: Mapping[str, str]) -> str:
        """The text as the citizen reads it; raises KeyError for a value that is not given."""
        names = list(self.examples)
        return PLACE.sub(lambda place: values[names[int(place[1]) - 1]], self.body)


def read_templates(problems: Problems, path: Path) -> Mapping[str, MessageTemplate]:
    """The templates by their names; a pack without the file has none."""
    if not (path / FILE).exists():
        return {}
    top = read_yaml(problems, path / FILE)
    templates = {name: _read_template(top, name, section) for name, section in top.named_sections()}
    for name in REQUIRED:
        if name not in templates:
            problems.error(path / FILE, 0, f"templat {name} belum ada")
    return templates


def _read_template(top: Section, name: str, section: Section) -> MessageTemplate:
    if not NAME.fullmatch(name):
        top.error(name, f"nama templat {name!r} hanya boleh huruf kecil, angka, dan garis bawah")
    template = MessageTemplate(
        name=name,
        language=section.text("language", "id"),
        category=section.text("category", CATEGORY),
        body=section.text("body"),
        examples=_read_examples(section),
        buttons=section.texts("buttons"),
        has_image=section.text("header", "") == "image",
    )
    _check_body(section, template)
    _check_buttons(section, template.buttons)
    if template.category != CATEGORY:
        section.error("category", f"category harus {CATEGORY}: templat lain lebih mahal dan dapat ditolak")
    if section.text("header", "") not in ("", "image"):
        section.error("header", "header hanya boleh image")
    return template


def _read_examples(section: Section) -> Mapping[str, str]:
    examples = section.section("examples")
    for name in examples.values:
        if name not in VALUES:
            examples.error(name, f"isian {name} tidak dikenal; yang boleh: {', '.join(VALUES)}")
    return {name: examples.text(name) for name in examples.values}


def _check_body(section: Section, template: MessageTemplate) -> None:
    body, places = template.body, [int(place) for place in PLACE.findall(template.body)]
    wanted = list(range(1, len(template.examples) + 1))
    complaints = {
        f"{len(body)} huruf, paling banyak {LONGEST_BODY}": len(body) > LONGEST_BODY,
        "isian tidak boleh berada di awal atau akhir teks": body.startswith("{{") or body.endswith("}}"),
        "dua isian tidak boleh berdampingan": NEIGHBOURS.search(body) is not None,
        f"isian harus {{{{1}}}} sampai {{{{{len(wanted)}}}}} menurut urutan examples": places != wanted,
    }
    for complaint, found in complaints.items():
        if found:
            section.error("body", f"body pada {template.name}: {complaint}")


def _check_buttons(section: Section, titles: tuple[str, ...]) -> None:
    if len(titles) > BUTTON_COUNT:
        section.error("buttons", f"{len(titles)} tombol, paling banyak {BUTTON_COUNT}")
    if len(set(titles)) < len(titles):
        section.error("buttons", "dua tombol bernama sama")
    for title in titles:
        if not 0 < len(title) <= BUTTON_TITLE:
            section.error("buttons", f"tombol {title!r}: {len(title)} huruf, paling banyak {BUTTON_TITLE}")
