"""Is what the provider claims true: yes, no, unknown or disputed, and by which rows."""

from cloudreview.claims.checking import check

__all__ = ["check"]
