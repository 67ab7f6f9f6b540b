"""The text of a PDF, page by page, by PDFium: no script runs, nothing is drawn, no address is opened.

PDFium is the reader of Chromium, fuzzed for years, and its binding has a permissive licence (BSD-3-Clause or
Apache-2.0). It is C++: it is only ever called in a reading process with its limits, never in the review itself.
"""

from __future__ import annotations

from cloudreview.errors import EvidenceError
from cloudreview.evidence.content import Content
from cloudreview.evidence.reader import Reader
from cloudreview.vocabulary.delivery import Bad, Reading

NAME = "document pdf"
MOST = 16 << 20
"""Characters of text; a report has a few thousand a page."""
_SEND = "send a searchable copy"
_ATTACHED = "files are attached to the PDF and not opened; send them by themselves"


def recognises(content: Content) -> bool:
    """Whether it begins as a PDF does."""
    return content.data.startswith(b"%PDF-")


def read(content: Content) -> Reading:
    """The text of every page. Raises EvidenceError where none can be had."""
    import pypdfium2 as pdfium  # noqa: PLC0415  # 30 ms, and most reading processes meet no PDF

    try:
        document = pdfium.PdfDocument(content.data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EvidenceError("#", "the PDF is encrypted", "send it without a password") from error
        raise EvidenceError("#", "the PDF is damaged: it cannot be opened", "send the whole file again") from error
    try:
        pages, bad = _pages(document, pdfium.PdfiumError)
        attached = document.count_attachments()
    finally:
        document.close()
    if not any(pages):
        raise EvidenceError("#", f"no page of the PDF ({len(pages)}) holds text: a scan without text", _SEND)
    if attached:
        bad.append(Bad("", _ATTACHED, 0))
    return Reading(format=NAME, pages=pages, bad=bad, parsed=len(content.data))


def _pages(document: object, failed: type[Exception]) -> tuple[list[str], list[Bad]]:
    """The text of each page, and the pages of which there is none. Raises EvidenceError where there is too much."""
    pages: list[str] = []
    bad: list[Bad] = []
    for number in range(1, len(document) + 1):  # type: ignore[arg-type]  # the binding tells no types
        try:
            text = _text(document[number - 1])  # type: ignore[index]
        except failed:
            text = ""
        pages.append(text)
        if not text:
            bad.append(Bad(f"#page={number}", f"page {number} holds no text, as a scan does; {_SEND}", 0))
        if sum(map(len, pages)) > MOST:
            raise EvidenceError(f"#page={number}", "the PDF holds more text than is read", "send it in parts")
    return pages, bad


def _text(page: object) -> str:
    """The text of a page with lines as the page has them; what is no character of a text is left out."""
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    raw = textpage.get_text_bounded(errors="ignore")
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
    return "".join(char for char in lines if char.isprintable() or char in "\n\t").strip()


READERS = (Reader(NAME, recognises, read),)
