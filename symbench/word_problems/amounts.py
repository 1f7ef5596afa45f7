"""Word problems about journeys, work, mixtures, ages, loads and averages."""

from fractions import Fraction
from itertools import pairwise
from math import lcm, prod

from codesteer.symbench.word_problems.story import Draw, Story, Template, listed

__all__ = ["TEMPLATES"]

_LIQUIDS = ("orange juice", "vinegar", "alcohol", "dye", "syrup", "lemon juice")


def average_speed(draw: Draw) -> Story:
    """The average speed over stretches of different speed."""
    legs = [[draw.number() + 9, draw.between(21, 97)] for _ in range(draw.parts)]
    words = listed([f"{km} km at a constant {speed} km/h" for km, speed in legs])
    text = (
        f"A probe drives {words}, without a break. What is its average speed over the whole "
        "distance in km/h?"
    )
    hours = sum((Fraction(km, speed) for km, speed in legs), start=Fraction(0))
    return Story(text, str(sum(km for km, _ in legs) / hours), {"legs": legs})


def meeting_on_the_way(draw: Draw) -> Story:
    """Two ships that sail toward each other, one later."""
    speeds, late = draw.many(11, 80, 2), draw.between(2, 9)
    apart = speeds[0] * late + draw.number()
    text = (
        f"Two ports are {apart} km apart. A ship leaves the first for the second at {speeds[0]} "
        f"km/h. Exactly {late} hours later another leaves the second for the first on the same "
        f"line at {speeds[1]} km/h. How many hours after the second ship leaves do they meet?"
    )
    answer = Fraction(apart - speeds[0] * late, sum(speeds))
    return Story(text, str(answer), {"apart": apart, "speeds": speeds, "late": late})


def catching_up(draw: Draw) -> Story:
    """Where a faster drone reaches one that left earlier."""
    slow = draw.number() + 5
    fast = slow + draw.between(2, 9) * draw.parts
    late = draw.between(2, 30)
    one, two = draw.names(2)
    text = (
        f"The drone of {one} leaves the base along a straight line at a constant {slow} meters a "
        f"minute. {late} minutes later the drone of {two} leaves the base and follows on the same "
        f"line at {fast} meters a minute. How many meters from the base does it reach the first?"
    )
    answer = Fraction(slow * late * fast, fast - slow)
    return Story(text, str(answer), {"speeds": [slow, fast], "late": late})


def pipes_and_a_drain(draw: Draw) -> Story:
    """How long pipes fill a tank while a drain empties it."""
    fill = [draw.between(3, 10 * draw.size + 9) for _ in range(draw.parts)]
    drain = max(fill) + draw.between(1, 10**draw.size)
    words = listed([f"{hours} hours" for hours in fill])
    text = (
        f"A tank has {draw.parts} pipes that would each fill it alone, in {words} respectively, "
        f"and a drain that would empty the full tank alone in {drain} hours. All pipes and the "
        "drain are opened while the tank is empty. After how many hours is the tank full?"
    )
    rate = sum((Fraction(1, hours) for hours in fill), start=Fraction(-1, drain))
    return Story(text, str(1 / rate), {"fill": fill, "drain": drain})


def crews_that_change(draw: Draw) -> Story:
    """How many more days a job takes after crews of several sizes."""
    phases = [[draw.number(), draw.between(2, 19)] for _ in range(draw.parts)]
    workers, days = draw.many(12, 90, 2)
    done = sum(n * d for n, d in phases)
    days += done // workers + 1
    last = draw.number()
    words = listed([f"{n} workers for {d} days" for n, d in phases])
    text = (
        f"{workers} workers would dig a canal in {days} days, and every worker digs as much as any "
        f"other each day. In fact there are {words}, one crew after another, and from then on "
        f"there are {last} workers. How many days does this last crew need to finish the canal?"
    )
    given = {"planned": [workers, days], "phases": phases, "last": last}
    return Story(text, str(Fraction(workers * days - done, last)), given)


def strength_of_a_mixture(draw: Draw) -> Story:
    """The percentage in a mixture of batches."""
    batches = [[draw.number(), draw.between(2, 95)] for _ in range(draw.parts)]
    what = draw.rng.choice(_LIQUIDS)
    words = listed([f"{n} liters with {p}%" for n, p in batches])
    text = (
        f"A tank is filled from batches that contain {what}, by volume: {words} {what}. What "
        f"percentage of the mixture in the tank is {what}? Give the number of percent."
    )
    answer = Fraction(sum(n * p for n, p in batches), sum(n for n, _ in batches))
    return Story(text, str(answer), {"batches": batches})


def water_to_add(draw: Draw) -> Story:
    """How much water thins a solution to a given strength."""
    liters, weak = draw.number(), draw.between(3, 40)
    strong = weak + draw.between(2, 9 * draw.parts)
    what = draw.rng.choice(_LIQUIDS)
    text = (
        f"{draw.name()} has {liters} liters of a solution of which {strong}% by volume is {what}; "
        f"the rest is water. How many liters of water must be added so that exactly {weak}% is "
        f"{what}?"
    )
    answer = Fraction(liters * (strong - weak), weak)
    return Story(text, str(answer), {"liters": liters, "strengths": [strong, weak]})


def ages_of_trees(draw: Draw) -> Story:
    """The age of one of several trees, from the sum of all ages at another time."""
    trees = ["oak", "yew", "lime", "cedar", "olive", "beech", "cypress"][: draw.parts + 1]
    gaps = [draw.between(3, 10**draw.size // 5 + 5) for _ in trees[1:]]
    first, later = draw.number(), draw.between(4, 90)
    ages = [first + sum(gaps[:i]) for i in range(len(trees))]
    words = listed([
        f"the {trees[i + 1]} is {gap} years older than the {trees[i]}" for i, gap in enumerate(gaps)
    ])  # fmt: skip
    text = (
        f"In a forest that is older than memory, {words}. In {later} years their ages will add up "
        f"to {sum(ages) + later * len(ages)} years. How many years old is the {trees[0]} now?"
    )
    given = {"gaps": gaps, "later": later, "sum": sum(ages) + later * len(ages)}
    return Story(text, str(first), given)


def train_of_gears(draw: Draw) -> Story:
    """Turns of the last of several gears, some of them on one axle."""
    teeth = [[draw.between(11, 97), draw.between(11, 97)] for _ in range(draw.parts)]
    turns = draw.number()
    words = " ".join(
        f"In stage {i} a gear with {a} teeth drives one with {b} teeth"
        + (", which sits on the same axle as the driving gear of the next stage."
           if i < draw.parts else ".")
        for i, (a, b) in enumerate(teeth, 1)
    )  # fmt: skip
    text = (
        f"A clockwork has {draw.parts} stages. {words} The first gear turns {turns} times. How "
        "many times does the last gear turn?"
    )
    answer = prod((Fraction(a, b) for a, b in teeth), start=Fraction(turns))
    return Story(text, str(answer), {"teeth": teeth, "turns": turns})


def recipe_for_more_guests(draw: Draw) -> Story:
    """The weight of a recipe made for another number of guests."""
    goods = draw.some(("flour", "rice", "beans", "sugar", "butter", "lentils", "oats"))
    grams = [draw.number() for _ in goods]
    serves, guests, lost = draw.between(3, 14), draw.number() + 15, draw.between(3, 30)
    words = listed([f"{n} grams of {what}" for n, what in zip(grams, goods, strict=True)])
    text = (
        f"A stew for {serves} people takes {words}. The cook makes it for {guests} people in "
        f"proportion, and in cooking {lost}% of the total weight is lost. How many grams does the "
        "finished stew weigh?"
    )
    answer = Fraction(sum(grams) * guests * (100 - lost), serves * 100)
    given = {"grams": grams, "serves": serves, "guests": guests, "lost": lost}
    return Story(text, str(answer), given)


def good_pieces_of_machines(draw: Draw) -> Story:
    """How many pieces without fault several machines make."""
    machines = [
        [100 * draw.number(), draw.between(3, 23), draw.between(1, 17)] for _ in range(draw.parts)
    ]
    words = listed([
        f"{rate} screws an hour for {hours} hours with {bad}% of them faulty"
        for rate, hours, bad in machines
    ])  # fmt: skip
    text = f"The machines of a plant make {words}. How many screws without a fault do they make?"
    answer = sum(rate // 100 * hours * (100 - bad) for rate, hours, bad in machines)
    return Story(text, str(answer), {"machines": machines})


def books_that_come_and_go(draw: Draw) -> Story:
    """What is left in a library after loans and returns."""
    moves = []
    for _ in range(draw.parts):
        lent = draw.number()
        moves.append([lent, draw.between(1, lent)])
    bought = draw.number()
    start = sum(lent for lent, _ in moves) + draw.number()
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    words = listed([f"on {day} {lent} are lent and {back} brought back"
                    for day, (lent, back) in zip(days, moves, strict=False)])  # fmt: skip
    text = (
        f"A library has {start} books on its shelves: {words}. After that it buys as many books as "
        f"are on the shelves then, and {bought} more, and puts all of them there. How many books "
        "are on the shelves now?"
    )
    answer = 2 * (start - sum(lent - back for lent, back in moves)) + bought
    return Story(text, str(answer), {"start": start, "moves": moves, "bought": bought})


def room_in_the_last_truck(draw: Draw) -> Story:
    """Free places in the last of the trucks that are needed."""
    loads = [draw.number() for _ in range(draw.parts)]
    places = draw.between(13, 10**draw.size // 2 + 20)
    words = listed([f"{n} crates from hall {i}" for i, n in enumerate(loads, 1)])
    text = (
        f"Trucks with room for {places} crates each are to carry {words}. The crates are mixed "
        "and every truck is filled before the next one is begun. How many more crates would fit "
        "into the last truck?"
    )
    return Story(text, str(-sum(loads) % places), {"loads": loads, "places": places})


def heads_and_legs(draw: Draw) -> Story:
    """How many animals of one kind there are, from heads and legs."""
    herons, goats = draw.number(), draw.number()
    beetles = draw.number() // draw.parts + 2
    text = (
        f"A farm has herons with 2 legs each, goats with 4 legs each and {beetles} beetles with 6 "
        f"legs each, {herons + goats + beetles} animals in all. Together they have "
        f"{2 * herons + 4 * goats + 6 * beetles} legs. How many goats are there?"
    )
    given = {
        "beetles": beetles, "heads": herons + goats + beetles,
        "legs": 2 * herons + 4 * goats + 6 * beetles,
    }  # fmt: skip
    return Story(text, str(goats), given)


def pages_more_each_day(draw: Draw) -> Story:
    """The length of a scroll copied ever faster."""
    first, more, days = draw.number(), draw.between(2, 60), draw.parts * 7 + draw.between(1, 6)
    name = draw.name()
    text = (
        f"{name} copies {first} lines of a chronicle on the first day and on every later day "
        f"{more} more lines than on the day before, but rests on every seventh day: the lines of "
        f"the day after a rest are {more} more than those of the day before it. How many lines "
        f"does {name} copy in {days} days?"
    )
    answer = sum(first + more * worked for worked in range(days - days // 7))
    return Story(text, str(answer), {"first": first, "more": more, "days": days})


def average_of_the_others(draw: Draw) -> Story:
    """The average of some numbers, from the averages of all and of the rest."""
    counts = draw.many(3, 60, draw.parts)
    averages = [draw.number() for _ in counts]
    extra, overall = draw.between(2, 9), max(averages) + draw.between(1, 99)
    words = listed(
        [f"{n} crates of {a} kg on average" for n, a in zip(counts, averages, strict=True)]
    )
    text = (
        f"A harbor weighs {words}. After that it weighs {extra} more crates, and the average of "
        f"all crates weighed is then {overall} kg. What is the average weight in kg of the last "
        f"{extra} crates?"
    )
    whole = overall * (sum(counts) + extra)
    answer = Fraction(whole - sum(n * a for n, a in zip(counts, averages, strict=True)), extra)
    given = {"counts": counts, "averages": averages, "extra": extra, "overall": overall}
    return Story(text, str(answer), given)


def fuses_of_one_length(draw: Draw) -> Story:
    """When two fuses that burn at different rates are equally long."""
    slow, fast = sorted(draw.many(2, 10 * draw.parts + 9, 2))
    hours = Fraction(draw.number(), draw.between(2, 9))
    apart = -(-hours.numerator * (fast - slow) // hours.denominator)
    hours = Fraction(apart, fast - slow)
    short = int(slow * hours) + draw.between(2, 99)
    text = (
        f"Two fuses are lit at the same moment. One is {short + apart} mm long and burns down "
        f"{fast} mm an hour, the other is {short} mm long and burns down {slow} mm an hour. After "
        "how many hours are they equally long?"
    )
    return Story(text, str(hours), {"lengths": [short + apart, short], "rates": [fast, slow]})


def level_of_a_reservoir(draw: Draw) -> Story:
    """The water in a reservoir after spells of inflow and outflow."""
    spells = [[draw.number(), draw.number(), draw.between(2, 29)] for _ in range(draw.parts)]
    start = sum(max(0, out - flow) * hours for flow, out, hours in spells) + draw.number()
    words = listed([
        f"for {hours} hours {flow} liters flow in and {out} flow out each hour"
        for flow, out, hours in spells
    ])  # fmt: skip
    loss = draw.between(2, 30)
    text = (
        f"A reservoir holds {start} liters. One after another, {words}. Then {loss}% of what is "
        "there is lost to the air. How many liters remain?"
    )
    level = start + sum((flow - out) * hours for flow, out, hours in spells)
    answer = Fraction(level * (100 - loss), 100)
    return Story(text, str(answer), {"start": start, "spells": spells, "loss": loss})


def replaced_again_and_again(draw: Draw) -> Story:
    """What is left of a liquid of which a part is replaced by water several times."""
    whole = draw.number() + 20
    takes = [draw.between(1, whole // 3) for _ in range(draw.parts)]
    words = ", then ".join(f"{take} liters" for take in takes)
    what = draw.rng.choice(_LIQUIDS)
    text = (
        f"A vat holds {whole} liters of pure {what}. First {words} of what is in it are taken out. "
        "Each time they are replaced by as much water, and the vat is stirred well, before the "
        f"next are taken out. How many liters of {what} are in the vat in the end?"
    )
    answer = prod((Fraction(whole - take, whole) for take in takes), start=Fraction(whole))
    return Story(text, str(answer), {"whole": whole, "takes": takes})


def crowd_that_leaves(draw: Draw) -> Story:
    """Who is left of a crowd of which a part leaves through each gate."""
    parts = []
    for _ in range(draw.parts):
        bottom = draw.between(3, 9)
        parts.append([draw.between(1, bottom - 1), bottom])
    crowd = draw.number() * prod(bottom for _, bottom in parts)
    words = listed([f"{a}/{b} leave through gate {i}" for i, (a, b) in enumerate(parts, 1)])
    text = (
        f"There are {crowd} people in a stadium. One gate after another is opened: {words}, each "
        "time of the people who are still inside at that moment. How many people are inside then?"
    )
    answer = prod((b - a for a, b in parts), start=crowd // prod(b for _, b in parts))
    return Story(text, str(answer), {"crowd": crowd, "parts": parts})


def each_compared_with_the_last(draw: Draw) -> Story:
    """A total of amounts that are told one by the other."""
    names = draw.names(draw.parts + 1)
    counts, words, steps = [draw.number()], [], []
    for before, name in pairwise(names):
        times, more = draw.between(2, 4), draw.between(2, 99)
        counts.append(counts[-1] * times + more)
        steps.append([times, more])
        words.append(f"{name} has {more} more than {times} times as many as {before}")
    text = (
        f"{names[0]} has {counts[0]} stamps. {'; '.join(words)}. How many stamps do they have "
        "together?"
    )
    return Story(text, str(sum(counts)), {"first": counts[0], "steps": steps})


def bells_that_ring_together(draw: Draw) -> Story:
    """How often bells with different periods ring at the same moment."""
    periods = draw.many(4, 30, min(draw.parts, 4))
    hours = draw.number()
    words = listed([f"{n} seconds" for n in periods])
    text = (
        f"Bells ring every {words}. At noon all of them ring at the same moment. How many times "
        f"will all of them ring at the same moment within the following {hours} hours, the moment "
        "at noon not counted and the last moment of that time counted?"
    )
    return Story(text, str(hours * 3_600 // lcm(*periods)), {"periods": periods, "hours": hours})


TEMPLATES: tuple[Template, ...] = (
    average_speed, meeting_on_the_way, catching_up, pipes_and_a_drain, crews_that_change,
    strength_of_a_mixture, water_to_add, ages_of_trees, train_of_gears, recipe_for_more_guests,
    good_pieces_of_machines, books_that_come_and_go, room_in_the_last_truck, heads_and_legs,
    pages_more_each_day, average_of_the_others, fuses_of_one_length, level_of_a_reservoir,
    replaced_again_and_again, crowd_that_leaves, each_compared_with_the_last,
    bells_that_ring_together,
)  # fmt: skip
