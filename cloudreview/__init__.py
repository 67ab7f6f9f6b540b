"""A national-security review of a cloud service, as software.

As a library: `import cloudreview as cr`, then `cr.review(cr.open_case("my-case")).paths`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cloudreview.case import Case, open_case
    from cloudreview.review import review

__version__ = "0.1.0"
__all__ = ["Case", "open_case", "review"]

_HOMES = {"Case": "cloudreview.case", "open_case": "cloudreview.case", "review": "cloudreview.review"}


def __getattr__(name: str) -> Any:
    """The public names, loaded when asked for: the command line must start without the engines."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


class _Package(ModuleType):
    """The package, whose `review` is the function, whoever loaded the module of that name, and when."""

    @property
    def review(self) -> Any:
        """The whole review, `cloudreview.review.review`."""
        return import_module("cloudreview.review").review

    @review.setter
    def review(self, module: ModuleType) -> None:
        """Python makes each loaded module an attribute of its package; this one stays reachable by its full name."""


sys.modules[__name__].__class__ = _Package
