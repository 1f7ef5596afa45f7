r"""Web of Lies: who tells the truth, where people speak of each other.

Everyone always tells the truth or always lies. Some are known; each of the others makes one claim
about how many of certain people tell the truth, and tells the truth exactly if that claim is true.

Answer: Yes or No in `<<<...>>>`. Any case, True or False, a label, quotes or brackets around it and
a sentence behind it that only repeats it are read. A text that says both is no answer.
Source: CodeSteer (arXiv 2502.04350), table 1; the puzzle is of BIG-Bench-Hard (arXiv 2210.09261).
Differs from the original: instances are drawn, not read from 250 stored ones; chains of other
lengths than five, branches, claims about groups, sentences that do not matter; a language model was
the judge there and found "correct" in "Incorrect"; here a rule decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from codesteer.symbench.choices import yes_or_no
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "WebOfLies"]

_NAMES = (
    "Ada", "Alma", "Arlo", "Basil", "Bea", "Boris", "Carla", "Cora", "Cyrus", "Dana", "Dario",
    "Dora", "Edith", "Elias", "Enid", "Fay", "Felix", "Flora", "Gail", "Gideon", "Greta", "Hank",
    "Hilda", "Hugo", "Ida", "Igor", "Inga", "Jared", "Jonas", "June", "Karl", "Kira", "Kurt",
    "Lara", "Leon", "Lotte", "Mabel", "Magnus", "Mira", "Nadia", "Niels", "Nora", "Olga", "Omar",
    "Oscar", "Petra", "Piet", "Priya", "Quentin", "Ralph", "Rhea", "Rosa", "Saul", "Selma",
    "Sven", "Tessa", "Tilda", "Tobias", "Uma", "Ursula", "Vera", "Viggo", "Wanda", "Wilma",
    "Xavier", "Yara", "Yusuf", "Zelda", "Zoltan",
)  # fmt: skip
_FRAMES = ("{0} says that {1}.", "{0} claims that {1}.", "The claim of {0} is that {1}.")
_SINGLE = {0: ("{0} lies", "{0} is a liar"), 1: ("{0} tells the truth", "{0} is truthful")}
_IDLE = (
    "{0} owns a {2} bicycle.",
    "{0} and {1} arrived in a {2} car.",
    "{0} wears a {2} scarf today.",
    "{0} has known {1} for years.",
    "{0} lent {1} a {2} umbrella.",
)
_COLORS = ("red", "green", "blue", "yellow", "gray", "brown")
_WORDS = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    chain: int
    """People from the one who is known to the one who is asked about, each claiming of the last."""
    beside: int = 0
    """People beside the chain, who make claims too."""
    group: int = 1
    """Most people one claim is about."""
    idle: int = 0
    """Sentences that do not matter."""
    shuffled: bool = False
    """Whether the sentences stand in any order."""

    def __post_init__(self) -> None:
        people = self.chain + self.beside
        if not 2 <= self.chain <= people <= 60 or not 1 <= self.group <= 5 or self.idle < 0:
            raise ValueError(
                f"need 2 <= chain, chain + beside <= 60, 1 <= group <= 5, idle >= 0, got {self!r}"
            )


class WebOfLies:
    """The task; see the module."""

    name = "web_of_lies"
    version = 1
    category: Category = "reasoning"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(chain=4),
        2: Config(chain=5, beside=1),
        3: Config(chain=6, beside=3, group=2, idle=1),
        4: Config(chain=8, beside=5, group=3, idle=2, shuffled=True),
        5: Config(chain=12, beside=8, group=5, idle=4, shuffled=True),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw who lies first, then claims that suit it, so that all is known and half is Yes."""
        total = config.chain + config.beside
        names = rng.sample(_NAMES, total)
        chain, beside = names[: config.chain], names[config.chain :]
        # People of the chain keep their order; those beside it stand anywhere behind the first.
        slots = sorted(rng.sample(range(1, total), config.chain - 1))
        order = [chain[0], *([""] * (total - 1))]
        for slot, name in zip(slots, chain[1:], strict=True):
            order[slot] = name
        rest = iter(beside)
        order = [name or next(rest) for name in order]
        honest = {name: rng.random() < 0.5 for name in order}
        claims: list[list[Any]] = []
        story = [f"{rng.choice(_SINGLE[honest[order[0]]]).format(order[0])}."]
        for i, name in enumerate(order[1:], 1):
            size = rng.randint(1, min(config.group, i))
            others = rng.sample(order[:i], size)
            if name in chain:
                before = chain[chain.index(name) - 1]
                if before not in others:
                    others[rng.randrange(size)] = before
            counts, words = _claim(rng, others, sum(honest[o] for o in others), honest[name])
            claims.append([name, others, counts])
            story.append(rng.choice(_FRAMES).format(name, words))
        asked = [chain[-1]]
        told, words = _claim(rng, asked, honest[chain[-1]], rng.random() < 0.5)
        for _ in range(config.idle):
            a, b = rng.sample(order, 2)
            line = rng.choice(_IDLE).format(a, b, rng.choice(_COLORS))
            story.insert(rng.randint(0, len(story)), line)
        if config.shuffled:
            rng.shuffle(story)
        question = rng.choice(("Is it true that {}?", "Can you conclude that {}?"))
        return {
            "known": [[order[0], honest[order[0]]]],
            "claims": claims,
            "asked": [asked, told],
            "story": story,
            "question": question.format(words),
        }

    def prompt(self, payload: Payload) -> str:
        """The question."""
        story = "\n".join(payload["story"])
        return (
            "Each person below either always tells the truth or always lies. A claim of someone "
            "who tells the truth is true; a claim of someone who lies is false, taken as a whole: "
            'if a liar says that two people both lie, then at least one of the two does not. "Is a '
            'liar" means lies, and "is truthful" means tells the truth. A sentence that nobody is '
            "said to claim is a fact; some facts do not matter. Two people are of the same kind if "
            "both tell the truth or both lie, and of unlike kinds otherwise. Zero is an even "
            f"number. The sentences are in no particular order.\n\n{story}\n\n"
            f"{payload['question']}\n\n"
            "The answer is either Yes or No. Finish with the answer in this form: <<<answer>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        targets, counts = payload["asked"]
        pattern = ("", "")
        if len(targets) == 1 and len(counts) == 1:
            name = re.escape(targets[0])
            said = (
                rf"{name} (?:lies|is lying|is a liar|does not tell the truth)",
                rf"{name} (?:tells the truth|is telling the truth|is truthful)",
            )
            pattern = said if counts == [1] else said[::-1]
        answer = yes_or_no(response, *pattern)
        if answer is None:
            return Verdict(False, "There is no single Yes or No in the form <<<answer>>>.")
        if answer != self._truth(payload):
            return Verdict(False, "The claims lead to the other answer.")
        return Verdict(True, "The claims lead to this answer.")

    def solve(self, payload: Payload) -> str:
        """The answer in the demanded form."""
        return f"<<<{'Yes' if self._truth(payload) else 'No'}>>>"

    def _truth(self, payload: Payload) -> bool:
        """The answer, by settling claims for as long as one is about people who are settled.

        Raises:
            ValueError: The claims do not settle it; in a generated instance they always do.
        """
        honest: dict[str, bool] = dict(payload["known"])
        left = list(payload["claims"])
        targets, counts = payload["asked"]
        while not all(name in honest for name in targets):
            open_claims = []
            for speaker, others, allowed in left:
                if all(other in honest for other in others):
                    honest[speaker] = sum(honest[other] for other in others) in allowed
                else:
                    open_claims.append([speaker, others, allowed])
            if len(open_claims) == len(left):
                raise ValueError("the claims do not say who tells the truth")
            left = open_claims
        return sum(honest[name] for name in targets) in counts


def _claim(rng: Random, others: Sequence[str], honest: int, wanted: bool) -> tuple[list[int], str]:
    """A claim about some people that is true or false as wanted: the counts it allows, its words.

    Args:
        rng: Source of chance.
        others: Whom it is about, one or more.
        honest: How many of them tell the truth.
        wanted: Whether it should be true.
    """
    n = len(others)
    if n == 1:
        count = honest if wanted else 1 - honest
        return [count], rng.choice(_SINGLE[count]).format(others[0])
    names = f"{', '.join(others[:-1])} and {others[-1]}"
    both = "both" if n == 2 else f"all {_WORDS[n]}"
    forms = [
        ([n], f"{names} {both} tell the truth"),
        ([0], f"{names} {both} lie"),
        (list(range(1, n + 1)), f"at least one of {names} tells the truth"),
        (list(range(n)), f"at least one of {names} lies"),
        ([1], f"exactly one of {names} tells the truth"),
        ([n - 1], f"exactly one of {names} lies"),
        (list(range(0, n + 1, 2)), f"the number of truth-tellers among {names} is even"),
        (list(range(1, n + 1, 2)), f"the number of truth-tellers among {names} is odd"),
    ]
    if n == 2:
        forms += [([0, 2], f"{names} are of the same kind"), ([1], f"{names} are of unlike kinds")]
    else:
        forms.append(([2], f"exactly two of {names} tell the truth"))
        forms.append((list(range(2, n + 1)), f"at least two of {names} tell the truth"))
        forms.append(([0, 1], f"at most one of {names} tells the truth"))
    return rng.choice([form for form in forms if (honest in form[0]) == wanted])


TASK = WebOfLies()
