"""Seals personal values (phone numbers, user ids) and finds them again by a keyed hash."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from bot.settings import ConfigurationError
from bot.storage.tables import Installation

KEY_CHECK = "secret_key_check"


class Vault:
    """Encrypts at rest with a key derived from `SECRET_KEY`; equal values share a look-up hash."""

    def __init__(self, secret_key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(secret_key, b"lapor seal")))
        self._lookup_key = _derive(secret_key, b"lapor look-up")

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the sealed text; raises ValueError when another key sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ValueError("sealed with another SECRET_KEY") from None

    def lookup(self, kind: str, value: str) -> str:
        """A keyed hash (hex) by which a sealed value is found without being readable."""
        return hmac.new(self._lookup_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    def check_database(self, session: Session) -> None:
        """Remember this key in a new database; raises ConfigurationError when the database has another."""
        mark = self.lookup("check", "lapor bupati")
        kept = session.get(Installation, KEY_CHECK)
        if kept is None:
            session.add(Installation(name=KEY_CHECK, value=mark))
        elif not hmac.compare_digest(kept.value, mark):
            raise ConfigurationError(
                "SECRET_KEY is not the one this database was made with: put the former key back "
                "(.env, or var/secret_key from the backup), or start with an empty database"
            )


def _derive(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())
