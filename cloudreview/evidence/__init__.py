"""Files in, rows and gaps out: one reader a format."""

from cloudreview.evidence.deliver import deliver

__all__ = ["deliver"]
