"""Synthesis Decomposition: exchange crops for products by methods that take turns.

The methods are visited in order, again and again. A visited method is carried out once where there
is enough for it, and skipped otherwise; it ends when none can be carried out.
Answer: the units left of every crop and product in `<<<...>>>`, in the order the prompt gives; a
list with or without brackets and quotes, or named counts ("A=0, X=5") in any order.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: methods are drawn at random (the original has three sets of them, and
103 different prompts in 200); the prompt says what "once" means, and which letters are crops and
which are products (most prompts of the original call a crop a product); all methods are carried
out, and repeating each method as often as possible would lead to another answer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from codesteer.answers import final_answer, unwrapped
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "SynthesisDecomposition"]

_CROPS, _PRODUCTS = "ABCDE", "XYZ"
_MOST_TAKEN, _MOST_MADE = 4, 3
_MOST_CHARS = 2_000
_LABEL = re.compile(r"\**(?:final\s+)?(?:answer|result|counts?|list)\**\s*[:=]\**", re.IGNORECASE)
_NAMED = re.compile(
    r"[\"']?(?:\b(?:crop|product|remaining|obtained)[\s_]+|\b)([A-Z])\b[\"']?\s*[:=]\s*(?=[\"']?[0-9])",
    re.IGNORECASE,
)
_OUTER = ("[]", "()", "{}", "||")
_SEPARATOR = re.compile(r"\s*[,;|]\s*|\s+")
_COUNT = re.compile(r"([\"']?)(0|[1-9][0-9]{0,8})\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    crops: int
    """How many crops, 3 to 5; the last one may also be made."""
    products: int
    """How many products, 1 to 3."""
    methods: int
    """How many methods, at least one a product and at least 2."""
    low: int
    """Fewest units of a crop at the start."""
    high: int
    """Most units of a crop at the start."""

    def __post_init__(self) -> None:
        if not (3 <= self.crops <= len(_CROPS) and 1 <= self.products <= len(_PRODUCTS)):
            raise ValueError(f"need 3 to 5 crops and 1 to 3 products, got {self!r}")
        if self.methods < max(2, self.products) or not 3 <= self.low <= self.high:
            raise ValueError(
                f"need 2 methods, a method for each product and 3 <= low <= high, got {self!r}"
            )


class SynthesisDecomposition:
    """The task; see the module."""

    name = "synthesis_decomposition"
    version = 1
    category: Category = "execution"
    split: Split = "unseen"
    levels: Mapping[int, Config] = {
        1: Config(crops=3, products=1, methods=2, low=4, high=15),
        2: Config(crops=3, products=1, methods=3, low=4, high=15),
        3: Config(crops=3, products=2, methods=3, low=5, high=20),
        4: Config(crops=3, products=2, methods=4, low=5, high=20),
        5: Config(crops=4, products=3, methods=6, low=8, high=25),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw methods until each is carried out and taking turns makes a difference."""
        kinds = _CROPS[: config.crops] + _PRODUCTS[: config.products]
        while True:
            payload = {
                "initial": {
                    crop: rng.randint(config.low, config.high) for crop in kinds[: config.crops]
                },
                "methods": [_method(rng, kinds, config.crops) for _ in range(config.methods)],
                "order": list(kinds),
            }
            if not _uses_all(payload):
                continue
            counts, done = _exchanged(payload)
            exhausted, _ = _exchanged(payload, most=10**6)
            if min(done) and sum(done) >= 2 * len(done) and counts != exhausted:
                return payload

    def prompt(self, payload: Payload) -> str:
        """The question."""
        order = payload["order"]
        crops = [kind for kind in order if kind in payload["initial"]]
        products = [kind for kind in order if kind not in payload["initial"]]
        methods = "\n".join(
            f"Method {number}: give {_amounts(method['input'])}; get {_amounts(method['output'])}."
            for number, method in enumerate(payload["methods"], 1)
        )
        last = len(payload["methods"])
        return (
            f"A farm grows crops ({', '.join(crops)}) and exchanges them for products "
            f"({', '.join(products)}). It starts with {_amounts(payload['initial'])}, and with no "
            f"product. These are its methods:\n\n{methods}\n\n"
            "Rules:\n"
            f"- Visit the methods in the order 1 to {last}, and after method {last} start again "
            "with method 1.\n"
            "- If the farm has at least the units a method asks for when it is visited, carry it "
            "out exactly once, even if there is enough for more, and go on to the next method. "
            "Otherwise skip it and go on to the next method.\n"
            "- To carry out a method, take away the units it gives and add the units it gets. What "
            "was added, crop or product, is on hand from the next visit on.\n"
            "- Stop when no method can be carried out any more.\n\n"
            f"Finish with the numbers of units the farm then has, in the order {', '.join(order)}, "
            f"with a number in place of each letter, in this form: <<<[{', '.join(order)}]>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = final_answer(response)
        counts = None if answer is None else _counts(answer, payload["order"])
        if counts is None:
            return Verdict(False, f"There is no list of {len(payload['order'])} counts.")
        if counts != _exchanged(payload)[0]:
            return Verdict(False, "The methods lead to other counts.")
        return Verdict(True, "The methods lead to these counts.")

    def solve(self, payload: Payload) -> str:
        """The final counts in the demanded form."""
        return f"<<<{_exchanged(payload)[0]}>>>"


def _method(rng: Random, kinds: str, crops: int) -> dict[str, dict[str, int]]:
    """A method that makes the last crop or a product of earlier kinds, so that all must end."""
    made = rng.randrange(crops - 1, len(kinds))
    inputs = sorted(rng.sample(range(made), rng.randint(1, min(3, made))))
    return {
        "input": {kinds[i]: rng.randint(1, _MOST_TAKEN) for i in inputs},
        "output": {kinds[made]: rng.randint(1, _MOST_MADE)},
    }


def _uses_all(payload: Payload) -> bool:
    """Whether every crop is given, every product is made, and no method is listed twice."""
    methods = payload["methods"]
    given = {kind for method in methods for kind in method["input"]}
    made = {kind for method in methods for kind in method["output"]}
    return (
        given.issuperset(payload["initial"])
        and made.union(payload["initial"]).issuperset(payload["order"])
        and len({str(method) for method in methods}) == len(methods)
    )


def _exchanged(payload: Payload, most: int = 1) -> tuple[list[int], list[int]]:
    """The final counts, and how often each method is carried out, at most so often a visit."""
    units = dict.fromkeys(payload["order"], 0) | payload["initial"]
    done = [0] * len(payload["methods"])
    before = -1
    while sum(done) != before:
        before = sum(done)
        for number, method in enumerate(payload["methods"]):
            times = min(most, *(units[kind] // n for kind, n in method["input"].items()))
            for kind, n in method["input"].items():
                units[kind] -= times * n
            for kind, n in method["output"].items():
                units[kind] += times * n
            done[number] += times
    return [units[kind] for kind in payload["order"]], done


def _amounts(units: Mapping[str, int]) -> str:
    return _listed(
        [
            f"{n} unit{'s' if n > 1 else ''} of {'product' if kind in _PRODUCTS else 'crop'} {kind}"
            for kind, n in units.items()
        ]
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _counts(answer: str, order: Sequence[str]) -> list[int] | None:
    """One count for each kind, or None where the answer is not exactly that."""
    if len(answer) > _MOST_CHARS:
        return None
    if label := _LABEL.match(answer):
        answer = unwrapped(answer[label.end() :])
    if answer[:1] + answer[-1:] in _OUTER:
        answer = answer[1:-1].strip().removesuffix(",").rstrip()
    names = [name.upper() for name in _NAMED.findall(answer)]
    items = _SEPARATOR.split(_NAMED.sub("", answer))
    found = [match for item in items if (match := _COUNT.fullmatch(item))]
    if not len(items) == len(found) == len(order) or sorted(names or order) != sorted(order):
        return None
    counts = dict(zip(names or order, (int(match[2]) for match in found), strict=True))
    return [counts[kind] for kind in order]


TASK = SynthesisDecomposition()
