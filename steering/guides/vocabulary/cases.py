"""Words of counting, chance and subproblems."""

__all__ = ["CASES"]

CASES = {
    "how many": (
        "count; count how; how many; how many times; how often; in how many; number of; "
        "total number"
    ),
    "ways": (
        "anagrams of; arranged; arrangement; at least # of; at least one; be formed; begin with; "
        "binary strings; bit strings; can be formed; choices; choose; chosen; circular; codes; "
        "codes can be; colours available; combination; committee; committees; convex; diagonals; "
        "different ways; digit number; distinct; distribute; divisible; flavours; groups of; "
        "hand out; hands; handshake; handshakes; how many different; how many integers; "
        "how many numbers; how many such; how many ways; identical; in line; jump sequences; "
        "licence; license; lined up; may be used twice; no two; number of ways; ordered; "
        "orderings; outcomes; outfits; pairs; palindromes; passwords; permutation; pick; plates; "
        "possibilities; possible; rearranged; round table; routes; seated; select; selections; "
        "sit in a row; strings of length; subset; sweets; teams of; toppings; ways; "
        "with repetition; without repetition; words of length"
    ),
    "chance": (
        "ace; aces; at least one; at random; ball; bayes; bet; bets; birthday; birthdays; blue; "
        "bulb; came from; chance; chances that; chips; chosen at random; coin is; conditional; "
        "dealt; deck; defective; defective screws; dice; die; drawer; drawn; expect; expected; "
        "expected value; fair; false positive; faulty; flip; gambler; game of chance; guess; "
        "guesses; guessing; heads; heads in a row; hearts; hit; how likely; how probable; "
        "identical sweets; illness; independent; independently; king; likelihood; likely; "
        "lottery; marble; match; miss; most likely; odds; of different suits; on average; "
        "percent of; picked at random; positive; prize; probability; probable; raffle; random; "
        "randomly; red ball; replacement; roll; rolled; roulette; same birthday; screws; "
        "shuffled; sick; six-sided; socks; spades; spinner; suits; sum of the dice; tails; test; "
        "throw; tickets; tossed; tosses; urn; urn contains; we draw; win; wins; without looking; "
        "without replacement"
    ),
    "every case": (
        "#th prime; all integers; all numbers; all pairs; all positive; all possible; "
        "all solutions; all the ways; all triples; all values; below #; between # and #; cube; "
        "cubes; cubes of their digits; digit; digit sum; digits are all odd; divisible by; "
        "divisor; equal the sum; equal to the sum; every # code; every pair; exactly # divisors; "
        "factorials of their digits; factors; find all; four-digit; four-digit number; "
        "from # to #; how many numbers; how many primes; in two different ways; "
        "integer solutions; integers; it is at least; largest number; largest prime; "
        "largest square; leaves a remainder; leaves remainder; less than #; list all; list the; "
        "multiple of; natural number; neither a square; nor a cube; not divisible; numbers below; "
        "numbers between; numbers from; palindromic number; perfect number; perfect square; "
        "positive integer; prime; pythagorean; remainder # when; remainder of; reversed; "
        "smallest integer; smallest number; smallest number that; smallest positive; "
        "smallest prime; squares; sum of digits; three-digit; twin prime; two-digit; under #; "
        "up to #; which numbers; which three-digit numbers; whole number; written as the sum"
    ),
    "recursion": (
        "adds # to; adjacent houses; alternate; alternately; be paid; be written as; best play; "
        "binary search tree; board be covered; both play; bracket sequences; cannot move loses; "
        "catalan; change for; cheapest alignment; climb; coin; common substring; compositions; "
        "consecutive elements; consecutive ones; contiguous; covered with; cut into; dominoes; "
        "dominos; down or right; drop; edit distance; edits; egg; either end; fewest coins; "
        "fibonacci; first player; from the top to the bottom; grid paths; heap; how many paths; "
        "in turn; insertions that make; into the words; jump; jumps of; knapsack; ladder; "
        "largest sum; lattice path; least number of coins; levenshtein; longest chain; "
        "longest increasing; longest palindromic; loses; make change; makes # a palindrome; "
        "matrix chain; minimum number of coins; minimum number of insertions; minimum path sum; "
        "neighbouring houses; no two consecutive; no two consecutive ones; non-adjacent; "
        "number of paths; number of ways to climb; only right and down; optimal play; "
        "optimal strategy; order matters; palindromic subsequence; parenthesise; partition; "
        "paths from; paths lead; perfect play; picks from either end; pieces of length; pile; "
        "play optimally; recurrence; remove # to; right and down; right or down; rob; rod; rungs; "
        "running total; split the string; stair; staircase; stamps; stones; subarray; "
        "subsequence; subset adds; subset sum; sum of a contiguous; sum up to; take turns; "
        "takes the last; talks i can attend; tile; tiling; top of; triangle from top; "
        "triangle with the largest; weighted intervals; who wins; whoever; winning strategy; "
        "wins; word break; written as a sum"
    ),
}
