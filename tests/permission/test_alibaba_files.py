"""From files as Alibaba Cloud answers to what its policies allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloudreview.permission import PermissionResult, judge
from cloudreview.relations import settle
from cloudreview.spells import start_of
from tests.evidence import test_alibaba_account as account
from tests.evidence import test_alibaba_directory as directory
from tests.evidence import test_alibaba_oss as oss
from tests.evidence import test_alibaba_ram_policy as policies
from tests.evidence.alibaba import ACCOUNT, REQUEST, ram, text, wrapped
from tests.permission.alibaba_worlds import may
from tests.permission.builder import truth

FULL = directory.attached("cp-FullAliyunAccess")
READS = {"Effect": "Allow", "Action": ["oss:GetObject", "sts:AssumeRole"], "Resource": "*"}


def judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> PermissionResult:
    """The account of `test_alibaba_account`, where each level has the policy that allows all, and one denies."""
    files = dict(account.FILES)
    for name, (_, about) in account.FILES.items():
        if name.startswith("at "):
            attached = [FULL, directory.attached("cp-1")] if name == "at root" else [FULL]
            files[name] = (wrapped("ControlPolicyAttachments", "ControlPolicyAttachment", *attached), about)
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    whole = {"PolicyId": "cp-FullAliyunAccess", "PolicyName": "FullAliyunAccess", "PolicyDocument": text(everything)}
    files["full access"] = ({**REQUEST, "ControlPolicy": whole}, "")
    files["policy"] = (policies.policy_of(text(READS)), ACCOUNT)
    monkeypatch.setattr(account, "FILES", files)
    case, delivery = account.delivered(folder)
    return judge(settle(delivery, case).facts)


def test_from_files_to_what_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(tmp_path, monkeypatch)
    at = start_of("2026-03-01T00:00:00Z")[0]
    assert at is not None

    def answer(who: str, harm: str) -> str:
        return may(found, who, harm, oss.STORE, at=at)

    # By the policy of the group admins, whose member li is; the bucket's policy denies nothing to either.
    assert [answer(account.LI, harm) for harm in ("read", "alter", "stop")] == ["supported", "refuted", "refuted"]
    # The role's policy is attached for the resource group rg-1, and the bucket lies in another.
    assert answer(account.OPS, "read") == "refuted"
    assert [answer("*", harm) for harm in ("read", "alter", "stop")] == ["refuted"] * 3
    assert truth(found, "assumes", at=at, principal=account.LI, **{"as": account.OPS}).word == "supported"
    assert answer(ram("root"), "stop") == "supported"


def test_a_name_in_other_letters_is_no_other_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ARN of a role has its name in lowercase; people write it as the console shows it."""
    used = [ram("role/Ops"), ram("user/Li"), ram("role/ops")]
    table = "".join(f"p,alibaba,{name},2020-01-01,\n" for name in used)
    listed = (f"person,provider,principal,start,end\n{table}", "")
    monkeypatch.setattr(account, "FILES", {**account.FILES, "principals.csv": listed})
    found = judged(tmp_path, monkeypatch)
    at = start_of("2026-03-01T00:00:00Z")[0]
    assert at is not None
    assert [may(found, name, "stop", oss.STORE, at=at) for name in used] == ["unknown", "unknown", "refuted"]
