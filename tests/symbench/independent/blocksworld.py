"""A second judge of blocksworld."""


def check(payload, answer):
    """Keeps for each block what it stands on, and moves blocks that nothing stands on."""
    names = {f"stack{i}": i for i in range(1, len(payload["start"]) + 1)}
    below = _supports(payload["start"])
    for line in answer.split("\n"):
        words = line.split()
        if not words:
            continue
        if len(words) != 6 or [words[i].lower() for i in (0, 2, 4)] != ["move", "from", "to"]:
            return False
        block, source, target = words[1], names.get(words[3]), names.get(words[5])
        if block not in below or None in (source, target) or source == target:
            return False
        if block in below.values() or _foot(below, block) != source:
            return False
        del below[block]
        tops = [other for other in below if other not in below.values()]
        below[block] = next((top for top in tops if _foot(below, top) == target), target)
    return below == _supports(payload["goal"])


def _supports(stacks):
    below = {}
    for number, stack in enumerate(stacks, 1):
        for i, block in enumerate(stack):
            below[block] = stack[i - 1] if i else number
    return below


def _foot(below, block):
    while block in below:
        block = below[block]
    return block


def plain(answer):
    """Without commas, which may part moves."""
    return "," not in answer
