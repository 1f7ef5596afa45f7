"""The vocabulary that gives a question's shape away: words and phrases, by what they hint at.

A phrase is written in base forms; `#` stands for any number and `_` for any one word. The phrases
are common language, none of them telling of one puzzle only: many weak hints add up.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

__all__ = ["CUES", "cues_in"]

CUES: dict[str, str] = {
    # Words, not code.
    "prose": (
        "explain; describe; why; summarise; summarize; summary; essay; opinion; poem; haiku; story; "
        "translate; advice; advise; discuss; recommend; suggest; tip; rewrite; rephrase; proofread; "
        "paraphrase; polite; politely; tone; draft; email; outline; brainstorm; pros and cons; "
        "difference between _ and; mean by; meaning of; meant by; what does _ mean; proverb; idiom; "
        "how do i; how can i; how should; should i; is it; theme; caption; slogan; speech; limerick; "
        "in your own words; bullet point; paragraph; sound more; compare; opening line; toast; "
        "what makes; how did; how does; what caused; what led; consequence; argue; persuasive; "
        "ideas for; headline; dialogue; metaphor; letter to; write a; write an; write me; name a; "
        "name some; name three; good way; product description; feel; review of; critique; blog; "
        "what advice; in simple terms; significance; importance; influence; interpret; your view; "
        "argument for; arguments for; for and against; come up with; title; "
        "correct the grammar; grammar; plot of; in five sentences; toast for; greeting; "
        "apology; thank-you; invitation; message to; colleague; boss; friend; customer; "
        "positive or negative; sentiment; opposite of; synonym; what advantages; advantages; "
        "disadvantages; benefits; how would you; how to; best way to; talk about; reader; "
        "audience; friendly; formal; informal; persuade; note; introduce; introduction; "
        "cover letter; interview; podcast; tagline; lesson; teach; learn; tell me about; "
        "considered; understand; think about; concise; bedtime; fable; rhyme; verse; "
        "song about; key points; takeaway; phrase for; ok to; polite way; words or fewer; "
        "# words; # sentences; # word; # sentence"
    ),
    "fact": (
        "who is; who was; who wrote; who invented; who painted; who discovered; who won; who were; "
        "who composed; who directed; who founded; capital of; capital city; what year; which year; "
        "when did; when was; when were; where is; where was; where did; what happened; president; "
        "king of; queen of; war; battle; novel; author; country; continent; chemical; planet; in "
        "the world; moon; invented; founded; famous; tallest; longest river; official language; "
        "currency of; what is a; what is an; what are the; main; treaty; empire; revolution; "
        "century; ocean; mountain; symbol of; element; human body; history; known for; scientist; "
        "symptom; animal; species; film; movie; band; song; religion; holiday; what does; stand for; "
        "museum; language; spoken; symptoms; deficiency; vitamin; riot; culture; unlucky; "
        "begins with; what colour; boiling point; freezing point; speed of light; sea level; "
        "mount; tall is; solar system; planets; disease; vaccine; philosopher; prize; nobel; "
        "olympic; painter; composer; actor; singer; dinosaur; what kind of; national; flag; "
        "prime minister; bone; heart; constitution; invention; discover; mythology; god; "
        "which novel; which book; which film; which animal; which planet; made of; called; "
        "located; born; who first; who is known; what is the name; first person; "
        "how many players; how many strings; how many legs; how many bones; how many moons; "
        "how many countries; how many continents"
    ),
    # Numbers and formulas.
    "calculate": (
        "calculate; compute; evaluate; multiply; product; sum; divide; divided by; percent; "
        "percentage; total; how much; interest; square root; average speed; remainder; factorial; "
        "ratio; altogether; exact value; worked out; quotient; decimal; greatest common divisor; "
        "least common multiple; modulo; power of; in all; round to; how long; how far; how fast; "
        "how old; how tall; how high; how heavy; proportion; each; rate; "
        "times; fraction; half of; third of; quarter of; left over; remain; remains; "
        "how many seconds; how many minutes; hexadecimal; binary; in decimal; octal; express; "
        "base #; plus; minus; subtract; add; original price; average pace; how many hours; "
        "approximately; estimate; doubled; tripled; squared; cubed; nearest; significant; "
        "digits of; original; split evenly; share of; leaves remainder; compounded; dozen; "
        "logarithm; log; exponent"
    ),
    "money": (
        "price; cost; dollar; euro; cent; pound; tax; discount; pay; loan; debt; salary; wage; "
        "interest; fee; tip; currency; exchange; yen; franc; earn; lend; borrow; deposit; "
        "invest; sell; bill; repay; mortgage; monthly; per year; a year; vat; saving; refund; "
        "ticket; price of; subscription; profit margin; margin; compounded; invested; savings; "
        "plan; rent; rand; rupee; peso; usd; eur; gbp; chf; share; split; original price; "
        "gross; net; commission; inflation; budgeted; payment; instalment; installment; "
        "coupon; per hour; per month; per kilo; per night; shares; stock"
    ),
    "measure": (
        "metre; meter; kilometre; kilometer; mile; foot; feet; inch; litre; liter; gallon; kilogram; "
        "gram; kg; km; cm; mm; ml; lb; ounce; tonne; celsius; fahrenheit; kelvin; km/h; mph; per "
        "hour; per minute; per second; speed; density; watt; kwh; joule; acre; hectare; convert; "
        "unit; yard; volt; amp; pint; cup; square metre; g; l; m; tablespoon; teaspoon; stone in; "
        "litres; second; minute; pace; marathon; w; f; c; pool; fill; pump; tap; flour; "
        "recipe; cover; tile; fuel; mpg; kph; m/s; mg; dose; bandwidth; megabyte; gigabyte; "
        "mb; gb; download; byte; light year; nautical; knot; tonnes; degrees; bar; pascal; "
        "psi; calorie; horsepower; newton; centimetre; millimetre; centimeter; millimeter; "
        "pounds; ounces; stone; dozen; inches; in metres; in miles; rate of; flow; battery; "
        "grams"
    ),
    "geometry": (
        "area; volume; perimeter; circumference; radius; diameter; triangle; rectangle; circle; "
        "cylinder; cone; sphere; cube; angle; hypotenuse; trapezoid; trapezium; polygon; hexagon; "
        "degree; sector; surface; diagonal of; side length; height; width; parallelogram; midpoint; "
        "convex; right-angled; right triangle; legs; rhombus; pyramid; prism; arc; chord; "
        "inscribed; hexagonal; pentagon; floor; cubic; square metres; semicircle; "
        "ladder leans; shadow; distance between the points; vertices; ellipse; torus; octagon; "
        "coordinates of; tangent"
    ),
    "algebra": (
        "equation; unknown; root of; derivative; differentiate; integral; integrate; intersect; "
        "polynomial; simultaneous; factorise; factorize; simplify; eigenvalue; determinant; inverse; "
        "solve for; value of x; real solution; parabola; quadratic; cubic; limit; x and y; tangent; "
        "consecutive; times as old; times as much; times as many; twice as old; as old as; "
        "product is; sum is; differ by; add up to; catch up; slope; function f; expand; variable; "
        "limit of; asymptote; years ago; in # years; twice as many; more than the other; mixed with; "
        "mixture; solution of; together they; if both work; together take; digits of a; # times as; "
        "two numbers; double the; half of the; "
        "solution; pure; percent solution; legs; heads; paint; exactly one root; maximum of f; "
        "minimum of f; goes to infinity; infinity; eigenvalues; matrix; system of; "
        "in terms of; isolate; roots; solve; partial derivative; gradient; critical point; "
        "taylor; series; sum of the series; converge; differential equation; vector; "
        "for which; what number; which number; a number; original number; number is; is added; "
        "older than; younger than; sum of their; how old; f of; current; upstream; head start; "
        "overtake; meet"
    ),
    "expression": (
        "arithmetic expression; four basic operations; basic operations; parenthesis; parentheses; "
        "plus or minus; + or -; brackets; make #; get #; reach #; combine the numbers; using the "
        "numbers; use the numbers; from the numbers; out of the numbers; between the digits; "
        "exactly once; once each; at most once; signs; whose value; equals #; obtain #; operators; "
        "the digits; to get; to make; insert + ; + - _ /; symbols between; target number; "
        "any operations; operators between; plus, minus; plus minus; times and divide; "
        "using the digits; arithmetic operations; parentheses and operators; gives #; "
        "equal to #; the result is; result is #; combination of plus; plus; minus; times; "
        "divide; operations; write # using; countdown; put +; use each; all # numbers; "
        "all four; sign between; mathematical signs; hit #; target of; score of #"
    ),
    # Days and times.
    "calendar": (
        "date; calendar; weekday; day of the week; monday; tuesday; wednesday; thursday; friday; "
        "saturday; sunday; january; february; march; april; june; july; august; september; october; "
        "november; december; business day; working day; leap year; time zone; clock; o'clock; pm; "
        "am; tomorrow; yesterday; birthday; today is; noon; midnight; days after; days before; days "
        "between; days ago; weeks after; weeks before; weeks from; months after; utc; gmt; "
        "days until; days from; hours later; hours ahead; hours behind; old is; born on; christmas; "
        "minutes later; what time; arrive at; departs; leaves at; how many days; how many weeks; "
        "what day; which day; daylight saving; year is; the 13th; time is it; "
        "old in days; subscription; renew; monthly; renewal; last sunday; next month; "
        "second tuesday; planned for; film; starts at #; when is it over; when does it end; "
        "week; month; year; hours; minutes; time in; fortnight; deadline; due; expires; "
        "what month; decade; anniversary; lasts; ends at; began; begins at; mondays; tuesdays; "
        "wednesdays; thursdays; fridays; saturdays; sundays; first monday; last friday; "
        "easter; sunset; shift starts; arrives; train leaves; takes off; lands; jet lag; "
        "local time; how long until; weekend; today; retire; age in days"
    ),
    # Counting and chance.
    "how many": (
        "how many; number of; in how many; how often; count; how many times; count how; total number"
    ),
    "ways": (
        "ways; different ways; how many ways; number of ways; combination; permutation; committee; "
        "arrangement; arranged; choose; chosen; pick; select; subset; possible; can be formed; "
        "handshake; distinct; how many different; orderings; be formed; outcomes; passwords; "
        "plates; digit number; how many integers; how many numbers; divisible; at least one; "
        "diagonals; convex; handshakes; without repetition; with repetition; at least # of; "
        "no two; sit in a row; round table; circular; anagrams of; rearranged; "
        "colours available; flavours; toppings; outfits; teams of; groups of; license; "
        "licence; committees; seated; in line; lined up; ordered; bit strings; binary strings; "
        "strings of length; possibilities; hands; pairs; choices; selections; distribute; "
        "identical; palindromes; routes; words of length"
    ),
    "chance": (
        "probability; chance; odds; likely; likelihood; dice; die; deck; coin is; tossed; flip; drawn; "
        "replacement; random; marble; urn; expected; throw; raffle; lottery; ball; at random; fair; "
        "shuffled; without replacement; spinner; birthday; rolled; roll; "
        "how likely; positive; sick; illness; test; faulty; defective; socks; drawer; "
        "without looking; prize; expected value; six-sided; heads; tails; heads in a row; "
        "independent; conditional; bayes; hit; miss; win; wins; roulette; bulb; expect; "
        "on average; sum of the dice; spades; hearts; aces; ace; king; red ball; blue; "
        "tickets; percent of; false positive; guess; guesses; guessing; bet; game of chance; "
        "birthdays; same birthday; match; at least one; randomly; picked at random; "
        "chosen at random"
    ),
    "every case": (
        "find all; list all; all integers; all pairs; all numbers; all triples; all positive; all "
        "values; prime; divisor; perfect square; smallest number; largest number; smallest positive; "
        "smallest integer; below #; from # to #; digit; integers; how many primes; multiple of; "
        "palindromic number; perfect number; between # and #; two-digit; three-digit; four-digit; "
        "it is at least; largest square; every pair; all possible; positive integer; all the ways; "
        "leaves remainder; leaves a remainder; remainder # when; remainder of; divisible by; "
        "how many numbers; numbers from; numbers between; sum of digits; digit sum; reversed; "
        "squares; cube; cubes; exactly # divisors; natural number; whole number; "
        "which numbers; largest prime; smallest prime; twin prime; factors; pythagorean; "
        "four-digit number; not divisible; integer solutions; all solutions; list the; "
        "less than #; up to #; under #"
    ),
    "recursion": (
        "subsequence; edit distance; levenshtein; staircase; stair; climb; coin; longest increasing; "
        "knapsack; partition; paths from; paths lead; rod; only right and down; right or down; fewest coins; "
        "stones; pile; both play; optimal play; play optimally; first player; takes the last; "
        "recurrence; fibonacci; tiling; tile; dominoes; dominos; subarray; consecutive elements; "
        "no two consecutive; matrix chain; triangle from top; lattice path; catalan; number of paths; "
        "be paid; make change; change for; grid paths; who wins; winning strategy; perfect play; "
        "non-adjacent; bracket sequences; how many paths; word break; binary search tree; pieces of length; "
        "contiguous; adjacent houses; rob; neighbouring houses; covered with; "
        "board be covered; heap; cannot move loses; alternately; take turns; alternate; "
        "remove # to; optimal strategy; best play; no two consecutive ones; consecutive ones; "
        "sum of a contiguous; largest sum; longest palindromic; common substring; "
        "cheapest alignment; cut into; weighted intervals; talks i can attend; "
        "number of ways to climb; palindromic subsequence; sum up to; subset sum; subset adds; "
        "compositions; minimum path sum; down or right; right and down; egg; drop; "
        "parenthesise; loses; picks from either end; either end; longest chain; "
        "minimum number of coins; least number of coins; stamps"
    ),
    # Rules and choices.
    "constraint": (
        "must; must not; may not; cannot; no two; different; distinct; exactly once; at least; at "
        "most; neighbour; neighbor; adjacent; next to; left of; right of; beside; differ; conflict; "
        "not in; not on; only one; immediately; directly; same row; never; not allowed; same time; "
        "exactly one; satisfy; rule; clue; constraint; not work; agree; hold; together; opposite; "
        "slower than; faster than; taller than; shorter than; older than; younger than; not both; "
        "before; after; between; in front of; behind; not sit; apart; not the; nobody; does not; "
        "doesn't; isn't; neither; ahead of; unavailable; on duty; in a row; everybody; required; "
        "every _ exactly; avoid; each other; unless; overlap; earlier than; later than; forbidden; "
        "cannot do; needs room; only comes; only come; want to; wants to; with different; "
        "none attacks; attacks; repeat; repeats; prefers; allergic; refuses; refuse; follow; "
        "follows; is not first; not last; comes before; comes after; directly after; "
        "right after; same day; separate; differ by; either; share; not be; do not; won't; "
        "can't; must be; have to; free; busy; excluded; incompatible; even; no number; "
        "no letter; not like; likes; last; is first; is fourth; is third; is second; "
        "is to the; one of; earlier; later; equal number"
    ),
    "arrange": (
        "seat; sit; place; fill; arrange; complete; colour; color; assign; schedule; shift; roster; "
        "slot; timetable; finish; order; row; position; sequence; stand for; stands for; lives; "
        "live; owns; own; drink; house; in which order; who lives; select; selected; allocate; "
        "plan the; rota; round robin; pairings; table; room; time slots; line; queue; clues; "
        "different digit; letter stands; magic square; crossword; nonogram; stands; chair; "
        "duty; talks; lectures; interviews; meetings; cover; timetabled; label; rank; which person; "
        "who talks; talk; volunteer; lesson; divide; groups of; children; split into; "
        "choose # of; bishops; rooks; chessboard; who owns; who has; pet; job of; assignments; "
        "partner; team; guests; students; exams; nurses; teachers; rooms; tables; cards; spot; "
        "slots; locker; floor; which day; on monday; who sits; stage; bands; play on; "
        "order did; order in which; numbered; circle; vertices; clue; puzzle; each region; "
        "jigsaw; give one; find a plan; valid; allocation; bus; cabin; tents"
    ),
    "cells": (
        "each row; every row; each column; every column; rows and columns; row and column; grid; "
        "cell; square; board; diagonal; box; boxes; region; block; region of; queens; tiles; "
        "rows; columns; magic square; nonogram; given digits; given letters; "
        "chessboard; # by #; each cell; squares; hexagon; shaded; tile"
    ),
    "best": (
        "maximise; maximize; minimise; minimize; maximum; minimum; cheapest; least; best; optimal; "
        "fewest; highest; lowest; as many as possible; as few as possible; as much as possible; "
        "largest possible; smallest possible; greatest; most profit; the most; most money; most "
        "valuable; profit; revenue; total cost; total time; total value; total distance; as "
        "possible; optimally; as cheap; least total; shortest time; earliest; efficient; "
        "earliest time; quickest; fastest; fewer; largest; smallest; differ as little; "
        "as little as possible; cheapest way; most efficient; least cost; lowest cost; "
        "lowest total; longest; earn the most; how many of each; should it; should be; "
        "at minimum; as evenly; as balanced; as soon; how much should; which of them; "
        "which should; best value; save the most; worth the most; nearest"
    ),
    "resources": (
        "capacity; weigh; weight; budget; supply; demand; worker; truck; van; depot; warehouse; bin; "
        "pack; load; carry; lift; parcel; pallet; factory; machine; hours of; litres of; need; shop; "
        "job; task; driver; courier; hold; bring; worth; available; profit; knapsack; product; "
        "ship; hire; produce; cut; deliver; delivery; item; project; value; each unit; crew; order; "
        "kilos of; staff; ad; nutrient; protein; diet; acres; backpack; suitcase; container; "
        "tonnes; oven; bake; loaves; open some; customers; matrix; distances; jobs; workers; "
        "riders; drops; pays; machines; takes # hours; raw material; acre; crop; field; wheat; "
        "corn; blend; mix; capacity of; vehicle; kilos; volume of; bags; boxes; luggage; "
        "rucksack; campaign; channel; invest in; portfolio; shelf; plant; plants; "
        "tables and chairs; hours available; needs # hours; per unit; stock; each costs; "
        "minutes each; trips; limit"
    ),
    # States and moves.
    "path": (
        "shortest path; shortest route; shortest way; path; route; way from; get from; reach; road; "
        "street; travel; maze; exit; wall; bridge; network; connected; cable; graph; node; edge; depend; "
        "depends on; prerequisite; friend; friendship; knight move; tour; vertex; flight; station; "
        "metro; obstacle; waypoint; walk from; reachable; cycle; labyrinth; direct; hops; chain of; "
        "spanning tree; before it can; dependency; line from; change trains; links; town; city; "
        "tunnels; corridors; enter; distance between; drives; transfers; blocked; pipes; islands; "
        "quickest way; lines; change; hop; import; flow; reach every; every other one; "
        "computers; cheapest trip; trip; ticket; tickets; get to; blocked cells; neighbors; "
        "route from; critical; after design; train; airport; follows; followed; chain; "
        "connection; connections; one-way; two-way; link; stops; roads; bridges; hike; trail; "
        "trails; junction; map; fastest way; detour; distances; km; minutes; crossing; "
        "dependencies; install; courses; prerequisites; order of; compile; tunnel; door; "
        "doors; room to room; floor plan"
    ),
    "moves": (
        "move; moves; plan; action; jug; pour; disk; peg; state; fewest moves; number of moves; boat; "
        "cross the river; river; slide; push; ferry; bank; legal move; altering; changing one; at a "
        "time; sequence of moves; rearrange; stack; top of; empty it; number of actions; each move; "
        "neighboring; neighbouring; match every; number of steps; least number; switches; "
        "fewest steps; ladder; turn _ into; change _ into; number of crossings; solve the puzzle; "
        "cross a bridge; cross; torch; missionaries; cannibals; fox; chicken; goose; "
        "slide the tiles; tiles; operations; operation; smallest number of; "
        "number of operations; you may; allowed to; add # or; multiply by; multiply; at once; "
        "hourglass; litres; fill; towers; hanoi; pegs; disks; lamps; flip; transfer; jump; "
        "frogs; sliding; shortest sequence; press; presses; hop; knight; how few; fewest; "
        "in how few; as few moves; rotate; water; can only"
    ),
    "start and goal": (
        "start; goal; target; end; destination; initial; final; starting; from _ to; exit; reach; "
        "bring; measure; into; get to; goal state; end up; to reach; "
        "to get to; get exactly; other side; over the river; into order; order; until; "
        "exactly # litres; sorted; needed to get; solved; arrive"
    ),
    "simulate": (
        "start with; starts with; start at; starts at; repeat; after each; after # steps; after # minute; "
        "after # round; after # day; after # week; after # move; after # second; after # turn; each "
        "round; each step; each minute; each hour; each day; each turn; each month; every minute; "
        "every hour; every month; every second; every third; every day; follow; instruction; "
        "command; rotate; reverse; swap; append; remove; insert; delete; turn left; turn right; "
        "facing; face; generation; push; pop; stack; process; until; in order; one after the other; "
        "in turn; again; round; automaton; tick; otherwise; iteration; carry out; press; toggle; "
        "become; in the end; state; turns; step forward; step; steps; doubles; double; halve; take; "
        "customer; clerk; arrive; serve; served; elevator; lift; register; print; execute; program; "
        "loop; simulate; discard; draws; played; play; player; judge; flip; slide; window; once "
        "more; begin again; final state; last; left to right; look like; first; second; then; next; "
        "spiral; machine; bounce; survivor; survive; in a circle; whenever; if it is even; if odd; "
        "traffic light; final position; final value; buffer; cache; new row; grow; population; "
        "value of; defined; operator; move; matrix; applied; method; pressed; added; results; "
        "floor; stop; stops; is on; how many are there after; where is it; what colour is it; "
        "cells live; live cells; game of life; queue; goes to the end; to the end; halve it; "
        "triple; starting from; becomes; modulo; ten times; each morning; each sunday; daily; "
        "grows by; growing; are removed; removed; every time; drops; drop; picks up; dealt; "
        "balance; robot; ant; drone; pointer; cursor; lamp; light; bulb; conveyor; lands on; "
        "board game; token; marble; tank fills; leaks; refill; who is last; next round; "
        "eliminated; counts; infected; spreads; spread; neighbours; dies; born; hot potato; "
        "shifts; cellular; rule; what does _ show; what does _ print; outputs; output; "
        "ends up; where is; final; which floor; which position; position; moves; by turns; "
        "after; at the end; per step; count down; alternately; switch; toggles; on and off; "
        "minus; next day; cyclic; fill; evolves; years later; at each; snail"
    ),
    # Text.
    "text": (
        "letter; word; string; character; vowel; consonant; substring; spell; sentence; text; "
        "palindrome; uppercase; lowercase; capitalise; capitalize; occur; occurrence; prefix; suffix; "
        "regular expression; anagram; log line; comma; whitespace; email address; syllable; punctuation; "
        "initials; acronym; alphabetical; alphabetically; camel case; phrase; morse; hyphen; tokens; "
        "line of; ascii; title case; paragraph below; spelling; runs; repeated letters; encode; "
        "characters; lowercase letters; vowels; capital letter; ciphertext; palindromic; name; "
        "surname; names; sentence start; run-length; duplicates; symbol; symbols; "
        "comma-separated; abbreviation; quote; title; csv line; date format; hashtag; url; "
        "phone number; json; markdown; file name; filename; extension; digits in; article; "
        "words in; line; lines; log; spaces; space; bracket; brackets; quotation; message; "
        "tweet; haiku"
    ),
    "text work": (
        "sort; count; replace; extract; remove; reverse; split; how many times; how often; longest "
        "word; replace every; how many vowels; how many letters; appear; list all; capitalise; "
        "number of; alphabetical order; every second letter; which letter; which word; swap; "
        "occurs; occur; most frequent; first letter; last letter; in reverse; backwards; convert; "
        "insert; frequency; duplicates; strip; join; score of; rewrite the string; truncate; format; "
        "start with; starts with; end with; ends with; most often; distinct words; distinct; "
        "unique; duplicate; keeping; first of each; uppercase; lowercase; character of; "
        "move the; first three characters; last three; contain; contains; letters in; "
        "take the string; put; shortest word; in alphabetical; mask; encode; decode; trim; "
        "collapse; every third; every other; vowels; consonants; spell backwards; "
        "characters has; how many characters; how many words; letter appears; position of; "
        "between the quotes; rearrange; pad; is _ a palindrome; filter; rename; parse; "
        "mention; tally; anagrams; underscores; capital; case"
    ),
    "cipher": (
        "cipher; encrypt; encrypted; decrypt; decode; password; passcode; unscramble; secret; shift; "
        "caesar; vigenere; ciphertext; plaintext; right place; wrong place; right position; wrong "
        "position; lock; code; pin; english word; anagram; key; crack; hidden message; encoded; "
        "correct but; combination lock; mastermind; scrambled; hash; rearrange the letters; word "
        "ladder; guess; rot13; out of the letters; from the letters; what does it say; substitution; "
        "plain text; replaced by another; each letter; rot; bike lock; digits; wrong places; "
        "right places; right but; in its place; nothing is right; letters of; excluded; "
        "fit the pattern; five-letter; pattern; candidate; clues; spy; key is; keyword; "
        "encryption; deciphered; decipher; puzzle word; word that; words that; find a word; "
        "hidden word; vault; safe; combination; combination to; code is; license plate; morse; "
        "atbash; affine; transposition; rail fence; letter values; crossword clue; jumbled; "
        "jumble; scramble; which word; spelled with; using all the letters; one letter; "
        "wordle; hangman; guessed"
    ),
    # Logic and relations.
    "logic": (
        "true; false; truth; lie; liar; lying; knave; knight; tautology; satisfiable; implies; if "
        "and only if; guilty; innocent; suspect; statement; tells the truth; truthful; formula; "
        "culprit; contradiction; logically; truth table; boolean; proposition; truth teller; stole; "
        "claim; accuse; exactly one statement; only one statement; who did it; equivalent; "
        "denies; says; honest; spy; always lies; alternates; valid argument; it follows; "
        "inscription; chest; valid; argument; therefore; if it rains; we go; all p are; some; "
        "or we; not both; at least one of us; either; inhabitants; islanders; thief; robber; "
        "murderer; alibi; confess; everybody there; always tell; is true; are true; is false; "
        "are false; logical; conclude; conclusion; premise; follows; hence; unless; only if; "
        "sign; signs; door; doors; guard; inconsistent; consistent; xor; and; satisfied; "
        "assertion; box holds; treasure; prisoner"
    ),
    "relations": (
        "father; mother; brother; sister; son; daughter; cousin; uncle; aunt; grandmother; "
        "grandfather; niece; nephew; related; married; wife; husband; grandson; granddaughter; "
        "sibling; parent; grandparent; child of; family tree; in-law; relative; manager; reports to; "
        "grandfather's; only son; only daughter; brother-in-law; sister-in-law; mother-in-law; "
        "descendants; ancestor; pointing; photo; twin; half-brother; stepmother; "
        "great-grandmother; married to; children; nephews; generation; supervises; boss; "
        "father's; mother's; brother's; sister's; uncle's; related to"
    ),
    "comparison": (
        "taller than; "
        "shorter than; older than; younger than; faster than; slower than; heavier than; "
        "lighter than; richer than; more than; less than; behind; ahead of; in front of; "
        "left of; right of; to the left; to the right; next to; between; before; after; "
        "earlier than; later than; higher than; lower than; second tallest; tallest; oldest; "
        "youngest; heaviest; finished; smaller than; bigger than; larger than; cheaper than; "
        "beats; above; below"
    ),
    # Data.
    "statistics": (
        "mean; median; mode; standard deviation; variance; correlation; regression; quartile; "
        "percentile; average; table; dataset; data; rank; group; histogram; outlier; straight line; "
        "predict; per region; correlate; by region; column; csv; sales; survey; sample; trend; "
        "moving average; z-score; confidence; measurements; each category; totals; by team; "
        "interquartile; scores; grades; readings; weighted average; highest average; fit a; month; "
        "temperatures; range; grade; credits; growth; highest growth; from the table; "
        "by customer; total of each; group these; product; measured; results; spread; "
        "sum of each; per month; per category; categories; figures; report; year-on-year; "
        "growth rate; frequency; distribution; normalise; standardise; columns; scatter; "
        "least squares; covariance; quantile; deviation; t-test; p-value; chi-squared; skew; "
        "box plot; summary statistics; orders; revenue; sold; per person; per day; top three; "
        "lowest average; each region; each student; best-selling; population; rainfall; "
        "visitors; heights; weights; ages"
    ),
}

_LONGEST = 40
_Word: TypeAlias = tuple[
    frozenset[str], tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]
]
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred".split()
)
_ENDINGS = (
    ("ies", "y"), ("ing", "e"), ("ing", ""), ("ed", ""), ("es", ""), ("d", ""), ("s", ""),
)  # fmt: skip


def _phrases() -> Iterator[tuple[tuple[str, ...], str]]:
    for cue, phrases in CUES.items():
        for phrase in phrases.split(";"):
            yield tuple(phrase.split()), cue


_PHRASES = tuple(_phrases())
_KNOWN = frozenset(word for words, _ in _PHRASES for word in words)
_SINGLE: dict[str, tuple[str, ...]] = {}
_LONGER: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
for _words, _cue in _PHRASES:
    if len(_words) == 1:
        _SINGLE[_words[0]] = (*_SINGLE.get(_words[0], ()), _cue)
    else:
        _LONGER[_words[0]] = (*_LONGER.get(_words[0], ()), (_words[1:], _cue))


@lru_cache(maxsize=20_000)
def _known(word: str) -> _Word:
    forms = _forms(word)
    return (
        forms,
        tuple(cue for form in forms for cue in _SINGLE.get(form, ())),
        tuple(phrase for form in forms for phrase in _LONGER.get(form, ())),
    )


def _forms(word: str) -> frozenset[str]:
    """The word, and the base form of it that the vocabulary knows."""
    if word[0].isdigit() or word in _NUMBER_WORDS:
        return frozenset(("#", word))
    if word not in _KNOWN:
        for ending, instead in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < 2:
                continue
            base = stem + instead
            if base not in _KNOWN and len(stem) > 3 and stem[-1] == stem[-2]:
                base = stem[:-1]  # swapped, tossed
            if base in _KNOWN:
                return frozenset((word, base))
    return frozenset((word,))


def cues_in(words: Sequence[str]) -> list[str]:
    """What the words of a sentence hint at, once for each phrase that occurs.

    Args:
        words: In lower case; numbers as they stand.
    """
    known = [_known(word[:_LONGEST]) for word in words]
    found: list[str] = []
    last = len(known) - 1
    for start, (_, single, longer) in enumerate(known):
        found += single
        if start == last or not longer:
            continue
        after = known[start + 1][0]
        for rest, cue in longer:
            if (rest[0] == "_" or rest[0] in after) and _follows(known, start + 1, rest):
                found.append(cue)
    return found


def _follows(known: Sequence[_Word], start: int, rest: tuple[str, ...]) -> bool:
    if start + len(rest) > len(known):
        return False
    return all(word == "_" or word in known[start + k][0] for k, word in enumerate(rest))
