"""A server that speaks OpenAI's embeddings protocol: one request, and what each kind of answer means. Not the vectors.

The key is read from the environment for each request and kept nowhere; what a server says of it is blotted out.
"""

import os
from functools import cached_property
from threading import Lock
from urllib.parse import urlsplit

from recipes.embedders.base import EmbedderError, EmbedderUnavailable
from recipes.embedders.patience import PassingTrouble, seconds_asked

MOST_SAID = 300
"""Characters of a server's own words that an error repeats."""

OUR_MACHINE = {"localhost", "127.0.0.1", "::1"}
OF_THESE_TEXTS = {400, 413, 422}
OF_THE_KEY = {401, 403}


class ApiServer:
    """`POST {base_url}/embeddings`, with the key that stands in the environment variable `key_variable`, if any."""

    def __init__(self, base_url: str, key_variable: str):
        self.base_url = base_url.rstrip("/")
        self.key_variable = key_variable
        self._lock = Lock()

    @property
    def place(self) -> str:
        """Host and port, which is all that messages and spaces say of the address."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def is_on_this_machine(self) -> bool:
        return urlsplit(self.base_url).hostname in OUR_MACHINE

    @property
    def key(self) -> str:
        return os.environ.get(self.key_variable, "").strip()

    def faults(self) -> list[str]:
        """What is wrong with the address, a sentence each."""
        try:
            url = urlsplit(self.base_url)
            is_web = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
        except ValueError:
            is_web = False
        if not is_web:
            return ["OPENAI_BASE_URL is no address such as https://api.openai.com/v1 or http://localhost:11434/v1."]
        if url.username is not None or url.query or url.fragment:
            return [f"OPENAI_BASE_URL holds more than an address: a key belongs into {self.key_variable}."]
        return []

    @cached_property
    def _client(self):
        import httpx2

        return httpx2.Client(headers={"User-Agent": "Larder"})

    def post(self, body: dict, timeout: float) -> dict:
        """The server's answer to one request, as its JSON says.

        PassingTrouble where asking again may help, EmbedderError where it refuses what was asked, EmbedderUnavailable
        where it would refuse anything.
        """
        import httpx2

        self.require_a_usable_key()
        with self._lock:
            client = self._client
        url = f"{self.base_url}/embeddings"
        try:
            response = client.post(url, json=body, timeout=timeout, auth=self._signed)
        except httpx2.TimeoutException:
            # `from None`: the frames below hold the request with its headers.
            raise PassingTrouble(f"{self.place} gave no answer within {timeout:g} s.") from None
        except httpx2.TransportError as error:
            raise PassingTrouble(f"{self.place} can't be reached ({type(error).__name__}: {error}).") from None
        except httpx2.HTTPError as error:
            raise EmbedderUnavailable(f"{self.place} gave an answer that can't be read ({error}).") from None
        return self._read(response)

    def require_a_usable_key(self) -> None:
        """EmbedderUnavailable for what no header can hold: the HTTP library's own complaint would repeat it."""
        if not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise EmbedderUnavailable(
                f"{self.key_variable} holds characters that no key has, such as a space or a line break: set it again."
            )

    def _signed(self, request):
        if key := self.key:
            request.headers["Authorization"] = f"Bearer {key}"
        return request

    def _read(self, response) -> dict:
        if response.status_code != 200:
            raise self._refusal(response)
        try:
            answer = response.json()
        except ValueError:
            raise PassingTrouble(f"{self.place} gave an answer that is no whole JSON.") from None
        if not isinstance(answer, dict):
            raise EmbedderUnavailable(f"{self.place} gave no answer of the embeddings protocol. {self._where}")
        return answer

    def _refusal(self, response) -> Exception:
        status, said = response.status_code, self._said(response)
        told = f"{self.place} answered {status}{f' ({said})' if said else ''}."
        if status == 429 and "insufficient_quota" in said:
            return EmbedderUnavailable(f"{told} The quota is used up: see the billing of the account, then run again.")
        if status in (408, 409, 429) or status >= 500:
            return PassingTrouble(told, seconds_asked(response.headers.get("Retry-After")))
        if status in OF_THESE_TEXTS:
            return EmbedderError(
                f"{told} Where a text is too long for it, lower RECIPES_OPENAI_MAX_TOKENS; where there are too many at "
                "once, RECIPES_OPENAI_BATCH_SIZE; where it knows no `dimensions`, unset RECIPES_OPENAI_SHORTEN."
            )
        if status in OF_THE_KEY:
            has = "Set" if self.key else "It wants a key: set"
            return EmbedderUnavailable(f"{told} {has} {self.key_variable} to one that may use the model.")
        return EmbedderUnavailable(f"{told} {self._where}")

    @property
    def _where(self) -> str:
        return "See that OPENAI_BASE_URL (most end in /v1) and RECIPES_OPENAI_MODEL are what the server serves."

    def _said(self, response) -> str:
        """The server's own words, in one line, without the key."""
        try:
            body = response.json()
        except ValueError:
            body = response.text
        said = body.get("error", body.get("detail", body)) if isinstance(body, dict) else body
        if isinstance(said, dict):
            said = " ".join(str(said[name]) for name in ("message", "code") if said.get(name)) or said
        line = " ".join(str(said).split())
        line = line.replace(self.key, "***") if self.key else line
        return line if len(line) <= MOST_SAID else f"{line[:MOST_SAID]}..."
