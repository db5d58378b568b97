"""Word and character n-grams of a text, weighed by how rare they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

# One word or two, and pieces of words of three to six characters.
KINDS: tuple[dict[str, Any], ...] = (
    {"ngram_range": (1, 2), "token_pattern": r"[^\s]+"},
    {"ngram_range": (3, 6), "analyzer": "char_wb", "min_df": 2},
)


@dataclass(frozen=True)
class Counts:
    """How often n-grams occur: a row for each text, a column for each n-gram of any of them.

    Rows may be added up: the sum stands for the texts together.
    """

    columns: np.ndarray
    table: np.ndarray

    def rows(self, table: np.ndarray) -> Counts:
        """Other rows over the same n-grams."""
        return Counts(self.columns, table)


class TextFeatures:
    """The n-grams of normalised texts.

    Scikit-learn learns the vocabulary. Texts are read without it, in a third of the time: a message touches a
    few hundred of the tens of thousands of columns that scikit-learn's matrices are made for.
    """

    def __init__(self, vocabularies: Sequence[Sequence[str]], rarities: Sequence[np.ndarray]) -> None:
        self.vocabularies = [list(vocabulary) for vocabulary in vocabularies]
        self.rarities = list(rarities)
        self._analysers = [TfidfVectorizer(**kind).build_analyzer() for kind in KINDS]
        self._columns: list[dict[str, int]] = []
        first = 0
        for vocabulary in self.vocabularies:
            self._columns.append({gram: first + place for place, gram in enumerate(vocabulary)})
            first += len(vocabulary)
        self._rarity = np.concatenate(self.rarities)

    @classmethod
    def learn(cls, texts: Sequence[str]) -> tuple[TextFeatures, csr_matrix]:
        """Collect the n-grams of the training texts; returns them also as a matrix, one row a text."""
        vectorizers = [TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **kind) for kind in KINDS]
        matrix = hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers], format="csr")
        vocabularies = [vectorizer.get_feature_names_out().tolist() for vectorizer in vectorizers]
        return cls(vocabularies, [vectorizer.idf_ for vectorizer in vectorizers]), matrix

    def counts(self, texts: Sequence[str]) -> Counts:
        found = [self._counted(text) for text in texts]
        columns = sorted({column for counts in found for column in counts})
        places = {column: place for place, column in enumerate(columns)}
        table = np.zeros((len(texts), len(columns)))
        for row, counts in zip(table, found, strict=True):
            row[[places[column] for column in counts]] = list(counts.values())
        return Counts(np.array(columns, dtype=np.intp), table)

    def weighed(self, counts: Counts) -> np.ndarray:
        """Turn counts into tf-idf values, of unit length for each kind of n-gram."""
        table = counts.table
        values = np.where(table > 0, 1.0 + np.log(np.maximum(table, 1.0)), 0.0) * self._rarity[counts.columns]
        border = int(np.searchsorted(counts.columns, len(self.vocabularies[0])))
        for kind in (values[:, :border], values[:, border:]):
            kind /= np.maximum(np.sqrt((kind * kind).sum(axis=1, keepdims=True)), 1e-12)
        return values

    def _counted(self, text: str) -> Counter[int]:
        return Counter(
            columns[gram]
            for analyse, columns in zip(self._analysers, self._columns, strict=True)
            for gram in analyse(text)
            if gram in columns
        )
