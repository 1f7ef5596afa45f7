"""A second judge of math_count_probability: counts step by step, not by formula."""

import re
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from math import comb, factorial

NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[0-9]+/0*[1-9][0-9]*)")


def check(payload, answer):
    """Whether the number is what counting gives."""
    if not NUMBER.fullmatch(answer.strip()):
        return False
    return HOLDS[payload["kind"]](**payload["given"]) == Fraction(answer.strip())


def plain(answer):
    return re.fullmatch(r"-?[0-9]+(?:[./][0-9]+)?", answer) is not None


def distribution(steps):
    """Chances of sums of independent steps, each a dict of value to chance."""
    chances = {0: Fraction(1)}
    for step in steps:
        after = {}
        for value, chance in chances.items():
            for more, p in step.items():
                after[value + more] = after.get(value + more, 0) + chance * p
        chances = after
    return chances


def die(sides):
    return {n: Fraction(1, sides) for n in range(1, sides + 1)}


def coin(p):
    return {1: p, 0: 1 - p}


def rows(counts):
    @cache
    def ways(left):
        if not any(left):
            return 1
        return sum(ways((*left[:i], n - 1, *left[i + 1 :])) for i, n in enumerate(left) if n)

    return ways(tuple(sorted(counts)))


def drawn_without_return(counts, draws):
    """Chances of each multiset drawn, ball by ball."""
    states = {tuple([0] * len(counts)): Fraction(1)}
    for _ in range(draws):
        after = {}
        for state, chance in states.items():
            left = sum(counts) - sum(state)
            for i, n in enumerate(counts):
                if n > state[i]:
                    following = (*state[:i], state[i] + 1, *state[i + 1 :])
                    p = chance * Fraction(n - state[i], left)
                    after[following] = after.get(following, 0) + p
        states = after
    return states


def committee(one, other, size, least):
    table = [[0] * (size + 1) for _ in range(size + 1)]  # [members][painters]
    table[0][0] = 1
    for painter in [1] * one + [0] * other:
        for members in range(size, 0, -1):
            for painters in range(size, painter - 1, -1):
                table[members][painters] += table[members - 1][painters - painter]
    return sum(table[size][least:])


def office(people, offices, members):
    ways = 1
    for taken in range(offices):
        ways *= people - taken
    return ways * subsets(people - offices, members)


@cache
def subsets(n, k):
    return 1 if k in (0, n) else 0 if k > n else subsets(n - 1, k) + subsets(n - 1, k - 1)


def apart(people, gap):
    seats = [(i, j) for i, j in permutations(range(people), 2) if abs(i - j) > gap]
    return len(seats) * factorial(people - 2)


def together(sizes, others):
    blocks = rows([1] * (len(sizes) + others)) if len(sizes) + others < 12 else None
    ways = blocks if blocks is not None else factorial(len(sizes) + others)
    for size in sizes:
        for choice in range(size, 0, -1):
            ways *= choice
    return ways


def walks(goal, corner, passes):
    @cache
    def ways(x, y, met):
        met = met or [x, y] == corner
        if [x, y] == goal:
            return met == passes
        if [x, y] == corner and not passes:
            return 0
        return (ways(x + 1, y, met) if x < goal[0] else 0) + (
            ways(x, y + 1, met) if y < goal[1] else 0
        )

    return ways(0, 0, False)


def rectangles(grid, least):
    wide = sum(b - a >= least[0] for a, b in combinations(range(grid[0] + 1), 2))
    high = sum(b - a >= least[1] for a, b in combinations(range(grid[1] + 1), 2))
    return wide * high


def multiples(limit, divisors, none):
    return sum(any(n % d == 0 for d in divisors) != none for n in range(1, limit + 1))


def digits_differ(digits, length, odd):
    return sum(
        number[0] != 0 and number[-1] % 2 == odd
        for number in permutations(range(digits + 1), length)
    )


def codes(length, kinds):
    states = {frozenset(): 1}
    for _ in range(length):
        after = {}
        for seen, ways in states.items():
            for i, n in enumerate(kinds):
                key = seen | {i}
                after[key] = after.get(key, 0) + ways * n
        states = after
    return states.get(frozenset(range(len(kinds))), 0)


def table(people, beside):
    # The first person sits anywhere; the second has so many seats left, the others the rest.
    seats = [s for s in range(1, people) if (s in (1, people - 1)) == beside]
    return len(seats) * factorial(people - 2)


def bounded(total, lows, highs):
    ways = [1] + [0] * total
    for low, high in zip(lows, highs, strict=True):
        ways = [sum(ways[n - k] for k in range(low, min(high, n) + 1)) for n in range(total + 1)]
    return ways[total]


def shaken(groups):
    people = [i for i, n in enumerate(groups) for _ in range(n)]
    return sum(a != b for a, b in combinations(people, 2))


def teams(teams, size, apart):
    """The first person without a team picks the others of it."""

    @cache
    def ways(free, pair):  # pair: both of the two are still free
        if free == 0:
            return 1
        if not pair:
            return comb(free - 1, size - 1) * ways(free - size, False)
        # Let the first of the two pick.
        return (
            comb(free - 2, size - 1) * ways(free - size, False)
            if apart
            else comb(free - 2, size - 2) * ways(free - size, False)
        )

    return ways(teams * size, True)


def envelopes(letters, fits):
    @cache
    def wrong(n):
        return (1, 0)[n] if n < 2 else (n - 1) * (wrong(n - 1) + wrong(n - 2))

    return subsets(letters, fits) * wrong(letters - fits)


def stair(steps, strides):
    total = 0
    for counts in product(*(range(steps // s + 1) for s in strides)):
        if sum(n * s for n, s in zip(counts, strides, strict=True)) == steps:
            arrangements = factorial(sum(counts))
            for n in counts:
                arrangements //= factorial(n)
            total += arrangements
    return total


def rooks(rows, columns, rooks):
    @cache
    def ways(row, left):
        if left == 0:
            return 1
        if row == rows:
            return 0
        free = columns - (rooks - left)
        return ways(row + 1, left) + free * ways(row + 1, left - 1)

    return ways(0, rooks)


def triangles(lines):
    points = [i for i, n in enumerate(lines) for _ in range(n)]
    return sum(not a == b == c for a, b, c in combinations(points, 3))


def chairs(chairs, gap, chosen):
    @cache
    def ways(at, left):
        if left == 0:
            return 1
        return sum(ways(seat + gap + 1, left - 1) for seat in range(at, chairs))

    return ways(0, chosen)


def gifts(gifts, children):
    states = {0: 1}
    for _ in range(gifts):
        after = {}
        for served, ways in states.items():
            after[served] = after.get(served, 0) + ways * served
            after[served + 1] = after.get(served + 1, 0) + ways * (children - served)
        states = after
    return states.get(children, 0)


def divisors(number, factor):
    import sympy

    return sum(d % factor > 0 for d in sympy.divisors(number))


def reducible(bottom):
    import sympy

    return bottom - sympy.totient(bottom)


def match(chance, wins, lead):
    p = Fraction(*chance)

    @cache
    def win(own, other):
        if own == wins or other == wins:
            return Fraction(own == wins)
        return p * win(own + 1, other) + (1 - p) * win(own, other + 1)

    return win(0, lead)


def faulty(machines, asked):
    bad = [[i] * (n * percent // 100) for i, (n, percent) in enumerate(machines)]
    pieces = [i for some in bad for i in some]
    return Fraction(pieces.count(asked), len(pieces))


def meet(people, rooms):
    differ = Fraction(1)
    for taken in range(people):
        differ *= Fraction(rooms - taken, rooms)
    return 1 - differ


def ranked(tickets, drawn, place, number):
    # Tickets above, the ticket, and tickets below: so many drawn of each.
    states = drawn_without_return([tickets - number, 1, number - 1], drawn)
    return states.get((place - 1, 1, drawn - place), 0)


def divisible(top, by):
    pairs = [(a + b) % by == 0 for a, b in combinations(range(1, top + 1), 2)]
    return Fraction(sum(pairs), len(pairs))


def between(people, between):
    pairs = [b - a - 1 == between for a, b in combinations(range(people), 2)]
    return Fraction(sum(pairs), len(pairs))


def winnings(counts, prizes, drawn):
    return sum(
        p * sum(n * prize for n, prize in zip(state, prizes, strict=True))
        for state, p in drawn_without_return(counts, drawn).items()
    )


def walk(chance, steps, place):
    p = Fraction(*chance)
    return distribution([{1: p, -1: 1 - p}] * steps).get(place, 0)


def sample(lamps, faulty, sample, most):
    states = drawn_without_return([faulty, lamps - faulty], sample)
    return sum(p for (bad, _), p in states.items() if (bad <= 1 if most else bad >= 1))


def known_die(sides, least, total):
    known = sides**2 - (least - 1) ** 2
    hits = 0
    for a in range(1, sides + 1):
        lowest = max(1, total - a, 1 if a >= least else least)
        hits += max(0, sides - lowest + 1)
    return Fraction(hits, known)


def in_order(works, others):
    whole = [1] * others + list(works)
    return Fraction(rows(whole), rows([1] * sum(whole))) if sum(whole) < 15 else rows_share(works)


def rows_share(works):
    share = Fraction(1)
    for n in works:
        for k in range(2, n + 1):
            share /= k
    return share


HOLDS = {
    "committee_with_a_quota": committee,
    "committee_with_an_office": office,
    "two_people_apart": apart,
    "groups_that_stay_together": together,
    "rows_of_flags": rows,
    "walks_around_a_hole": walks,
    "rectangles_in_a_grid": rectangles,
    "multiples_of_any": multiples,
    "numbers_with_different_digits": digits_differ,
    "codes_of_several_kinds": codes,
    "round_table": table,
    "coins_for_children": lambda coins, least: bounded(coins, least, [coins] * len(least)),
    "shelves_with_a_limit": lambda shelves, room, books: bounded(
        books, [0] * shelves, [room] * shelves
    ),
    "handshakes_between_groups": shaken,
    "teams_without_names": teams,
    "letters_in_wrong_envelopes": envelopes,
    "ways_up_a_stair": stair,
    "rooks_in_peace": rooks,
    "triangles_on_parallel_lines": triangles,
    "chairs_apart": chairs,
    "gifts_for_everyone": gifts,
    "divisors_with_a_factor": divisors,
    "fractions_in_lowest_terms": reducible,
    "sum_of_dice": lambda dice, sides, total: distribution([die(sides)] * dice).get(total, 0),
    "repeated_rolls": lambda rolls, sides, high, least: sum(
        p
        for hits, p in distribution([coin(Fraction(sides - high + 1, sides))] * rolls).items()
        if hits >= least
    ),
    "highest_of_dice": lambda dice, sides, top: sum(
        comb(dice, tops) * Fraction(top - 1, sides) ** (dice - tops) * Fraction(1, sides) ** tops
        for tops in range(1, dice + 1)
    ),
    "balls_of_one_color": lambda counts, drawn: sum(
        p for state, p in drawn_without_return(counts, drawn).items() if max(state) == drawn
    ),
    "balls_of_each_color": lambda counts, wanted: drawn_without_return(counts, sum(wanted)).get(
        tuple(wanted), 0
    ),
    "balls_put_back": lambda counts, draws, asked: (
        Fraction(counts[asked], sum(counts))
        * (1 - Fraction(counts[asked], sum(counts))) ** (draws - 1)
    ),
    "hand_of_cards": lambda suits, ranks, cards, exact: drawn_without_return(
        [ranks, (suits - 1) * ranks], cards
    ).get((exact, cards - exact), 0),
    "unfair_coin": lambda chance, tosses, heads: distribution(
        [coin(Fraction(*chance))] * tosses
    ).get(heads, 0),
    "match_to_so_many_wins": match,
    "faulty_piece_from_which_machine": faulty,
    "choices_that_meet": meet,
    "largest_ticket_drawn": ranked,
    "sum_divisible": divisible,
    "people_between_two": between,
    "expected_winnings": winnings,
    "random_walk": walk,
    "sample_with_a_fault": sample,
    "archers": lambda chances, hits: distribution([coin(Fraction(*c)) for c in chances])[hits],
    "given_one_die": known_die,
    "books_in_order": in_order,
}
