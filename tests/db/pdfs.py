"""A PDF as small as can be that carries something, in the form in which exports write it."""

from __future__ import annotations

from collections.abc import Sequence

from db.carried import Carried, about_object, catalogue_entry, file_object, names_entry

WHEN = "20110601093000Z"


def pdf_with(data: bytes, carried: Carried) -> bytes:
    """Return a PDF of one empty page that carries bytes."""
    return pdf_of(
        [
            "<< /Title (Plan) >>",
            f"<<\n/Type /Catalog\n/Pages 3 0 R\n/Names 5 0 R\n{catalogue_entry(7)}>>",
            "<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 3 0 R /MediaBox [ 0 0 200 100 ] >>",
            f"<<\n{names_entry(7)}>>",
            file_object(data, WHEN),
            about_object(carried, 6),
        ]
    )


def pdf_of(objects: Sequence[str | bytes], root: int = 2) -> bytes:
    """Return a PDF of objects, the first of which is number 1."""
    out = [b"%PDF-1.7\n"]
    table = [b"xref\n0 %d\n%010d %05d f \n" % (len(objects) + 1, 0, 65535)]
    for number, content in enumerate(objects, 1):
        table.append(b"%010d %05d n \n" % (sum(map(len, out)), 0))
        raw = content if isinstance(content, bytes) else content.encode()
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, raw))
    at = sum(map(len, out))
    size = len(objects) + 1
    trailer = f"trailer\n<<\n/Size {size} \n/Info 1 0 R\n/Root {root} 0 R\n>>\nstartxref\n{at}\n"
    return b"".join([*out, *table, trailer.encode(), b"%%EOF\n"])
