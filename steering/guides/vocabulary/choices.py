"""Words of rules and choices: what must hold, what is arranged, what is best."""

__all__ = ["CHOICES"]

CHOICES = {
    "constraint": (
        "adjacent; after; agree; ahead of; allergic; already taken; apart; at least; at most; "
        "at most two; at the left end; at the right end; attacks; avoid; away at once; before; "
        "behind; beside; between; busy; but after; came in last; can't; cannot; cannot do; clue; "
        "comes after; comes before; conflict; consecutive visits; constraint; differ; differ by; "
        "different; directly; directly after; distinct; do not; does not; doesn't; each other; "
        "earlier; earlier than; either; equal number; even; every _ exactly; every face; "
        "everybody; exactly once; exactly one; excluded; faster than; finished before; follow; "
        "follows; forbidden; free; hates; have to; hold; immediately; in a row; in front of; "
        "incompatible; is first; is fourth; is not first; is second; is third; is to the; isn't; "
        "last; later; later than; left of; likes; may be away; may not; must; must be; must not; "
        "needs room; neighbor; neighbour; neither; never; never together; next to; no letter; "
        "no number; no two; nobody; none attacks; not allowed; not be; not before; not both; "
        "not in; not last; not like; not on; not sit; not the; not work; older than; on duty; "
        "one of; only before; only come; only comes; only in; only one; opposite; overlap; "
        "prefers; refuse; refuses; repeat; repeats; required; right after; right of; rule; "
        "same day; same row; same time; satisfy; separate; share; share no; share one; "
        "shorter than; slower than; stands between; taller than; together; touch; unavailable; "
        "unavailable on; unless; want to; wants to; with different; won't; younger than"
    ),
    "comparison": (
        "above; after; ahead of; beats; before; behind; below; between; bigger than; "
        "cheaper than; earlier than; faster than; finished; heavier than; heaviest; higher than; "
        "in front of; larger than; later than; left of; less than; lighter than; lower than; "
        "more than; next to; older than; oldest; richer than; right of; second tallest; "
        "shorter than; slower than; smaller than; taller than; tallest; to the left; "
        "to the right; younger than; youngest"
    ),
    "arrange": (
        "allocate; allocation; arrange; arrangement; assign; assignments; bands; bishops; "
        "borders; bus; cabin; came in last; cards; chair; chessboard; children; choose # of; "
        "circle; circles of; clue; clues; color; colour; coloured; colouring; complete; corners; "
        "cover; crossword; different digit; divide; drink; duty; each region; employees; "
        "every face; exams; favourite; fill; find a plan; finish; finished before; floor; "
        "frequencies; give one; groups of; guests; hobby; holidays; house; in a race; "
        "in which order; interviews; jigsaw; job of; label; lectures; left end; lesson; "
        "letter stands; line; live; lives; locker; magic square; meetings; meets every; nonogram; "
        "numbered; nurses; on monday; order; order did; order in which; own; owns; pairings; "
        "pairings of; park; parked; partner; patients; pet; place; plan the; play each other; "
        "play on; plays once; position; propose an order; put the digits; puzzle; queue; rank; "
        "right end; rooks; room; rooms; roster; rota; round robin; row; schedule; seat; select; "
        "selected; sequence; serviced; share one; shift; side by side; sit; slot; slots; "
        "sort them; split into; spot; stage; stand for; stands; stands between; stands for; "
        "students; table; tables; talk; talks; teachers; team; teams play; technician; tents; "
        "time slots; timetable; timetabled; touch; valid; valid schedule; vertices; visits; "
        "volunteer; was third; which day; which numbers work; which person; who has; who lives; "
        "who owns; who plays; who rows; who sits; who talks; who won"
    ),
    "cells": (
        "# by #; block; board; box; boxes; cell; chessboard; columns; diagonal; each cell; "
        "each column; each row; every column; every row; given digits; given letters; grid; "
        "hexagon; magic square; nonogram; queens; region; region of; row and column; rows; "
        "rows and columns; shaded; square; squares; tile; tiles"
    ),
    "best": (
        "as balanced; as cheap; as close; as evenly; as few as possible; as little as possible; "
        "as many as possible; as much as possible; as possible; as soon; at minimum; "
        "at the lowest; best; best value; buy at least; cheapest; cheapest way; differ as little; "
        "earliest; earliest time; earn me the most; earn the most; efficient; fastest; fewer; "
        "fewest; greatest; highest; how few; how many boards; how many of each; how much should; "
        "how should i divide; how soon; largest; largest possible; latest; least; least cost; "
        "least total; longest; lowest; lowest cost; lowest total; maximise; maximize; maximum; "
        "minimise; minimise the total; minimize; minimum; most efficient; most money; "
        "most points; most profit; most valuable; must i buy at least; nearest; optimal; "
        "optimally; profit; quickest; revenue; save the most; shortest time; should be; "
        "should it; smallest; smallest possible; the most; total cost; total distance; "
        "total time; total value; what do i pack; which of them; which should; worth the most"
    ),
    "resources": (
        "acre; acres; ad; agents; allowed to weigh; an hour spent; available; backpack; bags; "
        "bake; bikes; bin; blend; boards; boxes; bring; budget; campaign; capacity; capacity of; "
        "carry; channel; container; corn; costs per; courier; crew; crop; customers; cut; "
        "deliver; delivery; demand; depot; diet; distances; driver; drops; due; each costs; "
        "each unit; factory; field; hire; hold; hours available; hours of; invest in; item; job; "
        "jobs; kilos; kilos of; knapsack; lift; limit; litres of; load; loaves; luggage; machine; "
        "machines; matrix; may weigh; minutes each; mix; need; needs # hours; nutrient; "
        "open some; order; oven; pack; pallet; parcel; pays; per unit; pieces; plant; plants; "
        "points; portfolio; produce; product; profit; project; protein; raw material; riders; "
        "room for; rucksack; runs per; shelf; ship; shop; staff; staff needed; stock; suitcase; "
        "supply; supply three; tables and chairs; takes # hours; task; tent; tonnes; trips; "
        "truck; trucks; value; van; vehicle; volume of; warehouse; warehouses; weigh; weight; "
        "what do i pack; wheat; worker; workers; worth"
    ),
}
