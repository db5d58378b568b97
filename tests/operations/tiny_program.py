"""Supervises tiny roles: `python tiny_program.py STOP_SECONDS NAME=SCRIPT ...`."""

from __future__ import annotations

import sys

from bot.supervisor import Role, Supervisor

BEGINNING = "import signal, sys, time; from bot.lifeline import RoleEnd; role = RoleEnd.take(); "

if __name__ == "__main__":
    seconds, *scripts = sys.argv[1:]
    roles = [
        Role(name, [BEGINNING + script]) for name, _, script in (text.partition("=") for text in scripts)
    ]
    supervisor = Supervisor(
        roles, ["All serve."], command=(sys.executable, "-c"), stop_seconds=float(seconds)
    )
    sys.exit(supervisor.run())
