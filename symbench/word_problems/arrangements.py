"""Word problems that ask in how many ways something can be done."""

from fractions import Fraction
from itertools import combinations
from math import comb, factorial, gcd, lcm, perm, prod

from codesteer.symbench.word_problems.story import Draw, Story, Template, listed

__all__ = ["TEMPLATES"]


def committee_with_a_quota(draw: Draw) -> Story:
    """Committees with at least so many of one kind."""
    one, other = draw.between(draw.size, draw.size + 9), draw.between(draw.size, draw.size + 9)
    size = draw.between(3, draw.size + 1)
    least = draw.between(1, size - 1)
    text = (
        f"{draw.name()}'s club has {one} painters and {other} sculptors. How many different "
        f"committees of {size} members include at least {least} painter{'s' * (least > 1)}?"
    )
    answer = sum(comb(one, k) * comb(other, size - k) for k in range(least, size + 1))
    given = {"one": one, "other": other, "size": size, "least": least}
    return Story(text, str(answer), given)


def committee_with_an_office(draw: Draw) -> Story:
    """A chair, further offices and plain members out of one group."""
    people, members = draw.size + draw.between(4, 20), draw.between(2, draw.size - 1)
    offices = ["a chair", "a treasurer", "a clerk", "a speaker"][: draw.parts]
    text = (
        f"Out of {people} people, {draw.name()} chooses {listed(offices)}, all different people, "
        f"and {members} plain members from the others. In how many ways can that be done?"
    )
    answer = perm(people, draw.parts) * comb(people - draw.parts, members)
    given = {"people": people, "offices": draw.parts, "members": members}
    return Story(text, str(answer), given)


def two_people_apart(draw: Draw) -> Story:
    """Rows in which two people are not neighbors."""
    people = draw.between(draw.size, draw.size + 4)
    one, two = draw.names(2)
    gap = draw.between(1, 2)
    between = "at least one person" if gap == 1 else "at least two people"
    text = (
        f"In how many different orders can {people} people, {one} and {two} among them, stand in "
        f"one row if there must be {between} between {one} and {two}?"
    )
    pairs = (people - gap) * (people - gap - 1)
    answer = pairs * factorial(people - 2)
    return Story(text, str(answer), {"people": people, "gap": gap})


def groups_that_stay_together(draw: Draw) -> Story:
    """Rows in which each group stands together."""
    sizes = [draw.between(2, draw.size // 2 + 1) for _ in range(draw.parts)]
    others = draw.between(1, draw.size)
    single = "1 person" if others == 1 else f"{others} people"
    words = listed([f"{single} without family", *(f"a family of {n}" for n in sizes)])
    text = (
        f"{words} line up in one row outside {draw.name()}'s shop, all of them different people. "
        "The members of each family stand next to each other. How many different orders of the "
        "people are there?"
    )
    answer = factorial(len(sizes) + others) * prod(map(factorial, sizes))
    return Story(text, str(answer), {"sizes": sizes, "others": others})


def rows_of_flags(draw: Draw) -> Story:
    """Orders of things of which many look alike."""
    colors = draw.some(("red", "blue", "green", "white", "black", "gold"), draw.parts + 1)
    counts = [draw.between(1, draw.size - 2) for _ in colors]
    words = listed([f"{n} {color}" for n, color in zip(counts, colors, strict=True)])
    text = (
        f"{draw.name()} hangs flags in one row from left to right: {words}. Flags of one color "
        "look alike, and all flags are used. How many different rows are possible?"
    )
    answer = factorial(sum(counts)) // prod(map(factorial, counts))
    return Story(text, str(answer), {"counts": counts})


def walks_around_a_hole(draw: Draw) -> Story:
    """Shortest walks that miss a corner, or that pass it."""
    east, north = draw.between(4, draw.size + 3), draw.between(4, draw.size + 3)
    x, y = draw.between(1, east - 1), draw.between(1, north - 1)
    through = comb(x + y, x) * comb(east + north - x - y, east - x)
    passes = draw.rng.random() < 0.5
    verb = "must visit" if passes else "must not visit"
    text = (
        f"{draw.name()} walks on a grid of streets from the corner (0, 0) to the corner ({east}, "
        f"{north}). Every step goes to the next corner in the east, which raises the first "
        f"coordinate by 1, or in the north, which raises the second by 1. The walk {verb} the "
        f"corner ({x}, {y}). How many different walks are there?"
    )
    answer = through if passes else comb(east + north, east) - through
    given = {"goal": [east, north], "corner": [x, y], "passes": passes}
    return Story(text, str(answer), given)


def rectangles_in_a_grid(draw: Draw) -> Story:
    """Rectangles of at least a given width and height."""
    wide, high = draw.between(4, 2 * draw.size), draw.between(4, 2 * draw.size)
    least = [draw.between(2, 3), draw.between(2, 3)]
    text = (
        f"{draw.name()} draws a grid of {wide} columns and {high} rows of unit squares. How many "
        f"rectangles made of whole unit squares of the grid are at least {least[0]} columns wide "
        f"and at least {least[1]} rows high? Rectangles at different places are different."
    )
    answer = comb(wide - least[0] + 2, 2) * comb(high - least[1] + 2, 2)
    return Story(text, str(answer), {"grid": [wide, high], "least": least})


def multiples_of_any(draw: Draw) -> Story:
    """Numbers that are divisible by at least one of several, or by none."""
    limit = draw.between(50 * draw.size, 200 * draw.size)
    divisors = draw.many(3, 18, draw.parts)
    none = draw.rng.random() < 0.5
    text = (
        f"{draw.name()} writes down all integers from 1 to {limit}. How many of them are "
        f"{'divisible by none' if none else 'divisible by at least one'} of the numbers "
        f"{listed([str(n) for n in divisors])}?"
    )
    hit = sum(
        (-1) ** (size + 1) * (limit // lcm(*chosen))
        for size in range(1, len(divisors) + 1)
        for chosen in combinations(divisors, size)
    )
    given = {"limit": limit, "divisors": divisors, "none": none}
    return Story(text, str(limit - hit if none else hit), given)


def numbers_with_different_digits(draw: Draw) -> Story:
    """Even or odd numbers without a repeated digit, in a base that may be smaller than ten."""
    digits, length = draw.between(5, 9), draw.between(3, min(5, draw.size))
    odd = draw.rng.random() < 0.5
    text = (
        f"{draw.name()} forms {length}-digit numbers from the digits 0 to {digits}. The first "
        f"digit is not 0, and no digit is used twice in a number. How many of these numbers are "
        f"{'odd' if odd else 'even'}?"
    )
    odds = (digits + 1) // 2
    last_odd = odds * (digits - 1) * perm(digits - 1, length - 2)
    whole = digits * perm(digits, length - 1)
    given = {"digits": digits, "length": length, "odd": odd}
    return Story(text, str(last_odd if odd else whole - last_odd), given)


def codes_of_several_kinds(draw: Draw) -> Story:
    """Codes in which every kind of sign stands at least once."""
    length = draw.between(3, draw.size)
    names = ("letters", "runes", "shapes", "arrows")[: max(2, draw.parts)]
    kinds = [draw.between(2, 12) for _ in names]
    words = listed([f"{n} {name}" for n, name in zip(kinds, names, strict=True)])
    text = (
        f"{draw.name()} makes codes of {length} signs. There are {words} to choose from, signs may "
        "be repeated, and the order counts. How many codes hold at least one sign of each of "
        f"the {len(names)} kinds?"
    )
    answer = sum(
        (-1) ** left_out * sum(chosen) ** length
        for left_out in range(len(kinds))
        for chosen in combinations(kinds, len(kinds) - left_out)
    )
    return Story(text, str(answer), {"length": length, "kinds": kinds})


def round_table(draw: Draw) -> Story:
    """Orders around a table in which two are not neighbors, or are."""
    people = draw.between(draw.size, draw.size + 5)
    one, two = draw.names(2)
    beside = draw.rng.random() < 0.5
    rule = "side by side" if beside else "not side by side"
    text = (
        f"{people} people, {one} and {two} among them, sit down at a round table with {people} "
        f"seats. Orders that differ by a rotation only are the same; mirrored ones are not. In how "
        f"many orders are {one} and {two} {rule}?"
    )
    together = 2 * factorial(people - 2)
    answer = together if beside else factorial(people - 1) - together
    return Story(text, str(answer), {"people": people, "beside": beside})


def coins_for_children(draw: Draw) -> Story:
    """Identical coins to children who each get at least some."""
    names = draw.names(draw.parts + 1)
    least = [draw.between(1, draw.size // 2) for _ in names]
    coins = sum(least) + draw.between(draw.size, 3 * draw.size)
    words = listed([f"{name} gets at least {n}" for name, n in zip(names, least, strict=True)])
    text = (
        f"{coins} identical coins are divided among {len(names)} children. All coins are given "
        f"away; {words}. In how many ways can the coins be divided?"
    )
    answer = comb(coins - sum(least) + len(names) - 1, len(names) - 1)
    return Story(text, str(answer), {"coins": coins, "least": least})


def shelves_with_a_limit(draw: Draw) -> Story:
    """Identical books on shelves that hold only so many."""
    shelves, room = draw.parts + draw.between(1, 3), draw.between(3, draw.size + 2)
    books = draw.between(room + 1, shelves * room - 2)
    text = (
        f"In how many ways can {draw.name()} put {books} identical books on {shelves} different "
        f"shelves if each shelf holds at most {room} books and may stay empty? Only the number of "
        "books on each shelf counts."
    )
    answer = sum(
        (-1) ** full
        * comb(shelves, full)
        * comb(books - full * (room + 1) + shelves - 1, shelves - 1)
        for full in range(shelves + 1)
        if books >= full * (room + 1)
    )
    return Story(text, str(answer), {"shelves": shelves, "room": room, "books": books})


def handshakes_between_groups(draw: Draw) -> Story:
    """Handshakes of people who greet only other groups."""
    groups = [draw.between(2, 4 * draw.size) for _ in range(draw.parts + 1)]
    words = listed([str(n) for n in groups])
    text = (
        f"All the people at {draw.name()}'s party form {len(groups)} groups, of {words} people. "
        "Everyone shakes hands exactly once with everyone who is not of the same group. How many "
        "handshakes are there?"
    )
    answer = comb(sum(groups), 2) - sum(comb(n, 2) for n in groups)
    return Story(text, str(answer), {"groups": groups})


def teams_without_names(draw: Draw) -> Story:
    """Equal teams that have no names, with two who must not meet."""
    teams, size = draw.parts + draw.between(0, 1), draw.between(2, draw.size // 2 + 1)
    one, two = draw.names(2)
    apart = draw.rng.random() < 0.5
    rule = "in different teams" if apart else "in the same team"
    text = (
        f"{teams * size} people, {one} and {two} among them, form {teams} teams of {size} people. "
        f"The teams have no names and no order. In how many ways can that be done if {one} and "
        f"{two} are {rule}?"
    )
    whole = factorial(teams * size) // (factorial(size) ** teams * factorial(teams))
    rest = factorial((teams - 1) * size) // (factorial(size) ** (teams - 1) * factorial(teams - 1))
    same = comb(teams * size - 2, size - 2) * rest
    given = {"teams": teams, "size": size, "apart": apart}
    return Story(text, str(whole - same if apart else same), given)


def letters_in_wrong_envelopes(draw: Draw) -> Story:
    """Permutations with a given number of fixed points."""
    letters = draw.between(draw.size, draw.size + 5)
    fits = draw.between(0, draw.size - 3)
    text = (
        f"{draw.name()} puts {letters} different letters into their {letters} envelopes, one into "
        f"each. In how many of the possible ways {'is' if fits == 1 else 'are'} exactly {fits} of "
        "the letters in the right envelope?"
    )
    rest = letters - fits
    wrong = sum((-1) ** k * factorial(rest) // factorial(k) for k in range(rest + 1))
    return Story(text, str(comb(letters, fits) * wrong), {"letters": letters, "fits": fits})


def ways_up_a_stair(draw: Draw) -> Story:
    """Compositions of a number from a few strides."""
    steps = draw.size + draw.between(3, 9)
    strides = sorted(draw.many(1, 5, min(draw.parts, 4)))
    name = draw.name()
    text = (
        f"{name} climbs a stair of {steps} steps. Each stride of {name} goes up "
        f"{' or '.join(map(str, strides))} steps, and the last one ends exactly on the top step. "
        "How many different sequences of strides are there?"
    )
    ways = [1] + [0] * steps
    for step in range(1, steps + 1):
        ways[step] = sum(ways[step - stride] for stride in strides if stride <= step)
    return Story(text, str(ways[steps]), {"steps": steps, "strides": strides})


def rooks_in_peace(draw: Draw) -> Story:
    """Rooks that do not attack each other."""
    rows, columns = draw.between(4, draw.size + 3), draw.between(4, draw.size + 3)
    rooks = draw.between(2, min(rows, columns, draw.size))
    text = (
        f"In how many ways can {draw.name()} put {rooks} identical rooks on a board of {rows} rows "
        f"and {columns} columns so that no two of them are in one row or in one column?"
    )
    answer = comb(rows, rooks) * perm(columns, rooks)
    return Story(text, str(answer), {"rows": rows, "columns": columns, "rooks": rooks})


def triangles_on_parallel_lines(draw: Draw) -> Story:
    """Triangles with corners on several parallel lines."""
    lines = [draw.between(2, 2 * draw.size) for _ in range(draw.parts)]
    words = listed([str(n) for n in lines])
    text = (
        f"{draw.name()} marks {words} points on {len(lines)} parallel lines, respectively. No "
        "three of the marked points lie on a line, unless on one of the parallel lines. How many "
        "triangles have marked points as their corners?"
    )
    answer = comb(sum(lines), 3) - sum(comb(n, 3) for n in lines)
    return Story(text, str(answer), {"lines": lines})


def chairs_apart(draw: Draw) -> Story:
    """Chosen chairs in a row with free chairs between them."""
    chairs, gap = draw.size + draw.between(6, 14), draw.between(1, 2)
    chosen = draw.between(2, (chairs + gap) // (gap + 1) - 1)
    free = "is at least one free chair" if gap == 1 else "are at least two free chairs"
    text = (
        f"{draw.name()} chooses {chosen} chairs out of a row of {chairs} so that there {free} "
        "between any two chosen ones. How many choices are there?"
    )
    answer = comb(chairs - gap * (chosen - 1), chosen)
    return Story(text, str(answer), {"chairs": chairs, "gap": gap, "chosen": chosen})


def gifts_for_everyone(draw: Draw) -> Story:
    """Different gifts to children who each get one at least."""
    children = draw.parts + draw.between(1, 2)
    gifts = children + draw.between(1, draw.size)
    text = (
        f"In how many ways can {draw.name()} give {gifts} different gifts to {children} children "
        "so that every child gets at least one gift and every gift is given away?"
    )
    answer = sum((-1) ** k * comb(children, k) * (children - k) ** gifts for k in range(children))
    return Story(text, str(answer), {"gifts": gifts, "children": children})


def divisors_with_a_factor(draw: Draw) -> Story:
    """Divisors of a number that are multiples of another, or are not."""
    primes = draw.rng.sample((2, 3, 5, 7, 11), draw.parts)
    powers = [draw.between(1, max(2, draw.size // 2 - 1)) for _ in primes]
    number = prod(p**e for p, e in zip(primes, powers, strict=True))
    least = [draw.between(0, e) for e in powers]
    factor = prod(p**e for p, e in zip(primes, least, strict=True))
    text = (
        f"{draw.name()} lists all positive divisors of {number}, 1 and {number} included. How many "
        f"of them are not divisible by {factor}?"
    )
    whole = prod(e + 1 for e in powers)
    inside = prod(e - f + 1 for e, f in zip(powers, least, strict=True))
    return Story(text, str(whole - inside), {"number": number, "factor": factor})


def fractions_in_lowest_terms(draw: Draw) -> Story:
    """Numerators that have no factor in common with a denominator."""
    bottom = draw.between(20 * draw.size, 90 * draw.size)
    name = draw.name()
    text = (
        f"{name} writes the fractions 1/{bottom}, 2/{bottom} and so on up to {bottom}/{bottom}. "
        "How many of them can be reduced, that is, have a numerator and a denominator with a "
        "common divisor greater than 1?"
    )
    answer = sum(gcd(top, bottom) > 1 for top in range(1, bottom + 1))
    return Story(text, str(Fraction(answer)), {"bottom": bottom})


TEMPLATES: tuple[Template, ...] = (
    committee_with_a_quota, committee_with_an_office, two_people_apart, groups_that_stay_together,
    rows_of_flags, walks_around_a_hole, rectangles_in_a_grid, multiples_of_any,
    numbers_with_different_digits, codes_of_several_kinds, round_table, coins_for_children,
    shelves_with_a_limit, handshakes_between_groups, teams_without_names,
    letters_in_wrong_envelopes, ways_up_a_stair, rooks_in_peace, triangles_on_parallel_lines,
    chairs_apart, gifts_for_everyone, divisors_with_a_factor, fractions_in_lowest_terms,
)  # fmt: skip
