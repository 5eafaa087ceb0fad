"""Extractors to hold others against: plain keywords and regexes, and the saved answers of a language model.

They are installed as entry points `ecosift.extractors`; anyone's function page → article can be one.
"""
