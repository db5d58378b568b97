"""Message templates that the business has registered."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from bot.simulator.database import Database
from bot.simulator.graph_errors import GraphError, invalid_value

Body = dict[str, Any]
VARIABLE = re.compile(r"\{\{\w+\}\}")


class TemplateBook:
    """Every registered template counts as approved at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, template: Body) -> Body:
        """Keep a template and answer as Meta's management API does. Raises GraphError."""
        if not re.fullmatch(r"[a-z0-9_]{1,512}", template.get("name") or ""):
            raise invalid_value("Template name is not valid.")
        if not template.get("language") or not template.get("components"):
            raise invalid_value("A template needs a language and components.")
        category = template.get("category", "UTILITY")
        template_id = str(secrets.randbelow(9 * 10**15) + 10**15)
        components = json.dumps(template["components"])
        values = (template["name"], template["language"], template_id, category, components)
        self._database.write("INSERT OR REPLACE INTO templates VALUES (?, ?, ?, ?, ?)", values)
        return {"id": template_id, "status": "APPROVED", "category": category}

    def all(self) -> list[Body]:
        rows = self._database.rows("SELECT * FROM templates ORDER BY name, language")
        parsed = [{**dict(row), "components": json.loads(row["components"])} for row in rows]
        return [{**template, "status": "APPROVED"} for template in parsed]

    def fill(self, template: Body) -> Body:
        """Body text with its variables, and the button labels.

        Raises GraphError: 132001 for a template nobody registered, 132000 when the number of variables
        differs, 132012 when an image is missing or superfluous.
        """
        name, language = template["name"], template["language"]["code"]
        statement = "SELECT components FROM templates WHERE name = ? AND language = ?"
        row = self._database.row(statement, (name, language))
        if row is None:
            raise _unknown(name, language)
        parts = {part["type"].upper(): part for part in json.loads(row["components"])}
        _check_header(parts, template)
        buttons = [button.get("text", "") for button in parts.get("BUTTONS", {}).get("buttons", [])]
        return {"body": _filled(parts.get("BODY", {}).get("text", ""), _values(template)), "buttons": buttons}


def header_image(template: Body) -> Body:
    """The image above a template that is being sent; empty when there is none."""
    parameters = _parameters(template, "header")
    return dict(parameters[0].get("image") or {}) if parameters else {}


def _unknown(name: str, language: str) -> GraphError:
    details = f"template name ({name}) does not exist in {language}"
    message = "(#132001) Template name does not exist in the translation"
    return GraphError(132001, message, details, status=404)


def _check_header(parts: dict[str, Body], template: Body) -> None:
    wanted = str(parts.get("HEADER", {}).get("format", "")).upper() == "IMAGE"
    if wanted != bool(header_image(template)):
        details = f"header: Format mismatch, expected {'IMAGE' if wanted else 'no image'}."
        raise GraphError(132012, "(#132012) Parameter format does not match format in template", details)


def _values(template: Body) -> list[str]:
    return [str(parameter.get("text", "")) for parameter in _parameters(template, "body")]


def _parameters(template: Body, kind: str) -> list[Body]:
    parts = [part for part in template.get("components") or [] if str(part.get("type")).lower() == kind]
    return [parameter for part in parts for parameter in part.get("parameters") or []]


def _filled(text: str, values: list[str]) -> str:
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    if len(names) != len(values):
        details = f"The body expects {len(names)} parameters and got {len(values)}."
        raise GraphError(132000, "(#132000) Number of parameters does not match the expected number", details)
    given = dict(zip(names, values, strict=True))
    return VARIABLE.sub(lambda found: given[found.group()], text)
