"""Word problems that ask for a probability or an expected value."""

from fractions import Fraction
from itertools import combinations
from math import comb, factorial, perm, prod

from codesteer.symbench.word_problems.story import Draw, Story, Template, listed

__all__ = ["TEMPLATES"]

_COLORS = ("red", "blue", "green", "white", "black")


def _urn(draw: Draw) -> tuple[list[str], list[int], str]:
    """Colors, how many balls of each, and the same in words."""
    colors = draw.some(_COLORS)
    counts = [draw.between(2, draw.size + 5) for _ in colors]
    words = listed([f"{n} {color}" for n, color in zip(counts, colors, strict=True)])
    return colors, counts, words


def sum_of_dice(draw: Draw) -> Story:
    """The chance of a given sum of fair dice."""
    dice, sides = draw.parts, draw.between(4, draw.size + 7)
    total = draw.between(dice + 1, dice * sides - 1)
    text = (
        f"{draw.name()} rolls {dice} fair dice. Each has {sides} sides with the numbers 1 to "
        f"{sides}. What is the probability that the sum of the numbers rolled is {total}?"
    )
    ways = sum(
        (-1) ** k * comb(dice, k) * comb(total - k * sides - 1, dice - 1)
        for k in range(dice + 1)
        if total - k * sides >= dice
    )
    answer = Fraction(ways, sides**dice)
    return Story(text, str(answer), {"dice": dice, "sides": sides, "total": total})


def repeated_rolls(draw: Draw) -> Story:
    """The chance of at least so many high rolls."""
    rolls, sides = draw.between(3, draw.size), draw.between(4, 12)
    high, least = draw.between(2, sides), draw.between(1, 3)
    text = (
        f"{draw.name()} rolls a fair die {rolls} times; its sides bear the numbers 1 to {sides}. "
        f"What is the probability that at least {least} of the rolls "
        f"show{'s' * (least == 1)} {high} or more?"
    )
    hits = sides - high + 1
    ways = sum(
        comb(rolls, k) * hits**k * (high - 1) ** (rolls - k) for k in range(least, rolls + 1)
    )
    given = {"rolls": rolls, "sides": sides, "high": high, "least": least}
    return Story(text, str(Fraction(ways, sides**rolls)), given)


def highest_of_dice(draw: Draw) -> Story:
    """The chance that the highest of several dice is a given number."""
    dice, sides = draw.parts + draw.between(0, 2), draw.between(5, draw.size + 8)
    top = draw.between(2, sides - 1)
    text = (
        f"{draw.name()} rolls {dice} fair dice, each with the numbers 1 to {sides}. What is the "
        f"probability that the highest number rolled is exactly {top}?"
    )
    answer = Fraction(top**dice - (top - 1) ** dice, sides**dice)
    return Story(text, str(answer), {"dice": dice, "sides": sides, "top": top})


def balls_of_one_color(draw: Draw) -> Story:
    """The chance that all balls drawn are of one color."""
    _, counts, words = _urn(draw)
    drawn = draw.between(2, min(4, max(counts)))
    text = (
        f"An urn holds balls: {words}. {draw.name()} draws {drawn} balls at random without putting "
        "any back. What is the probability that all balls drawn have the same color?"
    )
    answer = Fraction(sum(comb(n, drawn) for n in counts), comb(sum(counts), drawn))
    return Story(text, str(answer), {"counts": counts, "drawn": drawn})


def balls_of_each_color(draw: Draw) -> Story:
    """The chance to draw exactly so many of each color."""
    colors, counts, words = _urn(draw)
    wanted = [draw.between(1, min(3, n)) for n in counts]
    goal = listed([f"{n} {color}" for n, color in zip(wanted, colors, strict=True)])
    text = (
        f"A bag holds balls: {words}. {draw.name()} takes {sum(wanted)} balls at once at random. "
        f"What is the probability that exactly {goal} are among them?"
    )
    ways = prod(comb(n, k) for n, k in zip(counts, wanted, strict=True))
    answer = Fraction(ways, comb(sum(counts), sum(wanted)))
    return Story(text, str(answer), {"counts": counts, "wanted": wanted})


def balls_put_back(draw: Draw) -> Story:
    """The chance that balls drawn with replacement differ in color all the time."""
    colors, counts, words = _urn(draw)
    draws = draw.between(3, draw.size)
    asked = draw.between(0, len(colors) - 1)
    text = (
        f"A box holds balls: {words}. {draws} times, {draw.name()} draws one ball at random and "
        f"puts it back. What is the probability that a {colors[asked]} ball comes up for the "
        f"first time in the last draw?"
    )
    whole, hit = sum(counts), counts[asked]
    answer = Fraction((whole - hit) ** (draws - 1) * hit, whole**draws)
    return Story(text, str(answer), {"counts": counts, "draws": draws, "asked": asked})


def hand_of_cards(draw: Draw) -> Story:
    """The chance of so many cards of some suits."""
    suits, ranks = draw.between(3, 6), draw.between(7, 2 * draw.size + 3)
    cards, exact = draw.between(3, 3 + draw.parts), draw.between(1, 3)
    text = (
        f"A deck has {suits} suits, one of them stars, with {ranks} cards each. {draw.name()} is "
        f"dealt {cards} cards at random. What is the probability that exactly {exact} of them "
        "are stars?"
    )
    whole = suits * ranks
    answer = Fraction(comb(ranks, exact) * comb(whole - ranks, cards - exact), comb(whole, cards))
    given = {"suits": suits, "ranks": ranks, "cards": cards, "exact": exact}
    return Story(text, str(answer), given)


def unfair_coin(draw: Draw) -> Story:
    """The chance of exactly so many heads of an unfair coin."""
    bottom = draw.between(3, draw.size + 3)
    top, tosses = draw.between(1, bottom - 1), draw.between(3, draw.size)
    heads = draw.between(1, tosses - 1)
    text = (
        f"{draw.name()}'s coin shows heads with probability {top}/{bottom} in each toss, "
        f"independently of other tosses. What is the probability that exactly {heads} of {tosses} "
        f"tosses show{'s' * (heads == 1)} heads?"
    )
    ways = comb(tosses, heads) * top**heads * (bottom - top) ** (tosses - heads)
    given = {"chance": [top, bottom], "tosses": tosses, "heads": heads}
    return Story(text, str(Fraction(ways, bottom**tosses)), given)


def match_to_so_many_wins(draw: Draw) -> Story:
    """The chance to win a match that ends at so many wins."""
    bottom, wins = draw.between(3, 9), draw.parts + draw.between(0, 1)
    top = draw.between(1, bottom - 1)
    one, two = draw.names(2)
    lead = draw.between(0, wins - 1)
    won = f"{two} has won {lead} game{'s' * (lead > 1)} already and {one} none."
    if lead == 0:
        won = "No game has been played yet."
    text = (
        f"{one} and {two} play games until one of them has won {wins} games in all, which wins the "
        f"match. {one} wins each game with probability {top}/{bottom}, else {two} wins it. {won} "
        f"What is the probability that {one} wins the match?"
    )
    p = Fraction(top, bottom)
    answer = sum(
        (comb(wins - 1 + k, k) * p**wins * (1 - p) ** k for k in range(wins - lead)),
        start=Fraction(0),
    )
    return Story(text, str(answer), {"chance": [top, bottom], "wins": wins, "lead": lead})


def faulty_piece_from_which_machine(draw: Draw) -> Story:
    """The chance that a faulty piece comes from a given machine."""
    machines = [
        [100 * draw.between(5, 40 * draw.size), draw.between(1, 20)] for _ in range(draw.parts + 1)
    ]
    asked = draw.between(1, len(machines))
    words = listed([f"machine {i} makes {n} pieces, of which {bad}% are faulty"
                    for i, (n, bad) in enumerate(machines, 1)])  # fmt: skip
    text = (
        f"Every day {words}. {draw.name()} picks one of all pieces of a day at random and finds "
        f"it faulty. What is the probability that it comes from machine {asked}?"
    )
    faulty = [n * bad for n, bad in machines]
    answer = Fraction(faulty[asked - 1], sum(faulty))
    return Story(text, str(answer), {"machines": machines, "asked": asked - 1})


def choices_that_meet(draw: Draw) -> Story:
    """The chance that at least two people choose the same."""
    people, rooms = draw.parts + draw.between(1, 4), draw.between(draw.size + 4, 5 * draw.size + 9)
    text = (
        f"{draw.name()}'s {people} guests each choose one of {rooms} rooms at random and "
        "independently. What is the probability that at least two of them choose the same room?"
    )
    answer = 1 - Fraction(perm(rooms, people), rooms**people)
    return Story(text, str(answer), {"people": people, "rooms": rooms})


def largest_ticket_drawn(draw: Draw) -> Story:
    """The chance that a number is the largest, or one of the middle, of those drawn."""
    tickets, drawn = draw.between(draw.size + 4, 6 * draw.size), draw.parts + draw.between(1, 2)
    place = draw.between(1, drawn)
    number = draw.between(drawn - place + 1, tickets - place + 1)
    word = ("largest", "second largest", "third largest", "fourth largest", "fifth largest",
            "sixth largest")[place - 1]  # fmt: skip
    text = (
        f"Tickets bear the numbers 1 to {tickets}. {draw.name()} draws {drawn} of them at random "
        f"without putting any back and sorts them from the largest to the smallest. What is the "
        f"probability that ticket {number} is the {word} of them?"
    )
    ways = comb(number - 1, drawn - place) * comb(tickets - number, place - 1)
    given = {"tickets": tickets, "drawn": drawn, "place": place, "number": number}
    return Story(text, str(Fraction(ways, comb(tickets, drawn))), given)


def sum_divisible(draw: Draw) -> Story:
    """The chance that the sum of two drawn numbers is divisible by a third."""
    top, by = draw.between(3 * draw.size, 9 * draw.size), draw.between(3, 9)
    text = (
        f"{draw.name()} draws two different integers from 1 to {top} at random. What is the "
        f"probability that their sum is divisible by {by}?"
    )
    count = [(top - rest) // by + (rest > 0) for rest in range(by)]
    ordered = sum(count[rest] * (count[-rest % by] - (rest == -rest % by)) for rest in range(by))
    answer = Fraction(ordered, top * (top - 1))
    return Story(text, str(answer), {"top": top, "by": by})


def people_between_two(draw: Draw) -> Story:
    """The chance that so many people stand between two."""
    people = draw.between(draw.size + 2, 4 * draw.size)
    between = draw.between(1, people - 3)
    one, two = draw.names(2)
    text = (
        f"{people} people, {one} and {two} among them, line up in a row in random order. What is "
        f"the probability that exactly {between} "
        f"{'person stands' if between == 1 else 'people stand'} between {one} and {two}?"
    )
    answer = Fraction(2 * (people - between - 1), people * (people - 1))
    return Story(text, str(answer), {"people": people, "between": between})


def expected_winnings(draw: Draw) -> Story:
    """The expected value of what is drawn."""
    colors, counts, words = _urn(draw)
    prizes = draw.many(2, 40, len(colors))
    drawn = draw.between(2, 3)
    pays = listed([f"${prize} for each {c} ball" for prize, c in zip(prizes, colors, strict=True)])
    text = (
        f"A lottery drum holds balls: {words}. {draw.name()} draws {drawn} balls at random "
        f"without putting any back and is paid {pays} drawn. What is the expected payment in "
        "dollars?"
    )
    answer = Fraction(drawn * sum(n * p for n, p in zip(counts, prizes, strict=True)), sum(counts))
    return Story(text, str(answer), {"counts": counts, "prizes": prizes, "drawn": drawn})


def random_walk(draw: Draw) -> Story:
    """The chance to end a walk at a given place."""
    bottom, steps = draw.between(3, 7), draw.between(4, draw.size + 2)
    top, right = draw.between(1, bottom - 1), draw.between(1, steps - 1)
    place = 2 * right - steps
    text = (
        f"{draw.name()}'s token starts at 0 on a number line. In each of {steps} steps it moves "
        f"by 1 to the right with probability {top}/{bottom}, else by 1 to the left. What is the "
        f"probability that it ends at {place}?"
    )
    ways = comb(steps, right) * top**right * (bottom - top) ** (steps - right)
    answer = Fraction(ways, bottom**steps)
    return Story(text, str(answer), {"chance": [top, bottom], "steps": steps, "place": place})


def sample_with_a_fault(draw: Draw) -> Story:
    """The chance that a sample finds at least one, or at most one, faulty lamp."""
    lamps, faulty = draw.between(3 * draw.size, 9 * draw.size), draw.between(2, draw.size)
    sample = draw.parts + draw.between(0, 3)
    most = draw.rng.random() < 0.5
    text = (
        f"Of {lamps} lamps {faulty} are faulty. {draw.name()} tests {sample} of them, chosen at "
        f"random. What is the probability that {'at most one' if most else 'at least one'} of the "
        "tested lamps is faulty?"
    )
    whole, none = comb(lamps, sample), comb(lamps - faulty, sample)
    one = faulty * comb(lamps - faulty, sample - 1)
    answer = Fraction(none + one, whole) if most else Fraction(whole - none, whole)
    given = {"lamps": lamps, "faulty": faulty, "sample": sample, "most": most}
    return Story(text, str(answer), given)


def archers(draw: Draw) -> Story:
    """The chance that exactly so many of several archers hit."""
    names = draw.names(draw.parts + 1)
    chances = []
    for _ in names:
        bottom = draw.between(3, draw.size + 4)
        chances.append([draw.between(1, bottom - 1), bottom])
    hits = draw.between(1, len(names) - 1)
    words = listed([f"{n} hits with probability {a}/{b}"
                    for n, (a, b) in zip(names, chances, strict=True)])  # fmt: skip
    text = (
        f"Each archer shoots once, independently of the others: {words}. What is the probability "
        f"that exactly {hits} of them hit{'s' * (hits == 1)}?"
    )
    ways = 0
    for chosen in combinations(range(len(names)), hits):
        ways += prod(a if i in chosen else b - a for i, (a, b) in enumerate(chances))
    answer = Fraction(ways, prod(b for _, b in chances))
    return Story(text, str(answer), {"chances": chances, "hits": hits})


def given_one_die(draw: Draw) -> Story:
    """A chance of two dice when something is known of one."""
    sides = draw.between(5, draw.size + 8)
    least = draw.between(2, sides - 1)
    total = draw.between(least + 2, 2 * sides - 1)
    text = (
        f"{draw.name()} rolls two fair dice with the numbers 1 to {sides}. At least one of them "
        f"shows {least} or more. Given that, what is the probability that the sum is at least "
        f"{total}?"
    )
    known = [(a, b) for a in range(1, sides + 1) for b in range(1, sides + 1) if max(a, b) >= least]
    answer = Fraction(sum(a + b >= total for a, b in known), len(known))
    return Story(text, str(answer), {"sides": sides, "least": least, "total": total})


def books_in_order(draw: Draw) -> Story:
    """The chance that the volumes of several works stand in order."""
    works = [draw.between(2, 4) for _ in range(draw.parts)]
    others = draw.between(1, draw.size)
    words = listed([f"one of {n} volumes" for n in works])
    text = (
        f"{draw.name()} puts books on a shelf from left to right in random order: {len(works)} "
        f"works, {words}, and {others} other book{'s' * (others > 1)}. What is the probability "
        "that the volumes of each work stand in ascending order from left to right, with or "
        "without other books between them?"
    )
    answer = Fraction(1, prod(map(factorial, works)))
    return Story(text, str(answer), {"works": works, "others": others})


TEMPLATES: tuple[Template, ...] = (
    sum_of_dice, repeated_rolls, highest_of_dice, balls_of_one_color, balls_of_each_color,
    balls_put_back, hand_of_cards, unfair_coin, match_to_so_many_wins,
    faulty_piece_from_which_machine, choices_that_meet, largest_ticket_drawn, sum_divisible,
    people_between_two, expected_winnings, random_walk, sample_with_a_fault, archers,
    given_one_die, books_in_order,
)  # fmt: skip
