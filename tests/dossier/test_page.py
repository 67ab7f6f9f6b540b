"""The page and the letter: complete, and hostile text stays text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest

from cloudreview.dossier import assemble, html, questions, read, write
from cloudreview.dossier.page import first, quotes, steps, words
from cloudreview.gaps import gap
from tests.dossier.sample import results

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=http://127.0.0.1/x onerror=alert(1)>',
    "</style><style>*{background:url(http://x)}</style>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "a\u202egnp.exe",
    "\x1b[2J\x00\r\nfake: line",
    "[x](http://evil) ![y](http://evil) <b>",
    "\u200bzero\ufeff",
]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.tags


def test_every_section_is_told():
    page = html.page(assemble(results()))
    for heading in (
        ">Undetermined<", "The strongest reasons", "What is not known", "How this was read", "Where the data is",
        "Each dataset: could, did, how sensitive", "Who has a status under a foreign adversary", "Paths, step by step",
        "Powers outside", "What was done", "Measures, and what each cuts", "Claims, checked", "Findings", "Questions",
        "Threat, vulnerability, consequence", "Law and readings used", "Evidence", "Exhibits",
        "What this review did not look at",
    ):  # fmt: skip
        assert heading in page
    assert "no, on the word of Li" in page
    assert "says <strong>aws</strong>, in policy.json, /Policy/Statement/0" in page


def test_a_no_on_the_provider_s_word_is_a_class_of_its_own():
    page = html.page(assemble(results()))
    assert re.search(
        r'<span class="chip refuted own">.*?No, on the provider&#39;s word</span> <span class="why">and on nobody else',
        page,
    )
    other = msgspec.structs.replace(assemble(results()), case={**assemble(results()).case, "subject": "another"})
    assert "provider&#39;s word" not in html.page(other)
    assert "on the word of Li" in html.page(other)


def test_a_no_of_a_log_or_of_a_status_says_whose_word_it_is_too():
    one = assemble(results())
    closure = next(fact.id for fact in one.facts if fact.relation == "closure")
    row = msgspec.structs.replace(
        one.observed[0], truth="refuted", count=0, dataset="d1", adversary="CN", because=(closure,)
    )
    status = msgspec.structs.replace(one.statuses[0], truth="refuted", because=(row.id,))
    told = {"observed": (row,), "statuses": (status,)}
    for subject, own in (("acme", True), ("another", False)):
        page = html.page(msgspec.structs.replace(one, case={**one.case, "subject": subject}, **told))
        people = re.search(r'<section id="people".*?</section>', page, re.S)[0]
        datasets = re.search(r'<section id="datasets".*?</section>', page, re.S)[0]
        assert ("No, on the provider&#39;s word" in people) is own
        assert (re.search(r"<dt>did</dt><dd><span class=\"chip refuted own\"", datasets) is not None) is own


def test_a_key_that_nobody_told_is_not_the_provider_s():
    page = html.page(assemble(results()))
    keys = re.search(r"Who holds the keys</caption>.*?</table>", page, re.S)[0]
    assert "not known" in keys
    assert "the provider&#39;s own" not in keys


def test_of_equally_strong_reasons_another_kind_says_more():
    one = assemble(results()).findings[0]
    told = [
        msgspec.structs.replace(one, id=f"finding:{name}", title=name, kind=kind, severity=severity, truth="supported")
        for name, kind, severity in (
            ("A", "could_read", "high"),
            ("B", "could_read", "high"),
            ("C", "could_alter", "high"),
            ("D", "log_gap", "low"),
        )
    ]
    dossier = msgspec.structs.replace(assemble(results()), findings=tuple(told))
    assert [(one.title, one.number) for one in first.reasons(dossier)] == [("A", 1), ("C", 3), ("B", 2)]


def test_what_is_not_settled_is_one_sentence():
    names = words.Names(assemble(results()))
    reached = {"rule": "reached", "conclusion": {"dataset": "d1", "harm": "read"}, "truth": "unknown"}
    step = msgspec.structs.replace(assemble(results()).paths[0].steps[0], **reached)
    assert "".join(part.text for part in steps.sentence(step, names, None, {})) == (
        "It is not settled whether d1 can be read"
    )
    protects = {"rule": "protects", "conclusion": {"store": "aws:s3:b", "key": ""}, "truth": "unknown"}
    step = msgspec.structs.replace(step, **protects)
    assert "".join(part.text for part in steps.sentence(step, names, None, {})) == (
        "It is not settled whether reading the data in b needs no key of its own"
    )


def test_every_criterion_is_a_heading_with_evidence_or_none():
    one = assemble(results())
    page = html.page(one)
    found = re.findall(r"<h4>(.*?) <span", page)
    assert sorted(found) == sorted(row.title for row in one.criteria)
    assert [row.number for row in one.criteria] == list(range(1, 11))
    assert not one.criteria[2].evidence, "nothing of what a foreign adversary says or does is read"
    third = re.search(r"Statements and actions of the foreign adversary.*?</article>", page, re.S)[0]
    assert '<p class="nothing">None.</p>' in third


def test_the_original_line_of_each_step_is_shown_and_its_place_leads_to_it():
    def original(place):
        return quotes.Nothing(text='{"Effect":\n   "Allow"}' if "Statement" in place else None, why="not at hand")

    page = html.page(assemble(results()), original)
    step = re.search(r'<ol class="steps">.*?</ol>', page, re.S)[0]
    assert "<code>{&#34;Effect&#34;: &#34;Allow&#34;}</code>" in step
    assert '<a href="#exhibit-1">' in step
    assert '<div id="exhibit-1"><pre>{&#34;Effect&#34;:\n&#34;Allow&#34;}\n</pre>' in page
    assert "Said to be whole" in step
    assert "the roster of acme, by acme" in step


def test_the_page_is_self_contained_without_script_and_its_style_is_allowed_by_hash():
    page = html.page(assemble(results()))
    found = tags(page)
    assert not {"script", "img", "iframe", "link", "object", "form"} & {tag for tag, _ in found}
    policy = next(a["content"] for tag, a in found if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert all(a["href"].startswith("#") for tag, a in found if tag == "a")
    identifiers = {a["id"] for _, a in found if "id" in a}
    assert {a["href"][1:] for tag, a in found if tag == "a"} <= identifiers


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_on_the_page(text):
    quiet, loud = html.page(assemble(results())), html.page(assemble(results(text=text)))
    # Sorted: rows stand in the order of their names.
    # A long name takes more lines in a picture.
    loud_tags, quiet_tags = ([(tag, sorted(a)) for tag, a in tags(one)] for one in (loud, quiet))
    lines = [a for tag, a in loud_tags if tag == "text"]
    assert all(set(one) <= {"class", "direction", "text-anchor", "x", "y"} for one in lines)
    assert sorted(one for one in loud_tags if one[0] != "text") == sorted(one for one in quiet_tags if one[0] != "text")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", loud)
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", loud)
    loud.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_the_letter(text):
    letter, quiet = (questions.letter(assemble(results(text=one))) for one in (text, "Li"))
    assert re.findall(r"(?m)^(#+|-|\d+\.| +-) ", letter) == re.findall(r"(?m)^(#+|-|\d+\.| +-) ", quiet)
    assert not re.search(r"(?<!\\)<|(?<!\\)!\[|(?<!\\)\]\(", letter)
    assert "fake: line" not in letter.splitlines()
    letter.encode()


def test_questions_are_ranked_by_what_they_settle_and_equal_ones_are_asked_once():
    dossier = assemble(results())
    asked = questions.ranked(dossier.gaps)
    assert [one.question for one in asked] == ["Who uses them, Li?", "Since when?"]
    twin = gap("undated", "p-3", "no date", "Since when?")
    asked = questions.ranked([*dossier.gaps, twin])
    assert [len(one.gaps) for one in asked] == [1, 2]


@pytest.mark.parametrize(
    ("text", "told"), [("key_use", "key_use"), ("_a_", "\\_a\\_"), ("__x__ y", "\\_\\_x\\_\\_ y"), ("*a*", "\\*a\\*")]
)
def test_only_what_markdown_would_not_show_is_escaped(text, told):
    assert questions.plain(text) == told


def test_a_claim_that_holds_is_not_shown_in_the_colour_of_a_danger():
    page = html.page(assemble(results()))
    claims = re.search(r'<section id="claims".*?</section>', page, re.S)[0]
    assert "claim-unknown" in claims
    assert not re.search(r'class="chip (supported|refuted)', claims)


def test_words_of_the_program_stand_on_the_page_with_their_meaning_and_a_reading_of_the_law_as_one():
    page = html.page(assemble(results()))
    assert "<td>with permissions as they stand (guarded)</td>" in page
    assert not re.search(r"<td>(raw|guarded)</td>|but for \d", page)
    for word in ("Could", "Under the control of", "path", "spoken for", "witnessed", "best-effort"):
        assert re.search(rf"<strong>{word}</strong>", page), word
    assert "that 28 CFR 202.201 asks this is our reading, for counsel" in page


def test_who_is_kept_away_and_whom_a_bar_would_hit_are_said_by_name():
    one = told_of()
    kept = "the policies in force keep user/n from aws:s3:a (closes read of d-1 by north)"
    bar = {"clients": ("south-2", "nobody-told"), "datasets": ("north",)}
    page = html.page(with_decision(one, conditions=(kept, "it stays by north"), bar_impact=bar))
    assert "(closes read of d-1 by North Cloud LLC (north))</li><li>it stays by north</li>" in page
    assert "<dt>clients</dt><dd>South Cloud B.V. (south-2), nobody-told</dd><dt>datasets</dt><dd>north</dd>" in page


def with_decision(dossier, **changes):
    return msgspec.structs.replace(dossier, decision=msgspec.structs.replace(dossier.decision, **changes))


def test_what_is_sure_stands_first_on_the_page():
    one = assemble(results())
    page = html.page(one)
    rows = re.findall(r"<tr><td>Li</td><td>read</td>.*?<span class=\"chip (\w+)\"", page)
    assert rows == sorted(rows, key=["supported", "conflicting", "unknown", "refuted"].index)
    assert len(rows) == len(one.answers)


def test_the_letter_says_to_whom_about_what_and_groups_what_settles_nothing():
    one = assemble(results(text="Li"))
    log = gap("scope_open", "events aws:s3:b data_read", "the events may not be all", "Please send the events.")
    letter = questions.letter(msgspec.structs.replace(one, gaps=(*one.gaps, log)))
    assert letter.startswith(
        "# Questions to Li\n\n- To: Li\n- About: Li\n- Asked: Could anybody under the control of China"
    )
    assert "3 questions are open" in letter
    assert re.findall(r"(?m)^#+ .*$", letter)[1:] == [
        "## What would settle the most",
        "### 1. Who uses them, Li?",
        "## What is allowed",
        "## What was done",
    ]
    assert "\n2. Since when?\n   - Because no date (`gap:" in letter
    assert "\n3. Please send the events.\n" in letter


def told_of(*gaps):
    """A dossier with these gaps, and two companies that the evidence names."""
    one = assemble(results(text="Li"))
    told = [
        msgspec.structs.replace(one.parties[0], party=party, names=(name,))
        for party, name in (("north", "North Cloud LLC"), ("south-2", "South Cloud B.V."))
    ]
    return msgspec.structs.replace(one, parties=tuple(told), gaps=gaps)


def law(party):
    why = f"nobody tells under which country's law {party} is organised"
    asked = f"Under which country's law is {party} organised, and since when?"
    return msgspec.structs.replace(
        gap("field_missing", f"{party} organised_in", why, asked), settles=(f"status:{party}",)
    )


def test_what_is_asked_alike_of_several_is_one_question_that_names_them_and_keeps_every_reason():
    asked = questions.of(told_of(law("north"), law("south-2")))
    both = "North Cloud LLC (north) and South Cloud B.V. (south-2)"
    assert [one.question for one in asked] == [
        f"Under which country's law is each of {both} organised, and since when?",
    ]
    assert (asked[0].subject, asked[0].worth) == ("Who belongs to whom", "2 legal statuses")
    assert {one.id for one in asked[0].gaps} == {law("north").id, law("south-2").id}
    letter = questions.letter(told_of(law("north"), law("south-2")))
    assert letter.count("law South Cloud B.V. (south-2) is organised (`gap:") == 1


def test_what_is_asked_of_one_is_asked_by_name():
    (asked,) = questions.of(told_of(law("north")))
    assert asked.question == "Under which country's law is North Cloud LLC (north) organised, and since when?"


def test_a_word_is_taken_for_a_party_only_where_the_gap_is_about_it_and_never_inside_an_address():
    word = gap("undated", "aws:s3:a", "the north of south-2/x and aws:s3:south-2", "When was north, and of south-2?")
    (asked,) = questions.of(told_of(word))
    assert asked.question == "When was north, and of South Cloud B.V. (south-2)?"
    assert asked.gaps[0].why == "the north of south-2/x and aws:s3:south-2"


def test_conditions_are_asked_one_by_one():
    found = [gap("condition_unsettled", f"aws:a:{n} Bool", "why", f"Can it meet `aws:a:{n} Bool`?") for n in "xy"]
    assert len(questions.of(told_of(*found))) == 2


def test_without_gaps_the_letter_says_so():
    dossier = msgspec.structs.replace(assemble(results()), gaps=())
    assert "No question is open." in questions.letter(dossier)


def test_a_long_list_is_cut_with_a_line_that_says_so():
    one = assemble(results())
    many = tuple(msgspec.structs.replace(one.answers[0], id=f"answer:{n:04}") for n in range(250))
    page = html.page(msgspec.structs.replace(one, answers=many))
    assert "The page shows the first 200 of 250; dossier.json has all." in page


def test_no_answers_is_never_told_as_a_no():
    page = html.page(msgspec.structs.replace(assemble(results()), answers=(), paths=()))
    assert "this is not a no" in page


def test_written_and_read_back(tmp_path):
    dossier = assemble(results())
    assert read(tmp_path) is None
    assert write(dossier, tmp_path) == tmp_path / "dossier" / "index.html"
    assert sorted(path.name for path in (tmp_path / "dossier").iterdir()) == [
        "dossier.json",
        "index.html",
        "questions.md",
    ]
    first = (tmp_path / "dossier" / "dossier.json").read_bytes()
    write(read(tmp_path), tmp_path)
    assert (tmp_path / "dossier" / "dossier.json").read_bytes() == first


def test_a_question_is_worth_what_it_settles_paths_before_statuses():
    few = msgspec.structs.replace(gap("a", "one", "why one", "One?"), settles=("answer:1",))
    many = msgspec.structs.replace(gap("a", "two", "why two", "Two?"), settles=("status:1", "status:2"))
    whole = msgspec.structs.replace(gap("a", "three", "why three", "Three?"), settles=("observed", "reach"))
    found = questions.ranked((few, many, whole))
    assert [one.question for one in found] == ["Three?", "One?", "Two?"]
    assert [one.worth for one in found] == [
        "what was done and who could reach the data",
        "1 path or answer",
        "2 legal statuses",
    ]
