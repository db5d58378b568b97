"""Reads routing.yml and signals.yml: who is responsible, and what kind of message a text is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.region.entries import (
    AccusationWords,
    AccusedRules,
    AgencyWords,
    DangerKind,
    DangerWords,
    RoutingRule,
    RuleKind,
    SignalWords,
)
from bot.region.problems import Problems
from bot.region.yaml_sections import Section, read_yaml


@dataclass(frozen=True)
class Rules:
    """What routing.yml says, in the order in which it is written."""

    routing: tuple[RoutingRule, ...]
    accused: AccusedRules
    agency_words: tuple[AgencyWords, ...]


def read_routing(problems: Problems, path: Path) -> Rules:
    top = read_yaml(problems, path / "routing.yml")
    rules = [
        rule for name, section in top.section("categories").named_sections() for rule in _rules(name, section)
    ]
    return Rules(
        tuple(rules), _accused(top.section("accused")), tuple(_agency_words(top.section("agency_words")))
    )


def _rules(category: str, section: Section) -> Iterator[RoutingRule]:
    yield RoutingRule(category, section.text("default"), "default", None, None, section.line_of("default"))
    for rule in section.sections("exceptions"):
        yield _conditional(category, rule, "exception")
    for rule in section.sections("suggested"):
        yield _conditional(category, rule, "suggested")
    for rule in section.sections("copies"):
        yield _conditional(category, rule, "copy")


def _conditional(category: str, section: Section, kind: RuleKind) -> RoutingRule:
    owner = section.text("road_owner", "") or None
    words = section.words("when")
    if words is None and owner is None:
        section.error("agency", f"aturan {category} tanpa when dan tanpa road_owner akan selalu berlaku")
    return RoutingRule(category, section.text("agency"), kind, words, owner, section.line)


def _accused(section: Section) -> AccusedRules:
    exceptions: list[AgencyWords] = []
    for rule in section.sections("exceptions"):
        words = rule.words("when")
        if words is None:
            rule.error("when", "pengecualian terlapor tanpa when akan selalu berlaku")
            continue
        exceptions.append(AgencyWords(rule.text("agency"), words, rule.line))
    outside = section.section("outside")
    return AccusedRules(
        default=section.text("default"),
        exceptions=tuple(exceptions),
        outside=outside.words("when"),
        outside_bodies=outside.text("bodies"),
        line=section.line_of("default"),
    )


def _agency_words(section: Section) -> Iterator[AgencyWords]:
    for code in section.values:
        words = section.words(code)
        if words is not None:
            yield AgencyWords(str(code), words, section.line_of(code))


def read_signals(problems: Problems, path: Path) -> SignalWords:
    top = read_yaml(problems, path / "signals.yml")
    danger, accused, kinds = top.section("danger"), top.section("accused"), top.section("class_words")
    return SignalWords(
        danger=DangerWords(
            kinds=tuple(_dangers(danger)),
            neutral=danger.words("neutral"),
            unless_before=danger.words("unless_before"),
            unless=danger.words("unless"),
            past=danger.words("past"),
            urgent=danger.words("urgent"),
        ),
        accused=AccusationWords(
            neutral=accused.words("neutral"),
            alone=accused.words("alone"),
            acts=accused.words("acts"),
            officials=accused.words("officials"),
            unless=accused.words("unless"),
        ),
        information=kinds.words("information"),
        aspiration=kinds.words("aspiration"),
        complaint=kinds.words("complaint"),
    )


def _dangers(danger: Section) -> Iterator[DangerKind]:
    for name, section in danger.section("kinds").named_sections():
        when = section.words("when")
        if when is None:
            section.error("when", f"bahaya {name} tanpa kata tidak pernah dikenali")
            continue
        yield DangerKind(
            id=name,
            label=section.text("label"),
            category=section.text("category"),
            numbers=section.texts("numbers"),
            private="private" in section.values and section.flag("private"),
            when=when,
            unless=section.words("unless"),
            line=danger.section("kinds").line_of(name),
        )
