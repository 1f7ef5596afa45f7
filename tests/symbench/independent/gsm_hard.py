"""A second judge of gsm_hard: puts the answer back into what the story gives."""

import re
from fractions import Fraction


def check(payload, answer):
    """Whether the number fits all that is given."""
    if not re.fullmatch(
        r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[0-9]+/0*[1-9][0-9]*)", answer.strip()
    ):
        return False
    x = Fraction(answer.strip())
    return HOLDS[payload["kind"]](payload["given"], x)


def plain(answer):
    return re.fullmatch(r"-?[0-9]+(?:[./][0-9]+)?", answer) is not None


def spent(items):
    """In dollars, one piece at a time would take long: by price."""
    by_price = {}
    for count, cents in items:
        by_price[cents] = by_price.get(cents, 0) + count
    return sum(Fraction(cents, 100) * count for cents, count in by_price.items())


def undone(value, steps):
    for step in steps:
        value = step(value)
    return value


def wages(g, x):
    for people, hours, cents in g["groups"]:
        x -= people * Fraction(cents, 100) * 40
        x -= people * (hours - 40) * Fraction(cents, 100) * Fraction(3, 2)
    return x == 0


def compounded(g, x):
    for rate in reversed(g["rates"]):
        x /= 1 + Fraction(rate, 100)
    return x == g["start"]


def divided(g, x):
    weights = [c * m for c, m in g["stakes"]]
    each = x / weights[g["asked"]]
    return sum(each * w for w in weights) == g["profit"]


def estate(g, x):
    for k in g["parts"]:
        x -= x / k
    return x == g["left"]


def ratio(g, x):
    unit = x / sum(g["ratio"])
    shares = sorted(unit * r for r in g["ratio"])
    return shares[-1] - shares[0] == g["apart"]


def exchanges(g, x):
    for rate in reversed(g["rates"]):
        x = x / Fraction(rate, 100)
        x = x / (1 - Fraction(g["fee"], 100))
    return x == g["start"]


def commission(g, x):
    sales, at = g["sales"], 0
    total = 0
    for i, rate in enumerate(g["rates"]):
        top = at + g["widths"][i] if i < len(g["widths"]) else sales
        total += max(0, min(sales, top) - at) * Fraction(rate, 100)
        at = top
    return total == x


def packs(g, x):
    per_piece = [Fraction(c, n) for c, n in zip(g["prices"], g["sizes"], strict=True)]
    return x == (max(per_piece) - min(per_piece)) * g["pieces"] / 100 and x > 0


def tickets(g, x):
    adult, child = g["prices"]
    return x * adult + (g["tickets"] - x) * child == g["income"] and 0 <= x <= g["tickets"]


def rent(g, x):
    return x == sum(g["rent"] + (month // 12) * g["rise"] for month in range(12 * g["years"]))


def savings(g, x):
    f, n = g["factor"], g["weeks"]
    return (x + g["spent"]) * 100 * (f - 1) == g["start"] * (f**n - 1)


def profit(g, x):
    return x * Fraction(g["price"], 100) - x * Fraction(g["cost"], 100) - g["fixed"] == g["profit"]


def stocks(g, x):
    fees = (1 + len(g["lots"])) * g["fee"]
    paid = sum(n for n, _ in g["lots"]) * Fraction(g["bought"], 100)
    return x + fees + paid == spent(g["lots"])


def speed(g, x):
    # At the average speed the whole way takes the same time.
    return sum(Fraction(km, v) for km, v in g["legs"]) * x == sum(km for km, _ in g["legs"])


def meeting(g, x):
    u, v = g["speeds"]
    return u * (g["late"] + x) == g["apart"] - v * x


def catching(g, x):
    slow, fast = g["speeds"]
    return x / slow == g["late"] + x / fast


def pipes(g, x):
    return sum(x / h for h in g["fill"]) - x / g["drain"] == 1


def crews(g, x):
    workers, days = g["planned"]
    return sum(n * d for n, d in [*g["phases"], [g["last"], x]]) == workers * days


def strength(g, x):
    return sum(n * (p - x) for n, p in g["batches"]) == 0


def water(g, x):
    strong, weak = g["strengths"]
    return (g["liters"] + x) * weak == g["liters"] * strong


def trees(g, x):
    total, age = x, x
    for gap in g["gaps"]:
        age += gap
        total += age
    return total + (len(g["gaps"]) + 1) * g["later"] == g["sum"]


def gears(g, x):
    for driving, driven in reversed(g["teeth"]):
        x = x * driven / driving
    return x == g["turns"]


def recipe(g, x):
    raw = x / (100 - g["lost"]) * 100
    return raw / g["guests"] == Fraction(sum(g["grams"]), g["serves"])


def screws(g, x):
    return x == sum(r * h - Fraction(r * h * bad, 100) for r, h, bad in g["machines"])


def books(g, x):
    level = (x - g["bought"]) / 2
    for lent, back in reversed(g["moves"]):
        level += lent - back
    return level == g["start"]


def trucks(g, x):
    places = g["places"]
    return 0 <= x < places and x.denominator == 1 and (sum(g["loads"]) + x) % places == 0


def legs(g, x):
    herons = g["heads"] - g["beetles"] - x
    return 2 * herons + 4 * x + 6 * g["beetles"] == g["legs"]


def pages(g, x):
    lines = g["first"]
    for day in range(1, g["days"] + 1):
        if day % 7:
            x -= lines
            lines += g["more"]
    return x == 0


def average(g, x):
    weights = sum(n * a for n, a in zip(g["counts"], g["averages"], strict=True)) + g["extra"] * x
    return weights / (sum(g["counts"]) + g["extra"]) == g["overall"]


def fuses(g, x):
    (a, b), (fast, slow) = g["lengths"], g["rates"]
    return a - fast * x == b - slow * x >= 0


def reservoir(g, x):
    level = Fraction(g["start"])
    for flow, out, hours in g["spells"]:
        for _ in range(hours):
            level += flow - out
            if level < 0:
                return False
    return x == level - level * g["loss"] / 100


def vat(g, x):
    share = Fraction(1)
    for take in g["takes"]:
        share -= share * take / g["whole"]
    return x == share * g["whole"]


def crowd(g, x):
    inside = g["crowd"]
    for a, b in g["parts"]:
        if inside % b:
            return False
        inside -= inside // b * a
    return x == inside


def stamps(g, x):
    count = g["first"]
    for times, more in g["steps"]:
        x -= count
        count = count * times + more
    return x == count


def bells(g, x):
    import sympy

    period = sympy.ilcm(*g["periods"])
    return x.denominator == 1 and x * period <= g["hours"] * 3600 < (x + 1) * period


HOLDS = {
    "change": lambda g, x: spent(g["items"]) + x == g["paid"],
    "discount_then_tax": lambda g, x: (
        x / (1 + Fraction(g["tax"], 100)) / (1 - Fraction(g["off"], 100)) == spent(g["items"])
    ),
    "price_before_reductions": lambda g, x: (
        undone(x, [lambda v, c=c: v - v * c / 100 for c in g["cuts"]]) == g["final"]
    ),
    "wages_with_overtime": wages,
    "simple_interest": lambda g, x: (
        x == sum(p * Fraction(r, 10) / 100 * y for p, r, y in g["loans"])
    ),
    "compound_interest": compounded,
    "profit_by_capital_and_time": divided,
    "estate_by_parts_of_the_rest": estate,
    "sum_in_a_ratio": ratio,
    "chain_of_exchanges": exchanges,
    "tiers_of_commission": commission,
    "cheaper_packs": packs,
    "two_kinds_of_tickets": tickets,
    "rising_rent": rent,
    "growing_savings": savings,
    "fuel_of_a_journey": lambda g, x: (
        x * 100 / g["price"] == sum(km * Fraction(t, 10) / 100 for km, t in g["legs"])
    ),
    "units_for_a_profit": profit,
    "shares_sold_in_parts": stocks,
    "average_speed": speed,
    "meeting_on_the_way": meeting,
    "catching_up": catching,
    "pipes_and_a_drain": pipes,
    "crews_that_change": crews,
    "strength_of_a_mixture": strength,
    "water_to_add": water,
    "ages_of_trees": trees,
    "train_of_gears": gears,
    "recipe_for_more_guests": recipe,
    "good_pieces_of_machines": screws,
    "books_that_come_and_go": books,
    "room_in_the_last_truck": trucks,
    "heads_and_legs": legs,
    "pages_more_each_day": pages,
    "average_of_the_others": average,
    "fuses_of_one_length": fuses,
    "level_of_a_reservoir": reservoir,
    "replaced_again_and_again": vat,
    "crowd_that_leaves": crowd,
    "each_compared_with_the_last": stamps,
    "bells_that_ring_together": bells,
}
