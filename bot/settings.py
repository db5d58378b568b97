"""The environment, read once into one frozen `Settings`."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

META_GRAPH_URL = "https://graph.facebook.com/v25.0"
META_MEDIA_HOSTS = ("lookaside.fbsbx.com", "scontent.whatsapp.net", "mmg.whatsapp.net")


class ConfigurationError(Exception):
    """The configuration does not allow a start; the message is one line that says what to do."""


@dataclass(frozen=True)
class WhatsAppSettings:
    """Meta's number, or the simulator's when no access token is configured."""

    graph_url: str
    phone_number_id: str
    business_account_id: str
    access_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    media_hosts: tuple[str, ...]
    messages_per_second: float
    pair_seconds: float
    simulated: bool


@dataclass(frozen=True)
class DialogueSettings:
    """How long a turn waits for more words, and when a silent draft goes out. All values in seconds."""

    fragment_settle: float
    media_settle: float
    silent_filing: float
    lease: float
    retries: int
    retry_base: float


@dataclass(frozen=True)
class OidcSettings:
    """An identity provider of the government, with which staff may sign in as well."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything the program takes from its environment."""

    database_url: str
    media_url: str
    region: Path
    responses: Path
    models: Path
    models_url: str
    var: Path
    public_url: str
    trusted_proxies: tuple[str, ...]
    metrics_token: str | None = field(repr=False)
    secret_key: str = field(repr=False)
    evaluation: Path
    simulator_anywhere: bool
    map_tiles: str
    oidc: OidcSettings | None
    whatsapp: WhatsAppSettings
    dialogue: DialogueSettings


def load_settings(root: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read `.env` below `root` and the environment (which wins).

    Raises ConfigurationError when a value cannot be used or a needed one is missing.
    """
    root = (root or Path.cwd()).resolve()
    values = {key: value for key, value in dotenv_values(root / ".env").items() if value}
    values.update(
        {key: value for key, value in (os.environ if environ is None else environ).items() if value}
    )
    var = root / "var"
    secret_key = values.get("SECRET_KEY") or _kept_secret(var / "secret_key")
    public_url = values.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    return Settings(
        database_url=_absolute_sqlite(values.get("DATABASE_URL", "sqlite:///var/lapor.db"), root),
        media_url=_absolute_folder(values.get("MEDIA_URL", "file://var/media"), root),
        region=root / values.get("REGION", "data/region/oki"),
        responses=root / "data/responses",
        models=root / values.get("MODELS", "models"),
        models_url=_absolute_folder(values.get("MODELS_URL", ""), root),
        var=var,
        public_url=public_url,
        trusted_proxies=_words(values.get("TRUSTED_PROXIES", "")),
        metrics_token=values.get("METRICS_TOKEN"),
        secret_key=secret_key,
        evaluation=root / values.get("LAPOR_EVAL_DIR", "eval"),
        simulator_anywhere=values.get("SIMULATOR") == "1",
        map_tiles=values.get("MAP_TILES", ""),
        oidc=_oidc(values),
        whatsapp=_whatsapp(values, secret_key, public_url),
        dialogue=_dialogue(values),
    )


def _whatsapp(values: Mapping[str, str], secret_key: str, public_url: str) -> WhatsAppSettings:
    token = values.get("WHATSAPP_ACCESS_TOKEN", "")
    pace = {
        "messages_per_second": _number(values, "WHATSAPP_MESSAGES_PER_SECOND", 80.0),
        "pair_seconds": _number(values, "WHATSAPP_PAIR_SECONDS", 6.0),
    }
    if not token:
        return WhatsAppSettings(
            graph_url=f"{public_url}/simulator/graph/v25.0",
            phone_number_id="100000000000001",
            business_account_id="100000000000002",
            access_token=_derived(secret_key, "simulator access token"),
            app_secret=_derived(secret_key, "simulator app secret"),
            verify_token=_derived(secret_key, "simulator verify token"),
            media_hosts=(),
            simulated=True,
            **pace,
        )
    for needed in ("WHATSAPP_APP_SECRET", "WHATSAPP_PHONE_NUMBER_ID"):
        if not values.get(needed):
            raise ConfigurationError(
                f"WHATSAPP_ACCESS_TOKEN is set but {needed} is not: set it in .env, or remove the token"
            )
    graph_url = values.get("WHATSAPP_GRAPH_URL", META_GRAPH_URL).rstrip("/")
    hosts = _words(values.get("WHATSAPP_MEDIA_HOSTS", "")) or META_MEDIA_HOSTS
    return WhatsAppSettings(
        graph_url=graph_url,
        phone_number_id=values["WHATSAPP_PHONE_NUMBER_ID"],
        business_account_id=values.get("WHATSAPP_BUSINESS_ACCOUNT_ID", ""),
        access_token=token,
        app_secret=values["WHATSAPP_APP_SECRET"],
        verify_token=values.get("WHATSAPP_VERIFY_TOKEN", ""),
        media_hosts=(*hosts, urlsplit(graph_url).hostname or ""),
        simulated=False,
        **pace,
    )


def _oidc(values: Mapping[str, str]) -> OidcSettings | None:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in names if not values.get(name)]
    if len(missing) == len(names):
        return None
    if missing:
        raise ConfigurationError(
            f"{missing[0]} is not set, but another OIDC_ variable is: set all three, or none"
        )
    issuer, client_id, client_secret = (values[name] for name in names)
    return OidcSettings(issuer.rstrip("/"), client_id, client_secret)


def _dialogue(values: Mapping[str, str]) -> DialogueSettings:
    return DialogueSettings(
        fragment_settle=_number(values, "SETTLE_FRAGMENT_SECONDS", 5.0),
        media_settle=_number(values, "SETTLE_MEDIA_SECONDS", 3.0),
        silent_filing=_number(values, "SILENT_FILING_SECONDS", 3600.0),
        lease=_number(values, "TURN_LEASE_SECONDS", 60.0),
        retries=int(_number(values, "TURN_RETRIES", 5)),
        retry_base=_number(values, "TURN_RETRY_SECONDS", 2.0),
    )


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}; or set SECRET_KEY") from None


def _make_secret(path: Path) -> None:
    """Several processes may start at once: one of them makes the secret, and none reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable by the owner only, from its first moment.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def _derived(secret_key: str, purpose: str) -> str:
    return hmac.new(secret_key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _absolute_sqlite(url: str, root: Path) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url.startswith("sqlite:////") or url.endswith(":memory:"):
        return url
    return f"{prefix}{root / url.removeprefix(prefix)}"


def _absolute_folder(url: str, root: Path) -> str:
    prefix = "file://"
    if not url.startswith(prefix) or url.startswith("file:///"):
        return url
    return f"{prefix}{root / url.removeprefix(prefix)}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _number(values: Mapping[str, str], name: str, default: float) -> float:
    try:
        number = float(values.get(name, default))
    except ValueError:
        raise ConfigurationError(f"{name} must be a number, not {values[name]!r}") from None
    if number < 0:
        raise ConfigurationError(f"{name} must not be negative")
    return number
