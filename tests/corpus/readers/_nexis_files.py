"""Makes the Word and PDF files of the Nexis tests: fictional articles in the shape that the vendor gives them."""

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENGLISH = {
    "length": "Length", "author": "Byline", "section": "Section", "highlight": "Highlight", "body": "Body", "load": "Load-Date",
    "classification": "Classification", "language": "Language", "subject": "Subject", "end": "End of Document", "words": "words",
    "documents": "Documents", "cover": ("User Name", "Date and Time", "Job Number", "Client/Matter", "Search Terms"),
}  # fmt: skip
GERMAN = {
    "length": "Länge", "author": "Autor", "section": "Rubrik", "highlight": "Highlight", "body": "Haupttext", "load": "Ladedatum",
    "classification": "Klassifizierung", "language": "Sprache", "subject": "Thema", "end": "Ende des Dokuments",
    "words": "Wörter", "documents": "Dokumente",
    "cover": ("Benutzername", "Datum und Uhrzeit", "Auftragsnummer", "Mandant/Angelegenheit", "Suchbegriffe"),
}  # fmt: skip
DUTCH = {
    "length": "Lengte", "author": "Auteur", "section": "Sectie", "highlight": "Highlight", "body": "Tekst", "load": "Laaddatum",
    "classification": "Classificatie", "language": "Taal", "subject": "Onderwerp", "end": "Einde van document",
    "words": "woorden", "documents": "Documenten",
    "cover": ("Gebruikersnaam", "Datum en tijd", "Taaknummer", "Cliënt/Zaak", "Zoektermen"),
}  # fmt: skip
FRENCH = {
    "length": "Longueur", "author": "Auteur", "section": "Rubrique", "highlight": "Encart", "body": "Corps",
    "load": "Date de chargement", "classification": "Classification", "language": "Langue", "subject": "Sujet",
    "end": "Fin du document", "words": "mots", "documents": "Documents",
    "cover": ("Nom d'utilisateur", "Date et heure", "Numéro de la tâche", "Client/Dossier", "Termes recherchés"),
}  # fmt: skip
SPANISH = {
    "length": "Longitud", "author": "Autor", "section": "Sección", "highlight": "Resumen", "body": "Cuerpo",
    "load": "Fecha de carga", "classification": "Clasificación", "language": "Idioma", "subject": "Tema",
    "end": "Fin del documento", "words": "palabras", "documents": "Documentos",
    "cover": ("Nombre de usuario", "Fecha y hora", "Número de trabajo", "Cliente/Asunto", "Términos de búsqueda"),
}  # fmt: skip
# A language of which the table of labels knows nothing: only the bookmarks can help.
INVENTED = {
    "length": "Lungo", "author": "Skribo", "section": "Parto", "highlight": "Lumo", "body": "Korpo", "load": "Ŝargo",
    "classification": "Klasigo", "language": "Lingvo", "subject": "Temo", "end": "Fino", "words": "vortoj",
    "documents": "Paperoj", "cover": ("Uzanto", "Horo", "Laboro", "Kliento", "Serĉo"),
}  # fmt: skip


def article(title, text, *, source="The Harbour Post", date="March 4, 2019 Monday", ui=ENGLISH, number=1, bookmarks=True,
            extra=(), above=(), fields=(), tail=(), classified=True, n_words=None):  # fmt: skip
    """The paragraphs of one article as (text, bookmark): breaks are newlines, as in the vendor's files."""
    mark = (lambda name: name) if bookmarks else (lambda name: None)
    suffix = "" if number == 1 else f"_{number - 2}"
    lines = [("", None), ("", mark(f"Bookmark_{number}")), (title, None), (source, None), *((line, None) for line in extra)]
    if date:
        lines.append((date, None))
    lines += [("", None), *((line, None) for line in above), ("\nCopyright 2019 Harbour Press All Rights Reserved", None)]
    n_words = n_words or len(" ".join(text).split())
    lines += [(f"{ui['length']}:\xa0{n_words} {ui['words']}", None), *((line, None) for line in fields)]
    lines += [(ui["body"], mark(f"Body{suffix}")), ("", None), ("", None), *((line, None) for line in text)]
    if classified:
        lines += [(ui["classification"], mark(f"Classification{suffix}")), ("", None), (f"{ui['language']}:\xa0ENGLISH", None)]
        lines.append((f"\n{ui['subject']}:\xa0FERRIES (93%); WEATHER (90%)", None))
    lines += [*((line, None) for line in tail), (f"\n{ui['load']}:\xa0March 5, 2019", None)]
    return [*lines, ("", None), (f"\n{ui['end']}", None)]


def cover(titles, ui=ENGLISH, count=None):
    """The cover page with its list of the documents."""
    user, time, job, client, terms = ui["cover"]
    lines = [(f"{user}: A. READER", None), (f"{time}: Tuesday, March 5, 2019 10:00:00 AM CET", None), (f"{job}: 12345", None)]
    lines.append((f"{ui['documents']} ({count or len(titles)})", None))
    for number, title in enumerate(titles, 1):
        lines += [(f"{number}. {title}", None), (f"{client}: -None-", None), (f"{terms}: ferry", None), ("", None)]
        lines += [("Content Type", None), ("News", None), ("Sources: The Harbour Post", None), ("", None)]
    return lines


def document_xml(paragraphs, *, wrap="{}"):
    """word/document.xml of these paragraphs."""
    parts = []
    for text, bookmark in paragraphs:
        start = f'<w:bookmarkStart w:id="1" w:name="{bookmark}"/><w:bookmarkEnd w:id="1"/>' if bookmark else ""
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
        parts.append(f"<w:p><w:pPr><w:spacing/></w:pPr>{start}<w:r><w:rPr><w:b/></w:rPr>{runs}</w:r></w:p>")
    body = wrap.format("".join(parts))
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def docx(path, paragraphs, *, xml=None):
    """Write a DOCX file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml or document_xml(paragraphs))
    path.write_bytes(held.getvalue())
    return path


def flowed(lines, *, width=76, height=740, head=None):
    """Lines (gap above, left edge, size, text) as pages; a text of None begins a page, which begins with `head`."""
    pages, y = [[]], height
    for gap, left, size, text in lines:
        if text is None or y - gap < 60:
            pages.append([(90, height, 8, head)] if head else [])
            y = height - 20
            if text is None:
                continue
        y -= gap
        pages[-1].append((left, y, size, text))
    for number, page in enumerate(pages, 1):
        page.append((280, 30, 8, f"Page {number} of {len(pages)}"))
    return pages


def pdf(path, pages):
    """Write a PDF file: each page is a list of (left, bottom, size, text)."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    parent = 2 + 2 * len(pages)
    for page in pages:
        shown = []
        for left, bottom, size, text in page:
            raw = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            shown.append(b"BT /F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET" % (size, left, bottom, raw))
        stream = b"\n".join(shown)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 1 0 R >> >> >>"
            % (parent, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % len(objects))
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    path.write_bytes(
        out
        + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), out.rindex(b"xref\n0"))
    )
    return path
