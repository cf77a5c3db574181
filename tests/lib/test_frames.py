"""Frames have room: how deep something is called does not decide how long it takes."""

import resource
from concurrent.futures import ThreadPoolExecutor

from maseer.lib.frames import with_room

TURNS = 400
DEEPEST = 600


def busy(depth: int) -> None:
    if depth:
        busy(depth - 1)
    else:
        for _ in range(TURNS):
            leaf()


def leaf() -> None:
    """A frame that begins and ends."""


def most_asked_for(call) -> int:
    """How often a loop asks for memory at the worst of all depths. In a thread: tests themselves have room."""

    def asked_for(depth: int) -> int:
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        call(depth)
        return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before

    with ThreadPoolExecutor(1) as thread:
        return max(thread.map(asked_for, range(DEEPEST)))


def test_no_loop_asks_for_memory_at_each_turn_however_deep_it_stands():
    assert most_asked_for(with_room(busy)) < TURNS / 4


def test_without_room_python_still_does():
    """Once this fails, `with_room` can go."""
    assert most_asked_for(busy) >= TURNS


def test_it_is_the_same_call():
    def said(word, *, loud=False):
        """How."""
        return word.upper() if loud else word

    roomy = with_room(said)
    assert (roomy("a"), roomy("a", loud=True)) == ("a", "A")
    assert (roomy.__name__, roomy.__doc__) == ("said", "How.")
