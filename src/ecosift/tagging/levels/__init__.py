"""SEM levels: where a factor sits, by the codebook's cues and rules and a classifier, and why."""

from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.tagger import tag_levels

__all__ = ["Codebook", "load_codebook", "tag_levels"]
