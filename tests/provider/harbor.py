"""`examples/harbor`: the provider whose answers its README derives by hand."""

from __future__ import annotations

from dataclasses import replace

from tests.provider.small import small
from tests.provider.whole import Provider


def harbor() -> Provider:
    """The provider of the example."""
    return replace(small(), id="harbor", title="Review of Harbor Cloud, an invented provider")
