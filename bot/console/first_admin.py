"""The first account of a new installation, with a password for one use."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.console.passwords import one_time_password
from bot.console.people import Details, add_person
from bot.console.records import Staff
from bot.reports.sight import ADMIN
from bot.storage.database import Database
from bot.storage.tables import now

USERNAME = "admin"


def make_first_admin(database: Database) -> str | None:
    """Make the admin where nobody of the staff is known yet; None when somebody is.

    Of several processes that start at once exactly one gets a password: the username is unique.
    """
    password = one_time_password()
    try:
        with database.writing() as session:
            if session.scalar(select(func.count()).select_from(Staff)):
                return None
            details = Details(USERNAME, "Admin", ADMIN)
            made = add_person(session, details, password, now(), None, one_time=True)
    except IntegrityError:
        return None
    return password if made else None


def first_admin_lines(base: str, password: str) -> list[str]:
    """What a person reads at the first start; never printed again."""
    return [
        "",
        "First start: sign in to the staff console and choose a password of your own.",
        "Pertama kali dijalankan: masuklah ke konsol petugas, lalu ganti kata sandinya.",
        f"  Staff console {base}/staff",
        f"  Username      {USERNAME}",
        f"  Password      {password}   (works once, shown only now / sekali pakai, hanya tampil kali ini)",
        "",
    ]
