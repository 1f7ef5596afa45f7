"""Which texts say the same number or point."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.latex import read_quantity, same

EVERY = ("currency", "degrees", "expression", "percent", "scientific", "units")
RATIONALS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
SMALL = st.integers(-12, 12)
NEAR = Fraction(1, 1000)


def written(value, way):
    """A rational in one of several notations."""
    sign, top, bottom = "-" if value < 0 else "", abs(value.numerator), value.denominator
    whole, rest = divmod(top, bottom)
    ways = [
        f"{sign}{top}/{bottom}",
        f"{sign}\\frac{{{top}}}{{{bottom}}}",
        f"\\dfrac{{{sign}{top}}}{{{bottom}}}",
        f"$\\left({sign}\\frac{{{top}}}{{{bottom}}}\\right)$",
        f"x = {sign}{top:,}/{bottom}",
        f"\\boxed{{{sign}{top}/{bottom}}}",
        f"{sign}{whole}\\frac{{{rest}}}{{{bottom}}}" if whole and rest else f"{sign}{top}/{bottom}",
        f"{sign}{whole} {rest}/{bottom}" if whole and rest else f"{sign}{top} / {bottom}",
    ]
    return ways[way % len(ways)]


@given(RATIONALS, st.integers(0, 7), st.integers(0, 7))
def test_every_notation_of_a_rational_says_the_same(value, one, other):
    assert same(written(value, one), written(value, other))
    assert read_quantity(str(value)).values == (value,)


@given(RATIONALS, RATIONALS, st.integers(0, 7))
def test_different_rationals_are_never_the_same(left, right, way):
    assert same(written(left, way), str(right)) == (left == right)


@given(st.integers(-(10**15), 10**15), st.integers(1, 6))
def test_decimals_are_exact(number, places):
    value = Fraction(number, 10**places)
    whole, rest = divmod(abs(number), 10**places)
    text = f"{'-' if number < 0 else ''}{whole}.{rest:0{places}}"
    assert same(text, f"{value.numerator}/{value.denominator}")
    assert not same(text + "1", str(value))


EXPRESSIONS = st.recursive(
    st.one_of(
        st.integers(0, 30).map(lambda n: (str(n), sympy.Integer(n))),
        st.just(("\\pi", sympy.pi)),
        st.integers(2, 30).map(lambda n: (f"\\sqrt{{{n}}}", sympy.sqrt(n))),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} + {p[1][0]})", p[0][1] + p[1][1])),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} - {p[1][0]})", p[0][1] - p[1][1])),
        st.tuples(inner, inner).map(
            lambda p: (f"{p[0][0]} \\cdot {p[1][0]}", p[0][1] * p[1][1])
        ),
        st.tuples(inner, st.integers(1, 30)).map(
            lambda p: (f"\\frac{{{p[0][0]}}}{{{p[1]}}}", p[0][1] / p[1])
        ),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(EXPRESSIONS, EXPRESSIONS)
def test_expressions_have_the_value_that_sympy_gives_them(left, right):
    found = read_quantity(left[0], EVERY)
    assert found is not None
    assert abs(sympy.N(sympy.sympify(found.values[0]) - left[1], 50)) < 10**-30
    apart = abs(sympy.N(left[1] - right[1], 50))
    if apart > 10**-30:
        assert not same(left[0], right[0], allowed=EVERY)
    else:
        assert same(left[0], right[0], allowed=EVERY)


@given(st.text(max_size=60), st.sampled_from(["5", "12\\pi", "(1, 2)", "\\text{E}"]))
def test_any_text_is_judged_without_an_error(text, expected):
    same(text, expected, allowed=EVERY, tolerance=NEAR)


@given(
    st.lists(
        st.sampled_from(
            ["1", "25", "3.5", "\\frac", "{", "}", "(", ")", "\\sqrt", "\\pi", "^", "+", "-", "/",
             "*", ",", "%", "=", "[", "]", "e9", "\\text{cm}", "$", " "]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_any_heap_of_symbols_is_judged_without_an_error(text):
    same(text, "25", allowed=EVERY, tolerance=NEAR)
    same(text, "(1, 25)", allowed=EVERY)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("\\frac1{216}", "1/216"), ("\\frac12", ".5"), ("12\\pi", "12*pi"), ("12\\,\\pi", "12pi"),
        ("\\sqrt{12}", "2\\sqrt3"), ("2\u221a3", "2\\sqrt{3}"), ("60^\\circ", "60"),
        ("60", "60^{\\circ}"), ("60\u00b0", "60"), ("\\$675", "675"), ("$-84732404", "-84732404"),
        ("1,\\!000,\\!000", "1000000"), ("\\$32{,}348", "32348"), ("(18, -18)", "(18,-18)"),
        ("\\left(18,\\, -18\\right)", "(18, -18)"), ("16+8\\pi", "8(\\pi+2)"),
        ("\\sqrt{3+2\\sqrt{2}}", "1+\\sqrt2"), ("\\frac{1}{\\sqrt2}", "\\sqrt{2}/2"),
        ("25\\%", "1/4"), ("25\\%", "25"), ("25", "25\\%"), ("0.25", "25\\%"),
        ("5\\text{ cm}^2", "5"), ("5 square units", "5"), ("5", "5\\text{ inches}"),
        ("1.5 \\times 10^{6}", "1500000"), ("1.5e+06", "1500000"), ("-\\boxed{5}", "-5"),
        ("\\text{E}", "E"), ("\\sqrt[3]{16}", "2*2^{1/3}"), ("3*4 = 12", "12"),
        ("Answer: 12", "12"), ("(3,424)", "(3, 424)"), ("2\\frac{\\pi}{3}", "2pi/3"),
    ],
)  # fmt: skip
def test_what_says_the_same_is_the_same(answer, expected):
    assert same(answer, expected, allowed=EVERY)


@pytest.mark.parametrize(
    "answer",
    ["1/2\\pi", "--5", "5 5", "5!", "~5", "\u221a5", "5 or 6", "5, 6", "", "not 5", "(5", "5)",
     "1/0", "5//1", "5^", "9^9^9", "5?", "1\\boxed{5}", "\u0665", "\u00b15", "5\u00bd", "4 = 5",
     "5 = 4", "x", "[5]", "{5", "not = 5", "1e999", "5\\sqrt{-1}", "0^{-1}", "5, ", "sqrt"],
)  # fmt: skip
def test_what_says_something_else_is_not_the_same(answer):
    assert not same(answer, "5", allowed=EVERY)


@pytest.mark.parametrize(
    "answer",
    ["$5", "5e0", "5%", "5 cm", "5*1", "5+0", "5^1", "10/2/1", "5\u00b0", "\\sqrt{25}", "5e+00"],
)
def test_what_is_not_allowed_beside_a_number_is_not_read(answer):
    assert not same(answer, "5")
    assert same(answer, "5", allowed=EVERY)


def test_a_comma_parts_thousands_in_a_number_and_coordinates_in_a_point():
    assert same("1,234", "1234")
    assert not same("1,234", "(1, 234)", allowed=EVERY)
    assert same("(1,234)", "(1, 234)")
    assert not same("12,34", "1234")
    assert not same("(1, 2, 3)", "(1, 2)")
    assert not same("((1, 2), 3)", "(1, 2)")
    assert not same("(1, 2) + 0", "(1, 2)", allowed=EVERY)


def test_a_tolerance_reaches_only_what_is_written_as_a_decimal():
    assert same("37.699", "12\\pi", allowed=EVERY, tolerance=NEAR)
    assert not same("37.699", "12\\pi", allowed=EVERY)
    assert not same("38.0", "12\\pi", allowed=EVERY, tolerance=NEAR)
    assert not same("53131", "53130", tolerance=NEAR)
    assert same("53131", "53130", tolerance=NEAR, rounded=False)
    assert not same("22\\cdot 12/7", "12\\pi", allowed=EVERY, tolerance=NEAR)
    assert not same("-37.699", "12\\pi", allowed=EVERY, tolerance=NEAR)


def test_working_beside_a_number_must_hold():
    assert same("3 * 4 = 2 * 6 = 12", "12")
    assert not same("3 * 5 = 12", "12")
    assert not same("12 = 3 * 4", "12")


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text",
    ["(" * 400 + "5" + ")" * 400, "9" * 999, "9^" * 400 + "9", "\\sqrt{" * 99 + "2" + "}" * 99,
     "\\frac{1}{" * 60 + "1" + "}" * 60, "(1+sqrt(2))^6" * 10, "7919" * 9 + "^(1/6)", "200^200",
     "sqrt(123456789012345678901234567891)", "(sqrt(2)-sqrt(2))^(-1)", "((9^99)^99)^99", "pi^pi",
     "1/(sqrt(3+2sqrt(2))-1-sqrt(2))", "((sqrt(2)-1.4142135623730951)^6)^6", "5" + " " * 200_000,
     "x" * 100_000, "=" * 100_000, "5=" * 50_000 + "5", "\\text" * 190, " cm" * 300, "{" * 999],
)  # fmt: skip
def test_texts_that_would_take_long_are_not_the_same(text):
    assert not same(text, "12\\pi", allowed=EVERY, tolerance=NEAR)
    assert not same(text, "5x", allowed=EVERY)
