"""Signing in with an account of the government, where a provider is configured."""

from __future__ import annotations

import hmac

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.accounts import end_all_sessions
from bot.console.audit import note
from bot.console.oidc import Asked, Identity, OutsideFailure, Provider
from bot.console.records import Staff
from bot.console.sign_in import begin_session, login_page
from bot.console.visits import Console, NotFound, Page, Visit, go_to

COOKIE = "lapor_staff_tanya"
COOKIE_PATH = "/staff/oidc"
# How long somebody may take at the provider.
ASKED_SECONDS = 600
UNREACHABLE = "Layanan akun pemerintah sedang tidak dapat dipakai. Silakan coba lagi, atau pakai kata sandi."
GIVEN_UP = "Masuk dengan akun pemerintah tidak selesai. Silakan coba lagi."
UNKNOWN = "Akun pemerintah Anda belum terdaftar di sini. Minta admin menambahkan Anda sebagai pengguna."

log = structlog.get_logger()


def ask_provider(console: Console, visit: Visit) -> Response:
    try:
        address, asked = _provider(console).ask(visit.word("lanjut"), visit.at.timestamp())
    except OutsideFailure as failure:
        return _failed(console, visit, failure)
    response = go_to(address)
    response.set_cookie(
        COOKIE,
        console.vault.seal(asked.to_text()),
        max_age=ASKED_SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        # The provider sends the browser back here from another site.
        samesite="lax",
        secure=console.settings.public_url.startswith("https://"),
    )
    return response


def come_back(console: Console, visit: Visit) -> Response:
    response = _answered(console, visit)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _answered(console: Console, visit: Visit) -> Response:
    provider, asked = _provider(console), _asked(console, visit)
    code = visit.word("code")
    if asked is None or not code:
        return login_page(console, visit, 400, GIVEN_UP)
    try:
        identity = provider.identify(asked, code)
    except OutsideFailure as failure:
        return _failed(console, visit, failure)
    with console.database.writing() as session:
        staff = find_by_identity(session, identity)
        if staff is None:
            return login_page(console, visit, 403, UNKNOWN)
        _remember(session, visit, staff, identity)
        return begin_session(console, visit, session, staff, asked.onward)


def find_by_identity(session: Session, identity: Identity) -> Staff | None:
    """The enabled account of this person: known by his subject, else one of his name that is nobody's yet."""
    enabled = select(Staff).where(Staff.disabled_at.is_(None))
    known = session.scalars(select(Staff).where(Staff.subject == identity.subject)).one_or_none()
    if known:
        return None if known.disabled_at else known
    named = enabled.where(Staff.username.in_(identity.names), Staff.subject.is_(None))
    found = {staff.username: staff for staff in session.scalars(named)}
    return next((found[name] for name in identity.names if name in found), None)


def _remember(session: Session, visit: Visit, staff: Staff, identity: Identity) -> None:
    if staff.subject:
        return
    staff.subject = identity.subject
    if staff.must_change_password:
        # A password for one use that he does not need lies on no slip of paper any more.
        staff.password_hash, staff.must_change_password = None, False
        end_all_sessions(session, staff.id, visit.at)
    note(session, staff.id, "akun_dihubungkan", visit.at, account=staff.id)


def _provider(console: Console) -> Provider:
    settings = console.settings
    if settings.oidc is None:
        raise NotFound
    return Provider(settings.oidc, f"{settings.public_url}/staff/oidc/kembali")


def _asked(console: Console, visit: Visit) -> Asked | None:
    """What this very browser asked, a moment ago; None when the answer is to another question."""
    try:
        asked = Asked.from_text(console.vault.open(visit.request.cookies.get(COOKIE, "")))
    except (TypeError, ValueError):
        return None
    is_ours = hmac.compare_digest(asked.state.encode(), visit.word("state").encode())
    return asked if is_ours and visit.at.timestamp() - asked.at < ASKED_SECONDS else None


def _failed(console: Console, visit: Visit, failure: OutsideFailure) -> Response:
    log.warning("identity provider failed", reason=str(failure))
    return login_page(console, visit, 502, UNREACHABLE)


PAGES = (
    Page("/oidc", ask_provider, stage=""),
    Page("/oidc/kembali", come_back, stage=""),
)
