"""Wrong answers for Alibaba Cloud that the comparison with the oracle found, each as a small account."""

from __future__ import annotations

from tests.permission.alibaba_worlds import FULL, KEY, LI, Aliyun, B, allow, deny, may, opens, root, user

WU = user("wu", B)


def test_whether_another_account_may_manage_a_key_is_not_settled() -> None:
    # KMS, "Key policy overview": users and roles of other accounts can be named as users of a key only.
    named = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"RAM": [WU]}}
    found = Aliyun().uid().uid(B).who(WU, FULL).kms(named).judge()
    assert opens(found, WU) == "supported"
    assert may(found, WU, "stop", KEY) == "unknown"


def test_who_is_named_beside_everybody_is_named_by_a_public_statement() -> None:
    # OSS, "Block public access": no value of Principal may hold an asterisk; what is public is ignored.
    assert may(Aliyun().uid().who(LI, number="2001").oss(allow(Principal=["2001"])).judge(), LI) == "supported"
    for block, expected in ((True, "unknown"), (False, "supported")):
        both = Aliyun().uid().who(LI, number="2001").oss(allow(Principal=["2001", "*"]), block=block).judge()
        assert may(both, LI) == expected


def test_control_policies_above_a_bucket_may_bind_whoever_signs_from_elsewhere() -> None:
    # OSS, "Authorization process": of signed requests the control policies above the resource's owner are checked.
    for names, who in (([B], root(B)), (["arn:sts::*:*/*/*"], "*")):
        said = allow(Principal=names)
        assert may(Aliyun().uid().uid(B).who(WU).oss(said, block=False, objects=True).judge(), who) == "supported"
        bound = Aliyun().uid(lone=False).uid(B).who(WU).directory([FULL, deny()], [FULL], [FULL])
        assert may(bound.oss(said, block=False, objects=True).judge(), who) == "unknown"
    unsigned = Aliyun().uid(lone=False).directory([FULL, deny()], [FULL], [FULL])
    assert may(unsigned.oss(acl="public-read", block=False, objects=True).judge(), "*") == "supported"
