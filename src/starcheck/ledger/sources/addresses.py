"""Addresses of database servers, shown without their passwords."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_ADDRESS = re.compile(
    r"(?P<scheme>postgres(?:ql)?://)(?:(?P<user>[^:@/?#]*)(?::(?P<password>[^@/?#]*))?@)?(?P<rest>[^@]*)", re.IGNORECASE
)
_SECRET = re.compile(r"(?<=[?&])([a-z]*password=)([^&#]*)", re.IGNORECASE)
_HIDDEN = "…"


def is_address(name: str) -> bool:
    """Whether this names a server rather than a file."""
    return name.lower().startswith(("postgresql://", "postgres://"))


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is understood.

    Attributes:
        shown: the address as messages may name it.
        secrets: what no message may hold.
    """

    shown: str
    secrets: tuple[str, ...]

    def without_secrets(self, words: str) -> str:
        """What somebody else said, as messages may repeat it."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            words = words.replace(secret, _HIDDEN)
        return words


def address_of(written: str) -> Address | None:
    """The parts of an address; None if it is not clear where the password ends."""
    parts = _ADDRESS.fullmatch(written)
    if parts is None:
        return None
    user = f"{parts['user']}@" if parts["user"] else ""
    shown = parts["scheme"] + user + _SECRET.sub(rf"\1{_HIDDEN}", parts["rest"])
    written_out = [parts["password"] or "", *(secret for _, secret in _SECRET.findall(parts["rest"]))]
    secrets = {secret for each in written_out if each for secret in (each, unquote(each))}
    return Address(shown, tuple(secrets))


def shown(written: str) -> str:
    """An address as messages may name it."""
    address = address_of(written)
    return address.shown if address else written.partition("//")[0] + "//" + _HIDDEN
