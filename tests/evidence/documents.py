"""Documents for tests: PDFs written by hand, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

LETTER = """\
Harbor Cloud Ltd.

To whom it may concern: we state that no person outside the United States can read the data of our clients.
This statement was given on 1 March 2026, after a review of all identities of the account.

Yours sincerely, Ada Example
"""


def pdf(*pages: str, trailer: str = "", more: Sequence[str] = ()) -> bytes:
    """A PDF with a line of text for each line of a page; an empty page holds nothing."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.splitlines()]
        shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
        stream = f"BT /F1 11 Tf 60 760 Td\n{shown}ET\n" if page else "0 0 m\n"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        box = f"/MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} {resources} >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}endstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate([*objects, *more], 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def encrypted() -> bytes:
    """A PDF that asks for a password (Standard handler, version 1); nobody knows it."""
    secret = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -44 >>"
    return pdf("hidden", trailer=f"/Encrypt 6 0 R /ID [<{'00' * 16}> <{'00' * 16}>]", more=[secret])
