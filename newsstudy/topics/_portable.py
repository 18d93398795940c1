"""What every fitted model can do with files and other programs: be saved, be exported, be handed over."""

from __future__ import annotations

import os
from typing import Any


class Portable:
    """Saving and exporting; the base of LDA, NMF and SeededLDA."""

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the fitted model into a folder that `ns.open_model` reads: arrays and JSON, the same bytes on any machine.

        Whole or not at all; a model that was saved there before is replaced, anything else is left alone.

        Raises
        ------
        InputError
            The model is not fitted, the folder holds something else, or a setting is no number, text, list or dict.
        """
        from newsstudy.topics._files import save_model

        save_model(self, path)

    def export(self, path: str | os.PathLike[str], format: str, *, counts: Any = None, n: int = 20, rng: Any = 0) -> None:
        """Write the fitted model for another program; `docs/topics/exchange.md` says what each format keeps and loses.

        Parameters
        ----------
        path : str or path
            The file; written whole or not at all.
        format : {"mallet", "mallet_weights", "mallet_keys", "mallet_doc_topics", "pyldavis"}
            The files of MALLET's --output-state (packed where `path` ends in .gz), --topic-word-weights-file,
            --output-topic-keys and --output-doc-topics; or the JSON of `to_pyldavis`.
        counts : Counts
            The documents; needed by "mallet", "mallet_doc_topics" and "pyldavis".
        n : int
            Terms of a topic in "mallet_keys".
        rng : int
            "mallet": each token needs one topic, and is given one at random by its chances in its document.

        Examples
        --------
        >>> import newsstudy as ns, pathlib, tempfile
        >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ns.LDA(2).fit(counts).export(pathlib.Path(folder) / "state.gz", "mallet", counts=counts)
        ...     ns.topics_from(pathlib.Path(folder) / "state.gz").components_.shape
        (2, 258)
        """
        from newsstudy.topics._export import export_model

        export_model(self, path, format, counts, n, rng)

    def to_gensim(self) -> dict[str, Any]:
        """What gensim's LdaModel is made of: num_topics, id2word, alpha, eta, sstats. Back by `ns.topics_from`.

        `docs/topics/exchange.md` has the four lines that make the model of it. For LDA only.
        """
        from newsstudy.topics._export import gensim_parts

        return gensim_parts(self)

    def to_sklearn(self) -> tuple[Any, list[str]]:
        """scikit-learn's LatentDirichletAllocation or NMF with these topics, and the terms of its columns.

        Its `transform` works; its document prior is one number, so a prior for each topic becomes their mean.
        """
        from newsstudy.topics._export import sklearn_parts

        return sklearn_parts(self)

    def to_pyldavis(self, counts: Any) -> dict[str, Any]:
        """The arguments of `pyLDAvis.prepare`: topic_term_dists, doc_topic_dists, doc_lengths, vocab, term_frequency.

        Parameters
        ----------
        counts : Counts
            The documents, with the model's terms.
        """
        from newsstudy.topics._export import pyldavis_parts

        return pyldavis_parts(self, counts)
