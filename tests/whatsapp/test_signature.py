from __future__ import annotations

import json

import pytest

from bot.whatsapp.signature import is_signed, sign

SECRET = "the app secret"
# As Meta writes it: everything outside ASCII, and the slash, escaped.
BODY = rb'{"text":{"body":"got mampet \ud83d\ude22 di \u201cCelikah\u201d, a\/n ibu@oki"}}'


def test_a_body_signed_by_the_secret_is_signed() -> None:
    assert is_signed(SECRET, BODY, sign(SECRET, BODY))


def test_the_signature_is_over_the_bytes_and_not_over_their_meaning() -> None:
    again = json.dumps(json.loads(BODY)).encode()
    assert again != BODY
    assert not is_signed(SECRET, again, sign(SECRET, BODY))


def test_the_signature_is_the_one_of_the_standard() -> None:
    # The second test case of RFC 4231.
    header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert is_signed("Jefe", b"what do ya want for nothing?", header)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        sign("another secret", BODY),
        sign(SECRET, BODY).removeprefix("sha256="),
        sign(SECRET, BODY).upper(),
        sign(SECRET, BODY) + "0",
        sign(SECRET, BODY)[:-1],
        "sha1=" + "0" * 40,
        "sha256=\u00e4\u00f6",
    ],
)
def test_anything_else_is_not(header: str | None) -> None:
    assert not is_signed(SECRET, BODY, header)


def test_without_a_secret_nothing_is_signed() -> None:
    assert not is_signed("", BODY, sign("", BODY))
