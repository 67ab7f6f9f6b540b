"""Wrong answers for Alibaba Cloud that the comparison with the oracle found, each as a small account."""

from __future__ import annotations

from tests.permission.alibaba_worlds import FULL, KEY, Aliyun, B, may, opens, user

WU = user("wu", B)


def test_whether_another_account_may_manage_a_key_is_not_settled() -> None:
    # KMS, "Key policy overview": users and roles of other accounts can be named as users of a key only.
    named = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"RAM": [WU]}}
    found = Aliyun().uid().uid(B).who(WU, FULL).kms(named).judge()
    assert opens(found, WU) == "supported"
    assert may(found, WU, "stop", KEY) == "unknown"
