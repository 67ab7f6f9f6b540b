"""Until when an answer speaks: not beyond the next answer about the same.

Most answers are about one thing. GetBucketInfo or ListAccounts of Alibaba Cloud tell many, each of which another answer
may tell alone: then only that ends, and the rest goes on.
"""

from __future__ import annotations

from collections import defaultdict

from cloudreview.relations.scopes import account_of
from cloudreview.spells import END
from cloudreview.vocabulary.delivery import Delivered, Delivery
from cloudreview.vocabulary.rows import (
    AccessLog,
    AclGrant,
    Encryption,
    Grouped,
    Organization,
    Parent,
    PublicBlock,
    Row,
    Store,
    Versioning,
)

Piece = tuple[str, str]
"""A relation and a scope."""
_OWN: dict[type[Row], tuple[str, str]] = {
    AccessLog: ("access_log", "store"),
    AclGrant: ("acl", "store"),
    Encryption: ("encryption", "store"),
    Grouped: ("store", "store"),
    Organization: ("organization", "account"),
    Parent: ("parent", "child"),
    PublicBlock: ("public_block", "subject"),
    Store: ("store", "store"),
    Versioning: ("versioning", "store"),
}
"""What a row belongs to by itself: the relation, and the field that holds the scope."""
_APART = frozenset({*(relation for relation, _ in _OWN.values()), "restrictions"})
"""Relations that a file tells apart from whatever else it tells."""


def pieces(file: Delivered) -> list[Piece]:
    """What a file is a snapshot of: what it proves, or would prove were it whole."""
    return sorted({(one.relation, one.scope) for one in (*file.proves, *file.snapshot_of)})


class Snapshots:
    """When everything was told, and told again."""

    def __init__(self, delivery: Delivery) -> None:
        self._taken: dict[Piece, set[int]] = defaultdict(set)
        for file in delivery.files:
            if file.taken_at is not None:
                for piece in pieces(file):
                    self._taken[piece].add(file.taken_at)

    def end_of_row(self, file: Delivered, row: Row) -> int:
        """When the next answer about what a row of a file tells was taken."""
        relation, field = _OWN.get(type(row), ("", ""))
        return self.end_of(file, (relation, getattr(row, field) if field else ""))

    def end_of(self, file: Delivered, piece: Piece) -> int:
        """When the next answer about a piece of a file was taken; about any of its pieces, where it is none of them."""
        if file.taken_at is None:
            return END
        told = pieces(file)
        asked = [piece] if piece in told and piece[0] in _APART else told
        after = (at for one in asked for teller in _tellers(one) for at in self._taken[teller] if at > file.taken_at)
        return min(after, default=END)


def _tellers(piece: Piece) -> list[Piece]:
    """The piece, and what tells it too: a list of all attachments of an account tells those of each identity."""
    relation, scope = piece
    return [piece, ("attachments", account_of(scope) or "")] if relation == "attached" else [piece]
