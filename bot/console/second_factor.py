"""Codes of an authenticator app (RFC 6238), each of which counts once."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from bot.console.records import Staff
from bot.storage.vault import Vault

STEP_SECONDS = 30
# Clocks of telephones differ: the code before and the one after count as well.
WINDOW = 1


def prepare_secret(session: Session, vault: Vault, staff_id: int) -> str:
    """The secret that he is about to put into his app: the one begun before, else a new one."""
    staff = session.get_one(Staff, staff_id)
    if staff.totp_sealed is None:
        staff.totp_sealed = vault.seal(pyotp.random_base32())
    return vault.open(staff.totp_sealed)


def matching_step(vault: Vault, staff: Staff, code: str, at: datetime) -> int | None:
    """The time step of a right code; None when it is wrong, too old, or was used before."""
    if staff.totp_sealed is None:
        return None
    generator = pyotp.TOTP(vault.open(staff.totp_sealed), interval=STEP_SECONDS)
    now_step = int(at.timestamp()) // STEP_SECONDS
    digits = "".join(code.split())
    for step in range(now_step - WINDOW, now_step + WINDOW + 1):
        is_new = staff.totp_last_step is None or step > staff.totp_last_step
        if is_new and hmac.compare_digest(generator.generate_otp(step).encode(), digits.encode()):
            return step
    return None


def use_step(session: Session, staff_id: int, step: int) -> bool:
    """Use the code of a step up; False when another browser was faster with the same one."""
    unused = or_(Staff.totp_last_step.is_(None), Staff.totp_last_step < step)
    used = session.execute(update(Staff).where(Staff.id == staff_id, unused).values(totp_last_step=step))
    return bool(getattr(used, "rowcount", 0))


def forget_secret(staff: Staff) -> None:
    """Turn the second factor off; the last step stays, so that no code ever counts twice."""
    staff.totp_sealed = staff.totp_confirmed_at = None


def setup_address(secret: str, username: str, issuer: str) -> str:
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=username, issuer_name=issuer)


def as_picture(address: str) -> str:
    """A QR code as the source of an <img>."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2)
