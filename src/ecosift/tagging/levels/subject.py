"""Whether a page is about anything that levels are of: a glance at its words, before any sentence is read.

Most of what a crawl brings home is about films, prices and software. There a level would be a mistake, and
looking for one a waste of time.
"""

from __future__ import annotations

import numpy as np

from ecosift.models import FloatArray, Model
from ecosift.tagging.levels.lexis import Lexis, Numbers, PageWords

# Names of the weights among the arrays of a model, and of their words in its vocabulary.
PREFIX, WORD = "subject_", "page="
# A page is looked at by so many sentences at a time: what it is about may turn up late.
STRETCH = 40
# A stretch with fewer different words that are known is too short for a glance.
FEWEST = 60


class Glance:
    """A weight for each word: the mean over the different words of a stretch says if it is worth reading.

    Below `cut` it is not. Other words say nothing.
    """

    def __init__(self, model: Model, lexis: Lexis) -> None:
        weights: FloatArray = model.part(PREFIX)["weights"]
        self._cut = float(model.manifest["settings"]["subject"]["cut"])
        # Words of other numbers than the known ones share the last place.
        self._weights = np.zeros(len(lexis.known) + 2)
        self._known = np.zeros(len(self._weights), dtype=np.bool_)
        places = [lexis.known[form] for form in model.names_beside(WORD)]
        self._weights[places], self._known[places] = weights, True

    def passes_over(self, words: PageWords) -> bool:
        """Whether no stretch of a page has to do with health or with what it depends on."""
        stretches, seen = self._different_in(words)
        sizes = np.bincount(stretches)
        if not len(sizes) or sizes.min() < FEWEST:
            return False
        means = np.bincount(stretches, self._weights[seen]) / sizes
        return bool(means.max() < self._cut)

    def _different_in(self, words: PageWords) -> tuple[Numbers, Numbers]:
        """The known words of every stretch, each once: the number of the stretch, and of the word.

        What is left at the end of a page belongs to the stretch before it.
        """
        numbers = np.minimum(words.numbers, len(self._weights) - 1)
        places = np.flatnonzero(self._known[numbers])
        spoken = np.cumsum(np.diff(words.ends, prepend=-1) > 1) - 1
        last = max((spoken[-1] + 1) // STRETCH - 1, 0) if len(spoken) else 0
        stretches = np.minimum(spoken[np.searchsorted(words.ends, places)] // STRETCH, last)
        return np.divmod(np.unique(stretches * len(self._weights) + numbers[places]), len(self._weights))
