"""A policy document taken apart into its statements; what they mean is judged by `permission/`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import policy_document

ALIBABA = "1"
"""The version of every policy of Alibaba Cloud (RAM, "Policy structure and syntax"); AWS's are dates."""


def parts(document: Any, at: str) -> tuple[dict[str, Any], Iterator[tuple[Any, str]]]:
    """The document as an object, and each of its statements with its place.

    It stands at `at` as an object or as a JSON text; only in an object has each statement a place of its own. Raises
    EvidenceError where the document does not consist of statements.
    """
    try:
        parsed = policy_document(document)
    except EvidenceError as error:
        raise EvidenceError(at, f"the policy cannot be read: {error.what}", error.do) from error
    if not isinstance(parsed, dict) or "Statement" not in parsed:
        raise EvidenceError(at, "this is not a policy: it has no Statement", "send the policy unchanged")
    return parsed, _statements(parsed["Statement"], at, isinstance(document, str))


def _statements(found: Any, at: str, text: bool) -> Iterator[tuple[Any, str]]:
    if not isinstance(found, list):
        yield found, at if text else f"{at}/Statement"
        return
    for index, statement in enumerate(found):
        yield statement, at if text else f"{at}/Statement/{index}"


def version(document: Any) -> Any:
    """The version that a policy names: AWS and Alibaba Cloud write different ones. None where there is none to read."""
    try:
        parsed = policy_document(document)
    except EvidenceError:
        return None
    return parsed.get("Version") if isinstance(parsed, dict) else None
