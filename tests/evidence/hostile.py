"""A reading process with readers that misbehave, for tests: `python hostile.py LIMITS`."""

import os
import sys
import time

import msgspec

from cloudreview.evidence.content import Content
from cloudreview.evidence.limits import Limits
from cloudreview.evidence.reader import Reader
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.worker import serve
from cloudreview.vocabulary.delivery import Bad, Reading


def _spin(content: Content) -> Reading:
    while True:
        pass


def _hang(content: Content) -> Reading:
    time.sleep(3600)
    raise AssertionError


def _die(content: Content) -> Reading:
    os._exit(7)


def _kill(content: Content) -> Reading:
    os.kill(os.getpid(), 9)
    raise AssertionError


def _eat(content: Content) -> Reading:
    return Reading(format="eat", parsed=len(b"x" * (1 << 40)))


def _raise(content: Content) -> Reading:
    raise KeyError("secret text")


def _print(content: Content) -> Reading:
    print("not a frame")
    os.write(1, b"neither")
    return Reading(format="print", parsed=len(content.data))


def _miscount(content: Content) -> Reading:
    return Reading(format="miscount", parsed=1)


def _log(content: Content) -> Reading:
    rest = [*[None] * 3, "cloudtrail", *[None] * 3, "data_read", *[None] * 12]
    events = [(f"#/Records/{number}", number, *rest[1:]) for number in range(3)]
    return Reading(format="cloudtrail", parsed=len(content.data), events=events)


def _bad_log(content: Content) -> Reading:
    good = _log(content)
    return msgspec.structs.replace(good, parsed=1, bad=[Bad("#/Records/3", "broken", len(content.data) - 1)])


ACTS = {"spin": _spin, "hang": _hang, "die": _die, "kill": _kill, "eat": _eat, "raise": _raise, "print": _print}
ACTS |= {"miscount": _miscount, "log": _log, "badlog": _bad_log}


def _reader(word: str) -> Reader:
    return Reader(word, lambda content: content.data.startswith(f"!{word}\n".encode()), ACTS[word])


if __name__ == "__main__":
    serve(msgspec.json.decode(sys.argv[1], type=Limits), (*map(_reader, ACTS), *READERS))
