"""A national-security review of a cloud service, as software.

As a library: `import cloudreview as cr`, then `cr.review(cr.open_case("my-case")).paths`.
"""

from __future__ import annotations

from importlib import import_module
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
    found = getattr(import_module(_HOMES[name]), name)
    # Loading cloudreview.review made the module an attribute of the package: the function takes its place.
    globals()[name] = found
    return found
