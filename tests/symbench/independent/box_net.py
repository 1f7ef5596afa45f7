"""A second judge of box_net."""

import json
import re


def check(payload, answer):
    """Lists what may be done in a state, as text, and looks every action up."""
    try:
        steps = json.loads(answer, object_pairs_hook=tuple)
    except ValueError:
        return False
    if not isinstance(steps, list) or not all(isinstance(step, tuple) for step in steps):
        return False
    squares = {
        f"[{r}.5, {c}.5]": list(items)
        for r, row in enumerate(payload["squares"])
        for c, items in enumerate(row)
    }
    for step in steps:
        before = {at: list(items) for at, items in squares.items()}
        agents = [spaced(agent) for agent, _ in step]
        if len(set(agents)) < len(agents):
            return False
        for agent, (_, action) in zip(agents, step, strict=True):
            at = agent.removeprefix("agent")
            if at == agent or at not in before or not isinstance(action, str):
                return False
            effect = possible(at, before).get(spaced(action))
            if effect is None:
                return False
            box, gone, where = effect
            for item in (box, *gone):
                squares[at].remove(item)
            squares.get(where, []).append(box)
    return not any(squares.values())


def possible(at, squares):
    actions = {}
    x, y = (float(number) for number in at.strip("[]").split(", "))
    for item in squares[at]:
        if item.startswith("box_"):
            target = item.replace("box", "target")
            if target in squares[at]:
                actions[f"move({item}, {target})"] = (item, [target], None)
            for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                where = f"[{x + dx}, {y + dy}]"
                if where in squares:
                    actions[f"move({item}, square{where})"] = (item, [], where)
    return actions


def spaced(text):
    return re.sub(r"\s*,\s*", ", ", text.strip().lower())


def plain(answer):
    """Without a comma to spare."""
    return not re.search(r",\s*[]}]", answer)
