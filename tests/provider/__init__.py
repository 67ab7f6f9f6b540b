"""Invented cloud providers: people, companies, accounts, stores, keys, logs. `dump()` writes one as a case folder.

The answers are known by construction: `examples/harbor` is a dump of `harbor()`, its answers are derived by hand in its
README; `small()` is what tests change one fact at a time; `random_provider(seed)` leaves all to the dice.
"""

from tests.provider.aws import Aws, Bucket, Key
from tests.provider.chance import random_provider
from tests.provider.changes import contradicted, ended, superseded
from tests.provider.dump import COLUMNS, Document, Line, document, table
from tests.provider.harbor import harbor
from tests.provider.logs import Batch, Trail, as_role, as_user, event, log_all
from tests.provider.names import ACCOUNT, REGION, allow, arn, key_arn, policy, trust_of
from tests.provider.small import small
from tests.provider.whole import Provider

__all__ = [
    "ACCOUNT",
    "COLUMNS",
    "REGION",
    "Aws",
    "Batch",
    "Bucket",
    "Document",
    "Key",
    "Line",
    "Provider",
    "Trail",
    "allow",
    "arn",
    "as_role",
    "as_user",
    "contradicted",
    "document",
    "ended",
    "event",
    "harbor",
    "key_arn",
    "log_all",
    "policy",
    "random_provider",
    "small",
    "superseded",
    "table",
    "trust_of",
]
