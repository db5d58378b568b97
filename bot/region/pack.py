"""Loads a region pack from its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.region.entries import (
    AccusedRules,
    Agency,
    AgencyWords,
    Category,
    District,
    Road,
    RoutingRule,
    SignalWords,
    Village,
)
from bot.region.prices import MessagePrices, read_prices
from bot.region.problems import Problems
from bot.region.profile import Profile, read_profile
from bot.region.references import check_references
from bot.region.rules import read_routing, read_signals
from bot.region.tables import (
    read_agencies,
    read_categories,
    read_dialect,
    read_districts,
    read_roads,
    read_villages,
)
from bot.region.templates import MessageTemplate, read_templates


@dataclass(frozen=True, eq=False)
class Region(Profile):
    """One regency in memory. Villages and districts are keyed by Kemendagri code, agencies by their code."""

    path: Path
    categories: Mapping[str, Category]
    agencies: Mapping[str, Agency]
    districts: Mapping[str, District]
    villages: Mapping[str, Village]
    roads: tuple[Road, ...]
    routing: tuple[RoutingRule, ...]
    accused: AccusedRules
    agency_words: tuple[AgencyWords, ...]
    signals: SignalWords
    dialect: Mapping[str, str]
    templates: Mapping[str, MessageTemplate]
    prices: MessagePrices | None

    def rules_for(self, category: str) -> tuple[RoutingRule, ...]:
        """The routing rules of a category, default first, then in the order of routing.yml."""
        return tuple(rule for rule in self.routing if rule.category == category)

    def copy_code(self, district_code: str) -> str:
        """The code under which the head of a district gets his copies, e.g. KEC-16.02.05."""
        return f"{self.district_agency}-{district_code}"

    def is_copy_code(self, code: str) -> bool:
        """Whether a code is that of the head of a district."""
        return code.startswith(self.copy_code(""))

    @property
    def leaders(self) -> Mapping[str, str]:
        """The desks of escalation that are no agency, with their names."""
        return {
            level.desk: level.name
            for level in self.escalation
            if level.desk and level.desk not in self.agencies
        }

    def agency_label(self, code: str) -> str:
        """An agency's short name for citizens; of a district's copy code "Camat Kayu Agung"."""
        if code in self.leaders:
            return self.leaders[code]
        agency, _, district_code = code.partition("-")
        label = self.agencies[agency].short_name
        return f"{label} {self.districts[district_code].name}" if district_code else label

    def category_label(self, category: str) -> str:
        """Its name; its id when the pack has dropped it since."""
        known = self.categories.get(category)
        return known.name if known else category

    def village_label(self, code: str) -> str:
        """A village with its kind: "Desa Celikah"."""
        village = self.villages[code]
        return f"{village.kind.capitalize()} {village.name}"

    def district_label(self, code: str) -> str:
        """A district as written in an address: "Kec. Kayu Agung"."""
        return f"Kec. {self.districts[code].name}"


def read_region(path: Path, problems: Problems) -> Region:
    """Read a pack and report every problem found; the result is usable only when there is no error."""
    profile = read_profile(problems, path)
    rules = read_routing(problems, path)
    region = Region(
        **vars(profile),
        path=path,
        categories=read_categories(problems, path, profile.deadlines),
        agencies=read_agencies(problems, path),
        districts=read_districts(problems, path),
        villages=read_villages(problems, path),
        roads=read_roads(problems, path),
        routing=rules.routing,
        accused=rules.accused,
        agency_words=rules.agency_words,
        signals=read_signals(problems, path),
        dialect=read_dialect(problems, path),
        templates=read_templates(problems, path),
        prices=read_prices(problems, path),
    )
    check_references(region, problems)
    return region


def load_region(path: Path | str) -> Region:
    """Load a pack once per process. Raises `RegionError`, naming file and line, for the first error in it."""
    return _load(Path(path).resolve())


@lru_cache(maxsize=8)
def _load(path: Path) -> Region:
    problems = Problems()
    region = read_region(path, problems)
    problems.raise_first_error()
    return region
