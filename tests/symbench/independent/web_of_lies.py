"""A second judge of web_of_lies: reads the story's own words and tries every world."""

import re
from functools import cache


def counts(words, names):
    """The numbers of truth-tellers among the names that the words allow."""
    n = len(names)
    every = range(n + 1)
    for pattern, allowed in (
        (r"exactly one of .* lies", [n - 1]),
        (r"at least one of .* lies", [k for k in every if k < n]),
        (r"exactly one of .* truth", [1]),
        (r"exactly two of .* truth", [2]),
        (r"at least one of .* truth", [k for k in every if k >= 1]),
        (r"at least two of .* truth", [k for k in every if k >= 2]),
        (r"at most one of .* truth", [0, 1]),
        (r"the number of truth-tellers among .* is even", [k for k in every if k % 2 == 0]),
        (r"the number of truth-tellers among .* is odd", [k for k in every if k % 2]),
        (r".* of the same kind", [0, n]),
        (r".* of unlike kinds", [1]),
        (r".* (?:lies|lie|is a liar)", [0]),
        (r".* (?:tells the truth|tell the truth|is truthful)", [n]),
    ):
        if re.fullmatch(pattern, words):
            return allowed
    return None


def people(words):
    return re.findall(r"[A-Z][a-z]+", words)


@cache
def truth(story, question):
    """Whether the answer is Yes; in every world that fits the story it is the same."""
    rules, facts, everyone = [], [], set()
    for sentence in story:
        said = re.fullmatch(
            r"(?:The claim of )?([A-Z]\w+) (?:says|claims|is) that (.*)\.", sentence
        )
        words = said[2] if said else sentence[:-1]
        names = people(words)
        allowed = counts(words, names)
        if allowed is None:
            continue
        everyone.update(names, [said[1]] if said else ())
        if said:
            rules.append((said[1], names, allowed))
        else:
            facts.append((names, allowed))
    words = re.fullmatch(r"(?:Is it true|Can you conclude) that (.*)\?", question)[1]
    asked, wanted = people(words), counts(words, people(words))
    # Whom nothing is known of makes two worlds; a person's claim settles that person.
    answers = set()
    for world in worlds(sorted(everyone), facts, rules):
        answers.add(sum(world[name] for name in asked) in wanted)
    assert len(answers) == 1
    return answers.pop()


def check(payload, answer):
    yes = truth(tuple(payload["story"]), payload["question"])
    return answer.strip().lower().rstrip(".") in (("no", "false"), ("yes", "true"))[yes]


def worlds(everyone, facts, rules):
    """Depth first, dropping a world as soon as a fact or a claim in it fails."""
    rules = [*rules, *((None, names, allowed) for names, allowed in facts)]
    stack = [{}]
    while stack:
        world = stack.pop()
        if any(
            {*names, *([speaker] if speaker else [])} <= world.keys()
            and (sum(world[name] for name in names) in allowed)
            != (world[speaker] if speaker else True)
            for speaker, names, allowed in rules
        ):
            continue
        if len(world) == len(everyone):
            yield world
            continue
        name = next(
            (s for s, names, _ in rules if s and s not in world and world.keys() >= set(names)),
            None,
        )
        name = name or next(name for name in everyone if name not in world)
        stack += [{**world, name: honest} for honest in (False, True)]
