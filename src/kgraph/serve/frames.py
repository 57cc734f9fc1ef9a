"""How server and workers talk: a header in JSON and a body of bytes, both counted, over pipes."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from asyncio import StreamReader

_COUNTS = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: a job for a worker, or its answer."""

    header: dict[str, Any]
    body: bytes = b""

    def encode(self) -> bytes:
        """The message as bytes."""
        header = json.dumps(self.header).encode()
        return _COUNTS.pack(len(header), len(self.body)) + header + self.body


@dataclass(frozen=True, slots=True)
class Reply:
    """What a job answers: nearly an HTTP response."""

    body: bytes = b""
    media_type: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def read(stream: BinaryIO) -> Frame | None:
    """The next message; None where the stream has ended."""
    counts = stream.read(_COUNTS.size)
    if len(counts) < _COUNTS.size:
        return None
    header, body = _COUNTS.unpack(counts)
    return Frame(json.loads(stream.read(header)), stream.read(body))


async def read_async(stream: StreamReader) -> Frame:
    """The next message. Raises :class:`asyncio.IncompleteReadError` where the stream has ended."""
    header, body = _COUNTS.unpack(await stream.readexactly(_COUNTS.size))
    return Frame(json.loads(await stream.readexactly(header)), await stream.readexactly(body))
