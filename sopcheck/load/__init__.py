"""Bytes -> documents, pointers -> lines, examples -> YAML. The only user of PyYAML."""

from sopcheck.load.places import Places
from sopcheck.load.reader import DEFAULT_MAX_BYTES, load
from sopcheck.load.writer import dump

__all__ = ["DEFAULT_MAX_BYTES", "Places", "dump", "load"]
