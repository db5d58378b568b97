"""Finds the rules that may apply by what happened last, where Rasa tries every rule for every prediction.

Two thirds of a prediction went into that with 170 rules. Rasa still decides which of the found ones apply.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = dict[str, dict[str, Any]]
Rules = dict[str, str]
Last = tuple[str | None, str | None]


class RuleLookup:
    """Stands in for `RulePolicy._get_possible_keys` of one loaded policy."""

    def __init__(self, policy: RulePolicy) -> None:
        self._ask_rasa = policy._get_possible_keys
        self._tables = {
            id(policy.lookup[table]): _by_last_state(policy.lookup[table])
            for table in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)
        }

    def __call__(self, rules: Rules, states: list[State]) -> set[str]:
        """The rules whose every state fits the conversation's."""
        table = self._tables.get(id(rules))
        if table is None or not states:
            return self._ask_rasa(rules, states)
        action, intent = _last(states[-1])
        places = {(action, intent), (action, None), (None, intent), (None, None)}
        return self._ask_rasa({key: rules[key] for place in places for key in table.get(place, ())}, states)


def use_rule_lookup(policy: RulePolicy) -> None:
    """Let this policy find its rules by what happened last."""
    policy._get_possible_keys = RuleLookup(policy)


def _by_last_state(rules: Rules) -> dict[Last, list[str]]:
    table: dict[Last, list[str]] = defaultdict(list)
    for key in rules:
        table[_last(json.loads(key)[-1])].append(key)
    return dict(table)


def _last(state: State) -> Last:
    """The action before and the intent of a state; None for what a rule leaves open or forbids."""
    action = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    intent = state.get(USER, {}).get(INTENT)
    return _required(action), _required(intent)


def _required(value: str | None) -> str | None:
    return None if value in ("", SHOULD_NOT_BE_SET) else value
