"""Asking an OpenID Connect provider who somebody is: authorization code flow with PKCE, state and nonce."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.settings import OidcSettings

SCOPE = "openid profile email"
# Signatures only: with HMAC whoever holds the client's secret could name anybody.
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512"]
TIMEOUT_SECONDS = 10
LEEWAY_SECONDS = 60
# No answer, or one of another shape.
UNUSABLE = (requests.RequestException, KeyError, TypeError, ValueError)


class OutsideFailure(Exception):
    """The provider cannot be reached, or what it says does not hold."""


@dataclass(frozen=True)
class Asked:
    """What was asked of the provider, kept by the browser (sealed) until it comes back.

    `at` is the moment in seconds, `onward` where the person wants to be.
    """

    state: str
    nonce: str
    verifier: str
    onward: str
    at: float

    def to_text(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def from_text(text: str) -> Asked:
        return Asked(**json.loads(text))


@dataclass(frozen=True)
class Identity:
    """Somebody as the provider knows him; `names` are those an account may be called by."""

    subject: str
    names: tuple[str, ...]


class Provider:
    """The provider of the settings; `redirect` is where it sends people back to."""

    def __init__(self, settings: OidcSettings, redirect: str) -> None:
        self._settings = settings
        self._redirect = redirect

    def ask(self, onward: str, at: float) -> tuple[str, Asked]:
        """The address to send the browser to, and what to remember; raises OutsideFailure."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = Asked(state, nonce, verifier, onward, at)
        endpoint = self._metadata()["authorization_endpoint"]
        with self._client() as client:
            address, _ = client.create_authorization_url(
                endpoint, state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier
            )
        return address, asked

    def identify(self, asked: Asked, code: str) -> Identity:
        """Who came back with this code; raises OutsideFailure."""
        try:
            metadata = self._metadata()
            with self._client() as client:
                token = client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=asked.verifier,
                    timeout=TIMEOUT_SECONDS,
                )
            keys = KeySet.import_key_set(_fetch(metadata["jwks_uri"]))
            claims = self._checked(jwt.decode(token["id_token"], keys, ALGORITHMS).claims, asked.nonce)
        except (AuthlibBaseError, JoseError, *UNUSABLE) as why:
            raise OutsideFailure(type(why).__name__) from None
        return Identity(f"{self._settings.issuer} {claims['sub']}", _names(claims))

    def _checked(self, claims: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of a token that was made by this provider, for us, now, and for this very question."""
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            sub={"essential": True},
            exp={"essential": True},
            aud={"essential": True, "value": self._settings.client_id},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(claims)
        if str(claims["iss"]).rstrip("/") != self._settings.issuer:
            raise ValueError("iss")
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise ValueError("azp")
        return claims

    def _metadata(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = _fetch(f"{self._settings.issuer}/.well-known/openid-configuration")
            if str(found["issuer"]).rstrip("/") != self._settings.issuer:
                raise ValueError("issuer")
        except UNUSABLE as why:
            raise OutsideFailure(type(why).__name__) from None
        return found

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            scope=SCOPE,
            redirect_uri=self._redirect,
            code_challenge_method="S256",
        )


def _fetch(address: str) -> Any:
    answer = requests.get(address, timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    return answer.json()


def _names(claims: dict[str, Any]) -> tuple[str, ...]:
    """An e-mail address counts only when the provider has verified it.

    Many let people choose their `preferred_username` themselves, and one that looks like an address is
    verified by nobody.
    """
    email = claims.get("email") if claims.get("email_verified") is True else None
    chosen = claims.get("preferred_username")
    found = (email, None if "@" in str(chosen) else chosen)
    return tuple(name.strip().lower() for name in found if isinstance(name, str) and name.strip())
