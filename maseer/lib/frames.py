"""Room for calls within calls.

Python keeps the frames of calls in blocks of 16 KB, and gives a block back to the system as soon as the call that began
it ends. Templates call hundreds deep; where a busy loop stands at the border of two blocks, each turn of it asks the
system for memory anew. The same page then takes up to twice as long, by nothing but how deep it was called.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# A frame of so many words gets a block of a megabyte, and leaves half of it to the calls within. It touches none of it.
WORDS = 2**16


def with_room(call: Callable[P, R]) -> Callable[P, R]:
    """The same, called from a frame that has room for all that is called within it."""

    @wraps(call)
    def within(*args: P.args, **named: P.kwargs) -> R:
        return call(*args, **named)

    within.__code__ = within.__code__.replace(co_stacksize=WORDS)
    return within
