"""A reading process; `worker.py` says what it does."""

import sys

import msgspec

from cloudreview.evidence.limits import Limits
from cloudreview.evidence.registry import READERS
from cloudreview.evidence.worker import serve

if __name__ == "__main__":
    serve(msgspec.json.decode(sys.argv[1], type=Limits), READERS)
