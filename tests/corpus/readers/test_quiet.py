"""Readers neither print nor log, and leave the user's own logging alone."""

import logging
import subprocess
import sys
import threading

import pypdf

import newsstudy as ns
from newsstudy.corpus.readers._quiet import quiet

PAGE = "<html><body>{}</body></html>"


def test_reading__prints_and_logs_nothing(tmp_path):
    (tmp_path / "empty.html").write_text(PAGE.format("<div></div>"), "utf-8")
    (tmp_path / "flat.html").write_text("just <b>a line", "utf-8")
    (tmp_path / "good.html").write_text(PAGE.format("<article><p>Snow fell in the north on Monday.</p></article>"), "utf-8")
    (tmp_path / "nested.html").write_text(PAGE.format("<div>" * 3000 + "Snow."), "utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "shifted.pdf")  # its places of objects are made wrong, which the library logs
    (tmp_path / "shifted.pdf").write_bytes((tmp_path / "shifted.pdf").read_bytes().replace(b"%PDF-1.3", b"%PDF-1.3\n%%"))
    (tmp_path / "feed.rss").write_text("<rss><channel><item><title>Snow</title><pubDate>soon</pubDate></item>", "utf-8")
    code = "import sys, newsstudy as ns; print(len(ns.read_corpus(sys.argv[1])))"
    environment = {"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    assert done.stdout.strip().isdigit()


def test_reading__leaves_the_loggers_of_libraries_as_they_were(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.format("<p>Snow fell in the north on Monday.</p>"), "utf-8")
    ns.read_corpus(tmp_path)  # imports the library
    logger = logging.getLogger("trafilatura.core")
    before = (logger.level, list(logger.handlers), list(logger.filters), logger.propagate, logger.disabled)
    ns.read_corpus(tmp_path)
    assert (logger.level, list(logger.handlers), list(logger.filters), logger.propagate, logger.disabled) == before


def test_quiet__silences_this_thread_only(caplog):
    logger = logging.getLogger("trafilatura.utils")
    with quiet("trafilatura"):
        logger.error("mine")
        other = threading.Thread(target=logger.error, args=("another's",))
        other.start()
        other.join()
    logger.error("later")
    assert [record.message for record in caplog.records] == ["another's", "later"]
