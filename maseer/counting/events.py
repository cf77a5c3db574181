"""One line for each thing that happened: when, to which text, by whom, what."""

from dataclasses import dataclass
from enum import StrEnum

from maseer.counting.channels import Channel


class What(StrEnum):
    READ = "r"
    # Read by way of the list of the most read, which must not feed itself.
    READ_FROM_LIST = "l"
    SHARED = "s"
    ARRIVED = "a"


READS = {What.READ, What.READ_FROM_LIST}


@dataclass(frozen=True)
class Event:
    at: int  # seconds since 1970
    article: int
    visitor: int
    what: What
    channel: str = ""

    def line(self) -> bytes:
        return f"{self.at} {self.article} {self.visitor} {self.what} {self.channel}\n".encode()

    @classmethod
    def from_line(cls, line: bytes) -> "Event | None":
        """None for what is no event: a line cut by a full disk."""
        try:
            at, article, visitor, what, channel = line.decode("ascii").removesuffix("\n").split(" ")
            if not line.endswith(b"\n"):
                return None
            return cls(int(at), int(article), int(visitor), What(what), channel)
        except ValueError:
            return None


def said(text: str) -> tuple[int, What, str] | None:
    """What a browser says: `r 12`, `l 12`, `s 12 wa`, `a 12 wa`. None if it says something else."""
    word, _, rest = text.partition(" ")
    number, _, channel = rest.partition(" ")
    if word not in {*What} or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    if (channel == "") != (word in READS) or (channel and channel not in Channel.values):
        return None
    return int(number), What(word), channel
