"""What the answers of Alibaba Cloud prove together, where AWS has one answer.

`identities` of an account need its lists of users, groups and roles. `statements` need besides: who is in which group,
all attachments (ListPolicyAttachments; the lists that RAM has for each identity leave out those for resource groups),
the document of every policy attached, and the trust of every role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cloudreview.relations.dated import Dated
from cloudreview.relations.joining import joint
from cloudreview.vocabulary.facts import Closure
from cloudreview.vocabulary.rows import Identity

_LISTS = ("users", "groups", "roles")
Piece = tuple[str, str]


def combined(found: Sequence[Closure], rows: Sequence[Dated]) -> list[Closure]:
    """`identities` and `statements` of every account of which these pieces are proved."""
    identities: dict[str, list[Identity]] = defaultdict(list)
    for one in rows:
        if isinstance(one.row, Identity) and one.row.account.startswith("alibaba:"):
            identities[one.row.account].append(one.row)
    by_piece: dict[Piece, list[Closure]] = defaultdict(list)
    for told in found:
        by_piece[told.relation, told.scope].append(told)
    closed: list[Closure] = []
    for account in sorted({one.scope for one in found if one.relation == "users"}):
        lists = [(piece, account) for piece in _LISTS]
        closed += joint("identities", account, [by_piece[piece] for piece in lists])
        for pieces in _statement_pieces(account, identities[account]):
            closed += joint("statements", account, [by_piece[piece] for piece in (*lists, *pieces)])
    return closed


def _statement_pieces(account: str, rows: Sequence[Identity]) -> Iterator[list[Piece]]:
    """The two ways to tell all statements of an account: groups by user, or users by group."""
    listed = {row.principal for row in rows if not (row.policies or row.scoped or row.groups)}
    if any(name not in listed for row in rows for name in (row.principal, *row.groups)):
        return  # Somebody has policies or groups whom no list holds under that name: something is not told.
    kinds = {row.principal: row.kind for row in rows}
    attached = {name for row in rows for name in (*row.policies, *(policy for policy, _ in row.scoped))}
    common = [("attachments", account), *(("document", name) for name in sorted(attached))]
    common += [("trust", name) for name, kind in sorted(kinds.items()) if kind == "role"]
    for relation, kind in (("memberships", "user"), ("members", "group")):
        yield [*common, *((relation, name) for name, other in sorted(kinds.items()) if other == kind)]
