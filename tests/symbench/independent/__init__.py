"""Second judges, written apart from the verifiers and in another way: the tests' own.

A module a task, with `check(payload, answer)` for the text between the brackets, and perhaps:
    plain(answer)  whether a text has no second reading; a verifier may read more than one form
    COPIED         whether the answer may be read in the prompt, because the task is to copy
"""

from importlib import import_module

from codesteer.symbench.registry import tasks


def judge(name):
    """The module of that task."""
    return import_module(f"{__name__}.{name}")


CHECKERS = {name: judge(name).check for name in tasks()}
