"""Ownership as a register publishes it: statements of the Beneficial Ownership Data Standard, version 0.4."""

from __future__ import annotations

import json


def holding(holder: str, subject: str, percent: tuple[int, int], start: str, stated: str) -> bytes:
    """A package with one relationship: so much of the equity, from and to, held directly, since then."""
    interest = {
        "type": "shareholding",
        "directOrIndirect": "direct",
        "share": {"minimum": percent[0], "maximum": percent[1]},
        "startDate": start,
    }
    statement = {
        "statementId": f"{holder}-{subject}-{stated}".ljust(32, "0"),
        "declarationSubject": subject,
        "statementDate": stated,
        "recordId": f"{holder}-{subject}",
        "recordStatus": "new",
        "recordType": "relationship",
        "recordDetails": {
            "isComponent": False,
            "subject": subject,
            "interestedParty": holder,
            "interests": [interest],
        },
    }
    return (json.dumps([statement], indent=1) + "\n").encode()
