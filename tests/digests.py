"""`python -m tests.digests WORKERS CASE ...`: a digest of each case's dossier, one a line."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from cloudreview.dossier.json import encode
from tests.reviews import reviewed


def main(workers: str, *folders: str) -> None:
    """Print them in the order of the arguments."""
    for folder in folders:
        print(hashlib.sha256(encode(reviewed(Path(folder), int(workers)))).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
