"""The statements of an AWS policy document, one row each, as written.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. What a statement means, and
whether it means anything, is judged by `permission/`; a reader drops no statement, however it is formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from cloudreview.evidence.content import canonical
from cloudreview.evidence.policy import parts
from cloudreview.vocabulary.delivery import Said
from cloudreview.vocabulary.rows import Statement

PolicyLayer = Literal["inline", "trust", "managed", "store", "key", "access_point"]

_CURRENT = "2012-10-17"
_OLD = "2008-10-17"
"""The version of a document that names none (reference_policies_elements_version.html)."""


def statements(layer: PolicyLayer, subject: str, policy: str, document: Any, at: str) -> Iterator[Said]:
    """A row for every statement of a policy document, which stands at `at` as an object or as a JSON text.

    Raises EvidenceError where the document does not consist of statements.
    """
    parsed, found = parts(document, at)
    for statement, place in found:
        body = canonical(_with_version(statement, parsed.get("Version")))
        yield Said(Statement(layer=layer, subject=subject, policy=policy, body=body), place)


def _with_version(statement: Any, version: Any) -> Any:
    """The statement, with its document's Version where that changes what the statement means.

    Policy variables such as `${aws:username}` stand for a value only under version 2012-10-17; under the older one,
    and where none is told, they are plain text (reference_policies_variables.html).
    """
    if version == _CURRENT or not isinstance(statement, dict) or "${" not in canonical(statement):
        return statement
    return {**statement, "Version": _OLD if version is None else version}
