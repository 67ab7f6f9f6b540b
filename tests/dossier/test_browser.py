"""The page in a real browser: nothing is loaded, nothing runs, everybody can read it, also by keyboard and on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from cloudreview import dossier
from cloudreview.original import originals
from tests.dossier.sample import results
from tests.provider import harbor
from tests.reviews import reviewed

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>",
    "javascript:alert(1)",
    "</style></title></textarea><base href=//evil><meta http-equiv=refresh content=0>",
    "\u202egnp.exe\u2066\u200b\ufeff\x00\x1b[2J",
    "A" * 10_000,
    "\u0e19\u0e49\u0e33" * 400 + "Zalgo\u0301\u0302\u0303",
)
INTRUSION = """() => {
  const picture = document.createElement('img'), script = document.createElement('script');
  picture.src = 'http://127.0.0.1/x';
  script.textContent = 'window.ran = 1';
  document.body.append(picture, script);
}"""
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; without one the tests are skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        told = "no chromium: run tools/browser.sh as root, or install it (Debian: apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=["--disable-gpu"])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Paths of pages, each made once: harbor, an invented provider, or the sample with a hostile text everywhere."""
    made: dict[str, Path] = {}

    def page(text: str) -> Path:
        if text not in made:
            folder = tmp_path_factory.mktemp("page")
            if text == "harbor":
                told = reviewed(harbor().dump(folder))
                made[text] = dossier.write(told, folder, originals(folder, told).at)
            else:
                made[text] = dossier.write(dossier.assemble(results(text=text)), folder)
        return made[text]

    return page


class Seen:
    """A page that was opened, and all that it did."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.context.set_offline(True)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda one: self.requests.append(one.url))
        self.page.on("console", lambda one: self.complaints.append(one.text))
        self.page.on("pageerror", lambda one: self.complaints.append(str(one)))
        self.page.on("dialog", lambda one: self.complaints.append(f"dialog {one.message}"))
        self.page.goto(path.as_uri())
        self.address = path.as_uri()

    def __enter__(self) -> Seen:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def overflows(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("options", [{"viewport": WIDE}, {"viewport": PHONE, "color_scheme": "dark"}], ids=str)
def test_the_page_loads_nothing_breaks_no_policy_and_fits(browser, pages, options):
    with Seen(browser, pages("harbor"), **options) as seen:
        seen.open_all()
        assert seen.requests == [seen.address]
        assert seen.complaints == []
        assert not seen.overflows()
        assert seen.page.locator("h1").inner_text().startswith("Could anybody under the control of China read")


def test_the_policy_is_in_force(browser, pages):
    with Seen(browser, pages("harbor")) as seen:
        seen.page.evaluate(INTRUSION)
        assert len(seen.complaints) >= 2
        assert all("Content Security Policy" in one for one in seen.complaints)
        assert seen.page.evaluate("window.ran") is None


def bad(seen: Seen, **options: Any) -> list[tuple[str, Any]]:
    """What axe finds, except what it calls minor."""
    found = Axe().run(seen.page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [(one["id"], one["nodes"][0]["target"]) for one in found if one["impact"] != "minor"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_accessibility(browser, pages, scheme):
    with Seen(browser, pages("Li"), viewport=WIDE, color_scheme=scheme) as seen:
        seen.open_all()
        assert bad(seen) == []
        seen.page.locator("h1").evaluate("one => one.remove()")
        assert [name for name, _ in bad(seen)] == ["page-has-heading-one"], "axe looks"


def test_no_serious_finding_on_a_page_of_a_whole_provider(browser, pages):
    with Seen(browser, pages("harbor"), viewport=PHONE) as seen:
        # Colours are looked at above; on many elements that takes long.
        assert bad(seen, rules={"color-contrast": {"enabled": False}}) == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_inert(browser, pages, text):
    with Seen(browser, pages(text), viewport=PHONE) as seen:
        seen.open_all()
        assert seen.requests == [seen.address]
        assert seen.complaints == []
        strange = "script, img, iframe, base, object, embed, form, input, [onload], [onerror], [style]"
        assert seen.page.locator(strange).count() == 0
        links = seen.page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
        assert all(one.startswith("#") for one in links)
        assert seen.page.url == seen.address
        assert not seen.overflows()


def test_every_link_leads_somewhere_and_opens_what_it_leads_to(browser, pages):
    with Seen(browser, pages("harbor"), viewport=WIDE) as seen:
        dead = "all => all.map(one => one.hash.slice(1)).filter(name => !document.getElementById(name))"
        assert seen.page.eval_on_selector_all("a", dead) == []
        seen.page.locator(".steps a").first.click()
        assert seen.page.locator("#exhibit-1").is_visible()


def test_it_can_be_read_by_keyboard(browser, pages):
    with Seen(browser, pages("Li"), viewport=WIDE) as seen:
        seen.page.keyboard.press("Tab")
        focused = "document.activeElement.textContent"
        assert seen.page.evaluate(focused) == "To the answer"
        wanted = seen.page.locator("a:visible, summary:visible, [tabindex='0']:visible").count()
        met = set()
        for _ in range(wanted + 5):
            met.add(seen.page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
            seen.page.keyboard.press("Tab")
        assert len(met) >= wanted > 20
    with Seen(browser, pages("harbor"), viewport=WIDE) as seen:
        closed = seen.page.locator("details.path:not([open]) > summary").first
        closed.focus()
        seen.page.keyboard.press("Enter")
        assert seen.page.locator("details.path").nth(1).get_attribute("open") is not None


def test_it_prints_with_all_that_counts_laid_open(browser, pages):
    with Seen(browser, pages("harbor"), viewport=WIDE) as seen:
        seen.page.emulate_media(media="print")
        shut = seen.page.locator("details.path:not(.raw):not([open]) .steps")
        assert shut.count() > 0
        assert all(one.bounding_box()["height"] > 50 for one in shut.all())
        assert not seen.page.locator("nav").is_visible()
        assert seen.page.pdf().startswith(b"%PDF")


def test_a_dossier_of_many_paths_is_cut_and_opens(browser, tmp_path, pages):
    told = dossier.read(pages("harbor").parent.parent)
    assert told is not None
    many = tuple(
        msgspec.structs.replace(path, id=f"{path.id}{turn:02}")
        for path in told.paths
        for turn in range(600 // len(told.paths))
    )
    path = dossier.write(msgspec.structs.replace(told, paths=many), tmp_path)
    assert path.stat().st_size < 4 * 2**20
    with Seen(browser, path, viewport=WIDE) as seen:
        assert seen.page.locator("details.path").count() == 200
        assert "draws the first 200 of" in seen.page.locator("#paths").inner_text()
