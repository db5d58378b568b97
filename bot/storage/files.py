"""Photo files in a folder or an S3 bucket, through fsspec."""

from __future__ import annotations

from typing import cast

import fsspec


class Files:
    """A flat store of bytes by name below one URL (`file:///…` or `s3://bucket/prefix`)."""

    def __init__(self, url: str) -> None:
        self._system, self._root = fsspec.core.url_to_fs(url)

    def write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        self._system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        with self._system.open(path, "wb") as file:
            file.write(content)

    def read(self, name: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""
        return cast(bytes, self._system.cat_file(self._path(name)))

    def delete(self, name: str) -> None:
        if self._system.exists(self._path(name)):
            self._system.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"not a file name: {name!r}")
        return f"{self._root}/{name}"
