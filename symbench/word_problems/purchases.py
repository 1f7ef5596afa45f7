"""Word problems about money: prices, wages, interest, shares and rates of exchange."""

from fractions import Fraction
from math import lcm, prod

from codesteer.symbench.word_problems.story import Draw, Story, Template, listed, money

__all__ = ["TEMPLATES"]

_GOODS = (
    "notebooks", "lamps", "brushes", "kettles", "cushions", "jars of honey", "padlocks",
    "umbrellas", "baskets", "hammers", "scarves", "candles", "maps", "bottles of ink",
)  # fmt: skip


def _purchases(draw: Draw) -> tuple[list[list[int]], str, int]:
    """Counts and prices in cents, the same in words, and the total in cents."""
    items = [[draw.number(), draw.between(35, 9_999)] for _ in range(draw.parts)]
    goods = draw.some(_GOODS)
    words = [f"{n} {what} at {money(c)} each" for (n, c), what in zip(items, goods, strict=True)]
    return items, listed(words), sum(n * c for n, c in items)


def change(draw: Draw) -> Story:
    """Change from several purchases."""
    items, words, total = _purchases(draw)
    paid = total // 100 + draw.between(1, 10**draw.size)
    name = draw.name()
    text = (
        f"{name} buys {words}. {name} hands over ${paid}. How many dollars of change does {name} "
        "get?"
    )
    return Story(text, str(Fraction(paid * 100 - total, 100)), {"items": items, "paid": paid})


def discount_then_tax(draw: Draw) -> Story:
    """A bill with a discount and then a tax."""
    items, words, total = _purchases(draw)
    off, tax = draw.between(3, 35), draw.between(4, 24)
    name = draw.name()
    text = (
        f"{name} orders {words}. The shop takes {off}% off the whole bill and then adds a tax of "
        f"{tax}% of the reduced bill. How many dollars does {name} pay, with nothing rounded?"
    )
    answer = Fraction(total * (100 - off) * (100 + tax), 1_000_000)
    return Story(text, str(answer), {"items": items, "off": off, "tax": tax})


def price_before_reductions(draw: Draw) -> Story:
    """The first price of what was lowered again and again."""
    steps = [draw.between(1, 9) for _ in range(draw.parts)]
    first = draw.number() * 20**draw.parts
    final = prod((20 - step for step in steps), start=first // 20**draw.parts)
    cuts = listed([f"by {5 * step}%" for step in steps])
    text = (
        f"The price of a house was lowered {draw.parts} times, {cuts} in this order, each time of "
        f"the price it had just before. It now costs ${final}. How many dollars did it cost at "
        "first?"
    )
    return Story(text, str(first), {"cuts": [5 * step for step in steps], "final": final})


def wages_with_overtime(draw: Draw) -> Story:
    """Wages of groups of workers, with dearer hours past forty."""
    groups = [
        [draw.number(), draw.between(41, 68), 2 * draw.between(450, 2_400)]
        for _ in range(draw.parts)
    ]
    words = listed([f"{n} people work {h} hours each at {money(c)} an hour" for n, h, c in groups])
    text = (
        f"In one week of a harvest, {words}. Hours of a person past the first 40 are paid one and "
        "a half times that person's hourly rate. How many dollars are paid in wages for the week?"
    )
    half_hours = sum(n * (80 + 3 * (h - 40)) * c for n, h, c in groups)
    return Story(text, str(Fraction(half_hours, 200)), {"groups": groups})


def simple_interest(draw: Draw) -> Story:
    """Interest of several loans without compounding."""
    loans = [
        [draw.number() * 10, draw.between(11, 95), draw.between(2, 9)] for _ in range(draw.parts)
    ]
    name = draw.name()
    words = listed([f"${p} for {y} years at {r / 10}% a year" for p, r, y in loans])
    text = (
        f"{name} lends {words}. The interest of a year is always taken of the sum lent, never of "
        f"interest. How many dollars of interest does {name} earn in all?"
    )
    answer = Fraction(sum(p * r * y for p, r, y in loans), 1_000)
    return Story(text, str(answer), {"loans": loans})


def compound_interest(draw: Draw) -> Story:
    """A balance after years with different rates."""
    rates = [draw.between(2, 19) for _ in range(draw.parts)]
    start = draw.number() * 10
    name = draw.name()
    words = listed([f"{rate}%" for rate in rates])
    text = (
        f"{name} puts ${start} into an account. At the end of each of {draw.parts} years, interest "
        f"on the whole balance is added to it, at these rates in turn: {words}. How many dollars "
        "are in the account then, with nothing rounded?"
    )
    answer = prod((Fraction(100 + rate, 100) for rate in rates), start=Fraction(start))
    return Story(text, str(answer), {"start": start, "rates": rates})


def profit_by_capital_and_time(draw: Draw) -> Story:
    """A partner's share where money and months both count."""
    names = draw.names(draw.parts)
    stakes = [[draw.number(), draw.between(2, 12)] for _ in names]
    profit, asked = draw.number() * 12, draw.between(0, draw.parts - 1)
    words = listed(
        [f"{name} ${c} for {m} months" for name, (c, m) in zip(names, stakes, strict=True)]
    )
    text = (
        f"Partners put money into a business: {words}. They divide the profit of ${profit} in "
        "proportion to dollars times months. How many dollars of the profit go to "
        f"{names[asked]}, with nothing rounded?"
    )
    whole = sum(c * m for c, m in stakes)
    answer = Fraction(profit * prod(stakes[asked]), whole)
    return Story(text, str(answer), {"stakes": stakes, "profit": profit, "asked": asked})


def estate_by_parts_of_the_rest(draw: Draw) -> Story:
    """The whole of which each takes a part of what is left."""
    names = draw.names(draw.parts)
    parts = [draw.between(3, 9) for _ in names]
    unit = draw.number()
    left = unit * prod(k - 1 for k in parts)
    words = listed([f"{name} takes 1/{k}" for name, k in zip(names, parts, strict=True)])
    text = (
        f"From an estate, one after another, {words} of what is there at that moment. In the end "
        f"${left} is left. How many dollars was the estate worth at first?"
    )
    return Story(text, str(unit * prod(parts)), {"parts": parts, "left": left})


def sum_in_a_ratio(draw: Draw) -> Story:
    """A sum divided in a ratio of which a difference is known."""
    count = draw.parts + 1
    names, ratio = draw.names(count), draw.many(2, 19, count)
    unit = draw.number()
    high, low = ratio.index(max(ratio)), ratio.index(min(ratio))
    text = (
        f"{listed(names)} divide a prize in the ratio {':'.join(map(str, ratio))}, in the order "
        f"of their names here. {names[high]} gets ${unit * (ratio[high] - ratio[low])} more than "
        f"{names[low]}. How many dollars is the whole prize?"
    )
    given = {"ratio": ratio, "apart": unit * (ratio[high] - ratio[low])}
    return Story(text, str(unit * sum(ratio)), given)


def chain_of_exchanges(draw: Draw) -> Story:
    """Money changed from currency to currency, each time for a fee."""
    coins = draw.some(("florins", "ducats", "thalers", "crowns", "guilders", "talents", "denars"),
                      draw.parts + 1)  # fmt: skip
    rates = [draw.between(12, 480) for _ in range(draw.parts)]
    fee, start = draw.between(1, 9), draw.number()
    words = listed([
        f"one {coins[i][:-1]} buys {rate / 100:.2f} {coins[i + 1]}"
        for i, rate in enumerate(rates)
    ])  # fmt: skip
    text = (
        f"At a fair, {words}. At every exchange the changer first keeps {fee}% of what is handed "
        f"in and changes the rest. {draw.name()} has {start} {coins[0]} and changes everything "
        f"step by step into {coins[-1]}. How many {coins[-1]} does that give, with nothing rounded?"
    )
    answer = prod((Fraction(r * (100 - fee), 10_000) for r in rates), start=Fraction(start))
    return Story(text, str(answer), {"start": start, "rates": rates, "fee": fee})


def tiers_of_commission(draw: Draw) -> Story:
    """A commission whose rate depends on the slice of the sales."""
    widths = [draw.number() for _ in range(draw.parts)]
    rates = draw.many(2, 20, draw.parts + 1)
    rest = draw.number()
    words = [f"{r}% of the first ${widths[0]}" if i == 0 else f"{r}% of the next ${widths[i]}"
             for i, r in enumerate(rates[:-1])]  # fmt: skip
    name = draw.name()
    text = (
        f"{name} earns a commission on sales: {listed(words)}, and {rates[-1]}% of all that is "
        f"beyond. This month the sales are ${sum(widths) + rest}. How many dollars is the "
        "commission?"
    )
    answer = Fraction(sum(w * r for w, r in zip([*widths, rest], rates, strict=True)), 100)
    given = {"widths": widths, "rates": rates, "sales": sum(widths) + rest}
    return Story(text, str(answer), given)


def cheaper_packs(draw: Draw) -> Story:
    """What is saved by buying in the cheaper kind of pack."""
    while True:
        sizes = draw.many(3, 30, 2)
        prices = [draw.between(150, 9_000) for _ in sizes]
        pieces = lcm(*sizes) * draw.number()
        costs = [pieces // n * c for n, c in zip(sizes, prices, strict=True)]
        if costs[0] != costs[1]:
            break
    what = draw.rng.choice(("batteries", "tiles", "bolts", "envelopes", "tea bags"))
    text = (
        f"A shop sells {what} in packs of {sizes[0]} for {money(prices[0])} and in packs of "
        f"{sizes[1]} for {money(prices[1])}. {draw.name()} needs exactly {pieces} {what} and buys "
        "one kind of pack only. How many dollars does the cheaper kind save against the other?"
    )
    given = {"sizes": sizes, "prices": prices, "pieces": pieces}
    return Story(text, str(Fraction(abs(costs[0] - costs[1]), 100)), given)


def two_kinds_of_tickets(draw: Draw) -> Story:
    """How many tickets of one kind were sold, from two totals."""
    adults, children = draw.number(), draw.number()
    child = draw.between(150, 900) * 5
    adult = child + draw.between(20, 900) * 5
    text = (
        f"A theater sold {adults + children} tickets, to adults for {money(adult)} each and to "
        f"children for {money(child)} each, and took in {money(adult * adults + child * children)}."
        " How many tickets did it sell to adults?"
    )
    given = {
        "tickets": adults + children, "prices": [adult, child],
        "income": adult * adults + child * children,
    }  # fmt: skip
    return Story(text, str(adults), given)


def rising_rent(draw: Draw) -> Story:
    """Rent over years in which it rises by the same sum."""
    rent, rise, years = draw.number() + 40, draw.between(5, 99), draw.parts + draw.between(2, 9)
    name = draw.name()
    text = (
        f"{name} rents a workshop. In the first year the rent is ${rent} a month, and each "
        f"year it is ${rise} a month more than in the year before. How many dollars of rent does "
        f"{name} pay in {years} full years?"
    )
    answer = 12 * sum(rent + rise * year for year in range(years))
    return Story(text, str(answer), {"rent": rent, "rise": rise, "years": years})


def growing_savings(draw: Draw) -> Story:
    """Savings that multiply from week to week."""
    start, factor, weeks = draw.number(), draw.between(2, 4), draw.parts + draw.between(2, 4)
    spent = draw.between(1, start)
    name = draw.name()
    text = (
        f"{name} saves {money(start)} in the first week and in every later week {factor} times as "
        f"much as in the week before. After {weeks} weeks {name} spends ${spent // 100 + 1} of it. "
        f"How many dollars are left?"
    )
    answer = Fraction(sum(start * factor**week for week in range(weeks)), 100) - spent // 100 - 1
    given = {"start": start, "factor": factor, "weeks": weeks, "spent": spent // 100 + 1}
    return Story(text, str(answer), given)


def fuel_of_a_journey(draw: Draw) -> Story:
    """The cost of fuel over several stretches."""
    legs = [[draw.number(), draw.between(41, 129)] for _ in range(draw.parts)]
    price = draw.between(121, 239)
    words = listed([f"{km} km at {tenths / 10} liters per 100 km" for km, tenths in legs])
    text = (
        f"A convoy drives {words}. A liter of fuel costs {money(price)}. How many dollars does the "
        "fuel of the whole journey cost, with nothing rounded?"
    )
    answer = Fraction(sum(km * tenths for km, tenths in legs) * price, 100_000)
    return Story(text, str(answer), {"legs": legs, "price": price})


def units_for_a_profit(draw: Draw) -> Story:
    """How many pieces must be sold to reach a profit."""
    cost = draw.between(150, 4_000)
    price = cost + 5 * draw.between(12, 300)
    units = draw.number() * 20
    fixed = draw.between(1, units * (price - cost) // 100 - 1)
    profit = units * (price - cost) // 100 - fixed
    text = (
        f"A workshop has fixed costs of ${fixed} a season. Each clock it makes costs it "
        f"{money(cost)} and is sold for {money(price)}. How many clocks must it make and sell in a "
        f"season for a profit of exactly ${profit}?"
    )
    given = {"fixed": fixed, "cost": cost, "price": price, "profit": profit}
    return Story(text, str(units), given)


def shares_sold_in_parts(draw: Draw) -> Story:
    """The gain from shares sold in several lots."""
    lots = [[draw.number(), draw.between(2_001, 9_900)] for _ in range(draw.parts)]
    bought, fee = draw.between(300, 1_900), draw.between(2, 9)
    shares = sum(n for n, _ in lots)
    name = draw.name()
    words = listed([f"{n} shares at {money(c)} each" for n, c in lots])
    text = (
        f"{name} buys {shares} shares at {money(bought)} each and later sells all of them: "
        f"{words}. The purchase and each of the {draw.parts} sales also cost a fee of ${fee}. How "
        f"many dollars does {name} gain in all?"
    )
    cents = sum(n * (c - bought) for n, c in lots) - 100 * fee * (draw.parts + 1)
    answer = str(Fraction(cents, 100))
    return Story(text, answer, {"lots": lots, "bought": bought, "fee": fee})


TEMPLATES: tuple[Template, ...] = (
    change, discount_then_tax, price_before_reductions, wages_with_overtime, simple_interest,
    compound_interest, profit_by_capital_and_time, estate_by_parts_of_the_rest, sum_in_a_ratio,
    chain_of_exchanges, tiers_of_commission, cheaper_packs, two_kinds_of_tickets, rising_rent,
    growing_savings, fuel_of_a_journey, units_for_a_profit, shares_sold_in_parts,
)  # fmt: skip
