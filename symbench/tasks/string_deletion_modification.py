r"""String Deletion and Modification: rewrite a string by a list of rules until none applies.

The first rule of the list whose condition holds is carried out once, then the list is read from its
first rule again; the end is reached when no condition holds.

Answer: the last string in `<<<...>>>`. Quotes, a fence, emphasis, `\text{...}`, a label such as
"Answer:" and letters parted by blanks or commas are read; the string must match exactly.
Source: CodeSteer (arXiv 2502.04350), table 1.
Differs from the original: the prompt says in which order rules are carried out (theirs reads as if
each had its turn, which gives another answer to 28 of 100 instances and no end to one); every
rewriting is followed to its end while it is drawn, where theirs could go on for ever; more than one
rule takes part, and the last string is not a piece of the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from codesteer.symbench.strings import string_of
from codesteer.symbench.task import Category, Payload, Split, Verdict

__all__ = ["TASK", "Config", "StringDeletionModification"]

_LETTERS = "abc"
_ANSWER_LETTERS = "abcz"
_MOST_STEPS = 1_000
"""A rewriting that goes on for longer is taken to have no end."""
_SHORTEST = 5
"""Letters of a last string at least: shorter ones are guessed."""
_LONG = 15
"""Most letters of a string that the rule for long strings leaves alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A condition on a string and what to do then.

    Attributes:
        where: The place of `find`: "start", "end", "in" (anywhere) or "later" (not at the start);
            or another condition: "even" (an even number of `find`, not zero) or "long".
        find: The letters that are looked for.
        put: What replaces them.
        before: What goes to the front afterwards.
        after: What goes to the end afterwards.
        drop: Whether the last letter is deleted at the end of it all.
    """

    where: str
    find: str = ""
    put: str = ""
    before: str = ""
    after: str = ""
    drop: bool = False

    def apply(self, text: str) -> str | None:
        """The string after this rule; None where its condition does not hold."""
        at, width = self._place(text)
        if at < 0:
            return None
        text = self.before + text[:at] + self.put + text[at + width :] + self.after
        return text[:-1] if self.drop else text

    def _place(self, text: str) -> tuple[int, int]:
        """Where letters are replaced, or -1, and how many."""
        match self.where:
            case "start":
                return (0 if text.startswith(self.find) else -1), len(self.find)
            case "end":
                at = len(text) - len(self.find)
                return (at if text.endswith(self.find) else -1), len(self.find)
            case "in":
                return text.find(self.find), len(self.find)
            case "later":
                return text.find(self.find, 1), len(self.find)
            case "even":
                count = text.count(self.find)
                return (len(text) if count and count % 2 == 0 else -1), 0
            case _:
                return (len(text) // 2 if len(text) > _LONG else -1), 1

    def __str__(self) -> str:
        condition, these = {
            "start": (f'the string starts with "{self.find}"', "these letters"),
            "end": (f'the string ends with "{self.find}"', "these letters"),
            "in": (f'the string contains "{self.find}"', "its leftmost occurrence"),
            "later": (
                f'"{self.find}" occurs in the string with its first letter at position 2 or later',
                "the leftmost such occurrence",
            ),
            "even": (f'the string contains an even number of "{self.find}", 2 or more', ""),
            "long": (
                f"the string has more than {_LONG} letters",
                "the letter at position k + 1, where k is half the number of letters, rounded down",
            ),
        }[self.where]
        steps = [f'replace {these} by "{self.put}"' if self.put else f"delete {these}"]
        steps = steps if these else []
        steps += [f'put "{self.before}" in front of the string'] if self.before else []
        steps += [f'put "{self.after}" behind the string'] if self.after else []
        steps += ["delete the last letter of the string"] if self.drop else []
        return f"If {condition}, {', then '.join(steps)}."


_RULES = {
    "start aa": _Rule(where="start", find="aa", put="a"),
    "start ab": _Rule(where="start", find="ab", put="ca"),
    "start ac": _Rule(where="start", find="ac", put="zz"),
    "start bb": _Rule(where="start", find="bb", put="b"),
    "start bc": _Rule(where="start", find="bc", after="aa"),
    "start ca": _Rule(where="start", find="ca", put="bb", after="c"),
    "start cb": _Rule(where="start", find="cb", put="aa", drop=True),
    "start cc": _Rule(where="start", find="cc"),
    "end aa": _Rule(where="end", find="aa", put="cc"),
    "end ac": _Rule(where="end", find="ac", put="cb"),
    "end ba": _Rule(where="end", find="ba", put="ab"),
    "end bb": _Rule(where="end", find="bb"),
    "end ca": _Rule(where="end", find="ca", put="c"),
    "end cc": _Rule(where="end", find="cc", put="b", before="a"),
    "in abc": _Rule(where="in", find="abc", put="cab"),
    "in acb": _Rule(where="in", find="acb", put="bca"),
    "in bca": _Rule(where="in", find="bca"),
    "later ca": _Rule(where="later", find="ca"),
    "even b": _Rule(where="even", find="b", after="ab"),
    "long": _Rule(where="long"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Difficulty of one instance."""

    rules: int
    """How many rules are listed, of the 20 there are."""
    letters: tuple[int, int]
    """Fewest and most letters of the first string."""
    steps: tuple[int, int]
    """Fewest and most times that a rule is carried out."""
    used: int
    """How many different rules are carried out at least."""

    def __post_init__(self) -> None:
        (short, long), (few, many) = self.letters or (0, 0), self.steps or (0, 0)
        if not (2 <= self.used <= self.rules <= len(_RULES) and self.used <= few <= many <= 100):
            raise ValueError(f"need 2 <= used <= rules <= 20, used <= steps <= 100, got {self!r}")
        if not _SHORTEST < short <= long <= 100:
            raise ValueError(f"need 6 to 100 letters, the fewest first, got {self!r}")


class StringDeletionModification:
    """The task; see the module."""

    name = "string_deletion_modification"
    version = 1
    category: Category = "execution"
    split: Split = "seen"
    levels: Mapping[int, Config] = {
        1: Config(rules=4, letters=(8, 12), steps=(3, 4), used=2),
        2: Config(rules=6, letters=(10, 20), steps=(4, 7), used=3),
        3: Config(rules=6, letters=(10, 20), steps=(8, 14), used=3),
        4: Config(rules=8, letters=(16, 24), steps=(14, 24), used=4),
        5: Config(rules=12, letters=(24, 36), steps=(25, 50), used=6),
    }
    ladder: tuple[Config, ...] = ()

    def generate(self, rng: Random, config: Config) -> Payload:
        """Draw strings and rules until a rewriting of the wanted length ends."""
        few, many = config.steps
        while True:
            text = "".join(rng.choices(_LETTERS, k=rng.randint(*config.letters)))
            rules = rng.sample(list(_RULES), config.rules)
            last, carried_out = _rewritten(text, rules, many)
            if last is None or len(carried_out) < few or len(set(carried_out)) < config.used:
                continue
            if len(last) >= _SHORTEST and last not in text:
                return {"text": text, "rules": rules}

    def prompt(self, payload: Payload) -> str:
        """The question."""
        rules = "\n".join(f"{i}. {_RULES[name]}" for i, name in enumerate(payload["rules"], 1))
        return (
            f'Rewrite the string "{payload["text"]}" by these rules:\n\n'
            f"{rules}\n\n"
            "How to use them:\n"
            "- Read the list from rule 1 on until you meet a rule whose condition holds for the "
            "string as it is now. Carry out this one rule, once.\n"
            "- Then start again at rule 1 with the new string.\n"
            "- Stop when no rule's condition holds. This happens after a limited number of steps.\n"
            "Positions are counted from 1, from the left.\n\n"
            "Finish with the string that is left in the end in this form: <<<string>>>"
        )

    def verify(self, payload: Payload, response: str) -> Verdict:
        """Judge any text."""
        answer = string_of(response, _ANSWER_LETTERS)
        if answer is None:
            return Verdict(False, "There is no string of letters in the form <<<string>>>.")
        last, _ = _rewritten(payload["text"], payload["rules"], _MOST_STEPS)
        if answer != last:
            return Verdict(False, "The string is not the one that is left in the end.")
        return Verdict(True, "The string is the one that is left in the end.")

    def solve(self, payload: Payload) -> str:
        """The last string in the demanded form.

        Raises:
            ValueError: The rewriting has no end; that of a generated instance always has one.
        """
        last, _ = _rewritten(payload["text"], payload["rules"], _MOST_STEPS)
        if last is None:
            raise ValueError(f"the rewriting of {payload['text']} has no end")
        return f"<<<{last}>>>"


def _rewritten(text: str, rules: list[str], most: int) -> tuple[str | None, list[str]]:
    """The last string, or None after `most` steps without an end; and the rules carried out."""
    carried_out: list[str] = []
    while len(carried_out) <= most:
        for name in rules:
            if (after := _RULES[name].apply(text)) is not None:
                text = after
                carried_out.append(name)
                break
        else:
            return text, carried_out
    return None, carried_out


TASK = StringDeletionModification()
