"""What a bucket leaves to its access points, and whom these let in.

Amazon S3 User Guide, doc_source/access-points-policies.md: "both the access point and the underlying bucket must permit
the request". An Allow that asks for an access point of the bucket owner's account is of no use to somebody of another
account whom the policies of none of these admit. Whether identities of the owner's own account need the access point's
policy is not told there.
"""

from __future__ import annotations

from cloudreview.permission.binding import Offer
from cloudreview.permission.layers import Layers
from cloudreview.permission.subjects import Subject
from cloudreview.permission.targets import Target

_ACCOUNT = "s3:dataaccesspointaccount"


def held_back(layers: Layers, subject: Subject, target: Target, offer: Offer) -> bool:
    """Whether an Allow of a bucket's policy is left to access points that surely do not admit the subject."""
    if not (offer.allow and target.pointed and subject.account != target.owner and _delegates(offer, target)):
        return False
    place = layers.place(target.owner)
    bound = (one for held in target.points for one in layers.bound(held, target.layer, subject, place))
    return not any(one.allow for one in bound)


def _delegates(offer: Offer, target: Target) -> bool:
    """Whether it holds only through an access point of the owner's account."""
    number = (target.owner or "").partition(":")[2]
    return any(
        atom.key.lower() == _ACCOUNT
        and (atom.operator, atom.values, atom.negated) == ("StringEquals", (number,), False)
        for atom in offer.atoms
    )
