"""The methods by name."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from codesteer.errors import InvalidRequest
from codesteer.steering.methods import (
    all_code_cot,
    all_text_cot,
    autogen_conca,
    code_first_agent,
    code_first_rule,
    code_interpreter,
    code_text_choice,
    code_text_sum_1,
    code_text_sum_2,
    codesteer,
    few_shot,
    only_question,
    symbolic_agent,
)
from codesteer.steering.methods.method import Method

__all__ = ["METHODS", "find_method"]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        module.METHOD.name: module.METHOD
        for module in (
            only_question,
            all_text_cot,
            all_code_cot,
            autogen_conca,
            code_text_sum_1,
            code_text_sum_2,
            code_text_choice,
            code_interpreter,
            few_shot,
            code_first_rule,
            code_first_agent,
            symbolic_agent,
            codesteer,
        )
    }
)
"""Every method: those that ask once first, then those that are steered."""


def find_method(name: str) -> Method:
    """The method of a name.

    Raises:
        InvalidRequest: There is none.
    """
    if name in METHODS:
        return METHODS[name]
    near = get_close_matches(name, METHODS, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise InvalidRequest(
        f"There is no method {name[:80]!r}.{meant} There are: {', '.join(METHODS)}."
    )
