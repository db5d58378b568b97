"""Calls to the Graph API, with pooled connections and time-outs; the token leaves only to known hosts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import requests
from requests import exceptions
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError, NewConnectionError

from bot.settings import WhatsAppSettings
from bot.whatsapp.errors import GraphError, NoAnswer, Refused, Temporary, error_from

CONNECT_SECONDS = 4.0
# Short enough that a courier which is asked to stop is gone within ten seconds.
ANSWER_SECONDS = 8.0
DOWNLOAD_SECONDS = 300.0
CHUNK = 256 * 1024
REDIRECTS = 3
TEMPLATES_A_PAGE = 100
# An account has at most 6,000 templates.
TEMPLATE_PAGES = 60


@dataclass(frozen=True)
class MediaInfo:
    """Where a media file can be had for the next minutes; the URL is never stored."""

    url: str
    size: int | None


class MediaTooLarge(Exception):
    """A file is larger than we take."""


class _Token(AuthBase):
    """The token as a header; an explicit authentication also keeps `.netrc` from replacing it."""

    def __init__(self, scheme: str, token: str) -> None:
        self._value = f"{scheme} {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._value
        return request


class GraphClient:
    """The calls the courier makes; usable from several threads. Every call raises GraphError on failure."""

    def __init__(self, settings: WhatsAppSettings) -> None:
        self._base = settings.graph_url.rstrip("/")
        self._messages = f"{self._base}/{settings.phone_number_id}/messages"
        self._media = f"{self._base}/{settings.phone_number_id}/media"
        self._templates = f"{self._base}/{settings.business_account_id}/message_templates"
        self._examples = f"{self._base}/app/uploads"
        self._bearer = _Token("Bearer", settings.access_token)
        self._oauth = _Token("OAuth", settings.access_token)
        parts = urlsplit(self._base)
        # Unencrypted only where the whole Graph API is: the simulator, or a stand-in for tests.
        self._schemes = {"https", parts.scheme}
        self._hosts = {*settings.media_hosts, parts.hostname}
        self._local = threading.local()

    def send(self, message: dict[str, Any]) -> str:
        """Send a message and return its wamid."""
        answer = self._post(message)
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise NoAnswer(None, "an answer without a message id") from None

    def mark_read(self, receipt: dict[str, Any]) -> None:
        self._post(receipt)

    def upload(self, content: bytes, mime: str, name: str) -> str:
        """Hand over a file of ours and return the id that messages name it by, for 30 days."""
        fields = {"messaging_product": "whatsapp", "type": mime}
        files = {"file": (name, content, mime)}
        response = self._call("POST", self._media, auth=self._bearer, data=fields, files=files)
        graph_id = self._answer(response).get("id")
        if not graph_id:
            raise Temporary(None, "an answer without a media id")
        return str(graph_id)

    def upload_example(self, content: bytes, mime: str, name: str) -> str:
        """Hand over an example for a template's header and return its handle (Meta's "Resumable Upload API").

        `app` is the app that the token belongs to. The bytes themselves go with the token as `OAuth`.
        """
        asked = {"file_name": name, "file_length": str(len(content)), "file_type": mime}
        opened = self._answer(self._call("POST", self._examples, auth=self._bearer, params=asked))
        # Such an id ends in a signature that is a query: it is an address as it stands.
        place = str(opened.get("id", ""))
        if not place.startswith("upload:"):
            raise Temporary(None, "an answer without an upload session")
        headers = {"file_offset": "0", "Content-Type": "application/octet-stream"}
        sent = self._call("POST", f"{self._base}/{place}", auth=self._oauth, data=content, headers=headers)
        handle = self._answer(sent).get("h")
        if not handle:
            raise Temporary(None, "an answer without a handle")
        return str(handle)

    def list_templates(self) -> list[dict[str, Any]]:
        """Every message template of the account, page by page."""
        found: list[dict[str, Any]] = []
        after: str | None = None
        for _ in range(TEMPLATE_PAGES):
            asked = {"limit": str(TEMPLATES_A_PAGE), **({"after": after} if after else {})}
            answer = self._answer(self._call("GET", self._templates, auth=self._bearer, params=asked))
            found += [one for one in answer.get("data") or () if isinstance(one, dict)]
            paging = answer.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after") if paging.get("next") else None
            if not after:
                break
        return found

    def create_template(self, template: dict[str, Any]) -> dict[str, Any]:
        """Register a message template; the answer names its id and state."""
        return self._answer(self._call("POST", self._templates, auth=self._bearer, json=template))

    def find_media(self, graph_id: str) -> MediaInfo:
        """Ask for a fresh URL of a media file."""
        address = f"{self._base}/{quote(graph_id, safe='')}"
        answer = self._answer(self._call("GET", address, auth=self._bearer))
        url, size = answer.get("url"), str(answer.get("file_size"))
        if not isinstance(url, str):
            raise Temporary(None, "an answer without a URL")
        return MediaInfo(url, int(size) if size.isdigit() else None)

    def download(self, url: str, largest: int, keep_going: Callable[[], bool] = lambda: True) -> bytes:
        """Fetch a media file; raises MediaTooLarge beyond `largest` bytes, Temporary when it is cut short.

        The token goes only to the hosts of the settings, and never along with a redirect.
        """
        auth: AuthBase | None = self._bearer
        for _ in range(REDIRECTS + 1):
            if not self._is_known(url):
                raise Refused(None, "a media URL on an unknown host")
            with self._call("GET", url, auth=auth, stream=True) as response:
                if not response.is_redirect:
                    return self._read(response, largest, keep_going)
                url, auth = urljoin(url, response.headers["location"]), None
        raise Temporary(None, "too many redirects")

    def _is_known(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in self._schemes and parts.hostname in self._hosts

    def _read(self, response: requests.Response, largest: int, keep_going: Callable[[], bool]) -> bytes:
        if response.status_code != 200:
            # Expired URLs answer 404, some with a Graph error inside: whatever it is, a new URL is asked for.
            raise Temporary(None, f"HTTP {response.status_code} for a media file", response.status_code)
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > largest:
            raise MediaTooLarge
        content = bytearray()
        deadline = time.monotonic() + DOWNLOAD_SECONDS
        try:
            for chunk in response.iter_content(CHUNK):
                content += chunk
                if len(content) > largest:
                    raise MediaTooLarge
                if not keep_going() or time.monotonic() > deadline:
                    raise Temporary(None, "the download was broken off")
        except exceptions.RequestException as error:
            raise Temporary(None, type(error).__name__) from None
        return bytes(content)

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._answer(self._call("POST", self._messages, auth=self._bearer, json=body))

    def _answer(self, response: requests.Response) -> dict[str, Any]:
        with response:
            try:
                body = response.json()
            except (ValueError, exceptions.RequestException):
                body = None
        if response.status_code != 200 or (isinstance(body, dict) and "error" in body):
            raise error_from(response.status_code, body)
        if not isinstance(body, dict):
            raise NoAnswer(None, "an answer that is no JSON")
        return body

    def _call(self, method: str, url: str, **options: Any) -> requests.Response:
        timeout = (CONNECT_SECONDS, ANSWER_SECONDS)
        try:
            return self._session().request(method, url, timeout=timeout, allow_redirects=False, **options)
        except exceptions.RequestException as error:
            raise _failure(error) from None

    def _session(self) -> requests.Session:
        # Sessions are not meant to be shared between threads.
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
        return session


def _failure(error: exceptions.RequestException) -> GraphError:
    """A call without an answer: not sent for certain when no connection came about."""
    cause = error.args[0] if error.args else None
    unconnected = isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    never_left = (exceptions.ConnectTimeout, exceptions.SSLError, exceptions.ProxyError, ValueError)
    kind = Temporary if unconnected or isinstance(error, never_left) else NoAnswer
    return kind(None, type(error).__name__)
