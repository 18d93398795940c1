"""Our errors and warnings: each names the thing, the place and the next move."""

from __future__ import annotations


class NewsstudyError(Exception):
    """Base of every error that newsstudy raises on purpose."""


class InputError(NewsstudyError, ValueError):
    """An argument, a file or a table is not what the call needs."""


class ReadError(NewsstudyError, ValueError):
    """A file or a piece of it could not be read."""


class MissingFileError(NewsstudyError, FileNotFoundError):
    """A path that was named does not exist."""


class ConditionError(InputError):
    """A condition such as "source == 'Guardian'" could not be understood; the message points at the place."""


class NoSuchItemError(InputError, IndexError):
    """A document, term or token of a number that does not exist."""


class SchemaError(InputError):
    """A table lacks a column, or a column has another type than its schema says."""


class StudyError(NewsstudyError, RuntimeError):
    """A study folder cannot be written, closed or verified."""


class NewsstudyWarning(UserWarning):
    """Something was done that the caller should look at; the result stands."""
