"""The whole review on one screen: stages in order, each from relations to relations; none knows another."""

from __future__ import annotations

from cloudreview import judgements, record
from cloudreview.case import Case
from cloudreview.claims import check
from cloudreview.control import statuses
from cloudreview.decision import decide
from cloudreview.dossier import Results, assemble
from cloudreview.evidence import deliver
from cloudreview.findings import Known, find
from cloudreview.law import load
from cloudreview.location import locate
from cloudreview.observed import observe
from cloudreview.permission import judge
from cloudreview.reach import reach
from cloudreview.relations import settle
from cloudreview.sensitivity import measure
from cloudreview.vocabulary.rows import Measure
from cloudreview.vocabulary.told import Dossier


def review(case: Case, workers: int = 1) -> Dossier:
    """What the evidence of a case says, with proof.

    `workers` is the number of processes that read evidence; it changes nothing but the time. Raises CaseError where the
    folder cannot be read at all; everything else that is wrong is told in the dossier.
    """
    # Files as received -> rows -> facts with spells, sources and closures, under one id for whoever is one.
    delivery, rows = deliver(case, workers), record.judged(case.folder)
    settled = settle(delivery, case, judgements.standing(judgements.read(rows)))
    case, facts, law = settled.case, settled.facts, load(settled.facts.as_of)

    # Who has which status; what policies allow; where data, keys and powers are.
    control = statuses(facts, law, case)
    permission = judge(facts)
    location = locate(facts, law)

    # Who could, who did, what it is worth.
    could = reach(facts, law, case, control.statuses, (*permission.steps, *location.steps))
    did = observe(facts, law, case, control.statuses)
    worth = measure(facts, law, could.answers)

    # What was claimed, what a reviewer must look at, what would cut every path that counts.
    told = {
        "observed": did.observed,
        "completeness": did.completeness,
        "location": location.locations,
        "powers": location.powers,
        "key": location.keys,
        "answers": could.answers,
        "statuses": control.statuses,
        "sensitivity": worth.sensitivity,
    }
    claims = check(facts, told, case.headline)
    decided = decide(facts, law, case, could.paths, could.answers, worth.sensitivity, could.flood)
    known = Known(
        facts=facts,
        law=law,
        case=case,
        paths=could.paths,
        answers=could.answers,
        statuses=control.statuses,
        observed=did.observed,
        completeness=did.completeness,
        locations=location.locations,
        keys=location.keys,
        powers=location.powers,
        sensitivity=worth.sensitivity,
        claims=claims,
        measures=tuple(fact.row for fact in facts.of(Measure)),
    )
    stages = (settled, control, permission, location, could, did, worth, decided)
    return assemble(
        Results(
            case=case,
            delivery=delivery,
            facts=facts,
            law=law.rows,
            judgements=tuple(row.body for row in rows),
            merges=settled.merges,
            statuses=control.statuses,
            locations=location.locations,
            keys=location.keys,
            powers=location.powers,
            # The decision names paths that stand only once others are cut.
            paths=(*could.paths, *decided.paths),
            answers=could.answers,
            observed=did.observed,
            completeness=did.completeness,
            sensitivity=worth.sensitivity,
            claims=claims,
            findings=find(known),
            decision=decided.decision,
            gaps=tuple(gap for stage in stages for gap in stage.gaps),
            not_looked_at=control.not_looked_at,
        )
    )
