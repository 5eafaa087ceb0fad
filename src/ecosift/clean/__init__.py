"""A page becomes its content: blocks kept, blocks left out with a reason, one text."""

from ecosift.clean.assemble import clean
from ecosift.clean.classifier import Classifier

__all__ = ["Classifier", "clean"]
