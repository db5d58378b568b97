"""A throw-away PostgreSQL cluster for the tests, from the server programs of the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_server_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: of the PATH, else Debian's newest, which is not on the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(DEBIAN_PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def run_cluster(programs: Path) -> Iterator[str]:
    """Run a new cluster on a free port of loopback; yield the URL of its database `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="lapor-postgres-"))
    account = _server_account(folder)
    data, port = folder / "data", _free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", data, *arguments],
            cwd=folder, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **account,
        )  # fmt: skip

    try:
        run("initdb", "-U", "lapor", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder}
        options = " ".join(f"-c {name}={value}" for name, value in {**settings, **UNSAFE_BUT_FAST}.items())
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            yield f"postgresql+psycopg://lapor@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(cluster_url: str, template_url: str = "/template1") -> Iterator[str]:
    """Create a database in the cluster and drop it afterwards; yield its URL.

    It is empty, or a copy of a template to which nobody is connected.
    """
    name, template = f"lapor_{uuid4().hex}", template_url.rpartition("/")[2]
    with psycopg.connect(cluster_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield cluster_url.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _server_account(folder: Path) -> dict[str, Any]:
    """Who runs the server, as `subprocess` takes it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    name = next(name for name in ("postgres", "nobody") if _exists(name))
    user = pwd.getpwnam(name)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _exists(account: str) -> bool:
    return any(user.pw_name == account for user in pwd.getpwall())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
