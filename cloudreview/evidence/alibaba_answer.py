"""What answers of Alibaba Cloud's APIs have in common: lists in wrappers, page numbers, how identities are named.

A list is wrapped by the name of its elements, `{"Users": {"User": [...]}}`. RAM tells by IsTruncated and Marker that
more follows, other services count pages (PageNumber, PageSize, TotalCount). `--pager` of the command line leaves all of
these out, since it joins the pages itself.
"""

from __future__ import annotations

from typing import Any, TypeVar

from cloudreview.evidence.answer import Answer, Shape, fields
from cloudreview.evidence.content import Content
from cloudreview.vocabulary.delivery import NUMBER

S = TypeVar("S", bound=Shape)
ACCOUNT = f"alibaba:{NUMBER}"
"""The account of a file that does not tell its number."""


class Paged(Shape, frozen=True, kw_only=True):
    """An answer that counts its pages."""

    page_number: int | None = None
    page_size: int | None = None
    total_count: int | None = None


P = TypeVar("P", bound=Paged)


def first_only(found: Answer[P], count: int) -> Answer[P]:
    """The answer, whole only where it is the first page and holds as many as there are."""
    page, total = found.value.page_number, found.value.total_count
    whole = page in (None, 0, 1) and (total is None or count >= total)
    return found._replace(whole=found.whole and whole)


def listed(content: Content, wrapper: str, element: str) -> list[Any] | None:
    """The elements of the only wrapped list of an answer; None where it is another answer."""
    found = fields(content)
    if any(isinstance(value, dict) and name != wrapper for name, value in found.items()):
        return None
    inside = found.get(wrapper)
    elements = inside.get(element) if isinstance(inside, dict) and set(inside) == {element} else None
    return elements if isinstance(elements, list) else None


def holds(element: Any, *names: str) -> bool:
    """Whether an element is an object with any of these fields."""
    return isinstance(element, dict) and any(name in element for name in names)


def user(name: str, number: str = NUMBER) -> str:
    """How a RAM user is named."""
    return f"acs:ram::{number}:user/{name}"


def group(name: str, number: str = NUMBER) -> str:
    """How a RAM user group is named."""
    return f"acs:ram::{number}:group/{name}"


def role(name: str, number: str = NUMBER) -> str:
    """How a RAM role is named: its name in lowercase ("RAM role overview", role ARN)."""
    return f"acs:ram::{number}:role/{name.lower()}"


def policy(name: str, kind: str, number: str = NUMBER) -> str:
    """How a policy is named: the provider's own (System) belong to no account."""
    return f"acs:ram::{'system' if kind == 'System' else number}:policy/{name}"
