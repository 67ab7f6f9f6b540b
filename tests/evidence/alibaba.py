"""Answers of Alibaba Cloud's APIs as a review reads them, about something that evidence.csv names."""

from __future__ import annotations

import json
from typing import Any

from cloudreview.evidence.about import filled, fits, kind_of, wanted
from cloudreview.vocabulary.delivery import Reading
from tests.evidence.aws import read

NUMBER = "1234567890123456"
ACCOUNT = f"alibaba:{NUMBER}"
REQUEST = {"RequestId": "4B450CA1-36E8-4AA2-8461-86B42BF4CC4E"}


def ram(name: str) -> str:
    """`user/li` as RAM names it."""
    return f"acs:ram::{NUMBER}:{name}"


def about(reading: Reading, name: str) -> Reading:
    """The reading of a file that is about something; the test fails where it cannot be."""
    kinds = wanted(reading)
    assert kinds is not None
    assert kind_of(name) in kinds
    assert fits(reading, name)
    return filled(reading, name)


def read_about(document: Any, name: str) -> Reading:
    """The same of a JSON document."""
    return about(read(document), name)


def wrapped(wrapper: str, element: str, *elements: Any, **more: Any) -> dict[str, Any]:
    """A list as the APIs wrap it."""
    return {**REQUEST, wrapper: {element: list(elements)}, **more}


def text(*statements: Any, version: str = "1") -> str:
    """A policy as the APIs give it: as a text."""
    return json.dumps({"Version": version, "Statement": list(statements)})
