"""The statements of an AWS policy document, one row each, as written.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. What a statement means, and
whether it means anything, is judged by `permission/`; a reader drops no statement, however it is formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import canonical, policy_document
from cloudreview.vocabulary.delivery import Said
from cloudreview.vocabulary.rows import Statement

PolicyLayer = Literal["inline", "trust", "managed", "store", "key"]

_CURRENT = "2012-10-17"
_OLD = "2008-10-17"
"""The version of a document that names none (reference_policies_elements_version.html)."""


def statements(layer: PolicyLayer, subject: str, policy: str, document: Any, at: str) -> Iterator[Said]:
    """A row for every statement of a policy document, which stands at `at` as an object or as a JSON text.

    Raises EvidenceError where the document does not consist of statements.
    """
    parsed, inside = _parse(document, at)
    found = parsed["Statement"]
    many = isinstance(found, list)
    for index, statement in enumerate(found if many else [found]):
        place = f"{at}/Statement/{index}" if many else f"{at}/Statement"
        body = canonical(_with_version(statement, parsed.get("Version")))
        yield Said(Statement(layer=layer, subject=subject, policy=policy, body=body), place if inside else at)


def _parse(document: Any, at: str) -> tuple[dict[str, Any], bool]:
    """The document as an object, and whether it stands as one: only then has each statement its own place."""
    try:
        parsed = policy_document(document)
    except EvidenceError as error:
        raise EvidenceError(at, f"the policy cannot be read: {error.what}", error.do) from error
    if not isinstance(parsed, dict) or "Statement" not in parsed:
        raise EvidenceError(at, "this is not a policy: it has no Statement", "send the policy unchanged")
    return parsed, not isinstance(document, str)


def _with_version(statement: Any, version: Any) -> Any:
    """The statement, with its document's Version where that changes what the statement means.

    Policy variables such as `${aws:username}` stand for a value only under version 2012-10-17; under the older one,
    and where none is told, they are plain text (reference_policies_variables.html).
    """
    if version == _CURRENT or not isinstance(statement, dict) or "${" not in canonical(statement):
        return statement
    return {**statement, "Version": _OLD if version is None else version}
