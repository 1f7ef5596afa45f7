r"""Decides whether two numbers or points, in LaTeX or in plain text, are the same.

A small parser of our own reads signs, decimals, thousands separators, fractions, mixed numbers,
roots, pi, powers, products, sums and ordered pairs: rational values as fractions, others as sympy
expressions. No text reaches `eval` or sympy's own parsers. Rational values are compared exactly,
others to 300 digits: expressions as short as those read here agree so far only if they are equal.
What may stand beside a number, such as a unit, is read only where the caller allows it.

Source: the answers of the published MATH and GSM-Hard data that CodeSteer (arXiv 2502.04350) uses.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

__all__ = ["Form", "Quantity", "read_quantity", "same"]

Form: TypeAlias = Literal["currency", "degrees", "expression", "percent", "scientific", "units"]
"""What is read beyond a plain integer, decimal, fraction or mixed number."""

_MOST_CHARS = 1_000
_MOST_DIGITS = 300
_MOST_BITS = 4_000
_MOST_DEPTH = 20
_MOST_SURDS = 12
"""Roots, powers of roots and pis in one expression."""
_DIGITS = 300
"""To which values that are not rational are compared."""

_LAYOUT = re.compile(
    r"\\left(?![a-z])|\\right(?![a-z])|\\displaystyle|\\(?:big|Big|bigg|Bigg)[lr]?(?![a-z])"
)
_SPACE = re.compile(r"\\[;: !]|\\q?quad(?![a-z])|[\u00a0\u202f\u2009]")
_REWRITES = (
    (re.compile(r"[\u2212\u2013]"), "-"),
    (re.compile(r"\\,(?![0-9]{3})"), " "),
    (re.compile(r"\\[dtc]frac(?![a-z])"), r"\\frac"),
    (re.compile(r"\\frac\s*([0-9])"), r"\\frac{\1}"),
    (re.compile(r"(\\frac\s*\{[^{}]*\})\s*([0-9])"), r"\1{\2}"),
    (re.compile(r"\\sqrt\s*([0-9])"), r"\\sqrt{\1}"),
    (re.compile(r"\\(?:times|cdot|ast)(?![a-z])|[\u00d7\u00b7\u2217\u22c5]"), "*"),
    (re.compile(r"\\div(?![a-z])|[\u00f7\u2215]"), "/"),
    (re.compile(r"\\pi(?![a-z])|\u03c0"), " pi "),
    (re.compile(r"\u221a|\\sqrt(?![a-z])"), " sqrt"),
)
_WRAPPED = re.compile(r"\s*([+-]?)\s*\\boxed\s*\{(.*)\}\s*", re.DOTALL)
_LABEL = re.compile(
    r"\A\s*(?:the\s+)?(?:final\s+)?(?:answer|result|total)?\s*"
    r"(?:(?!no|or)[a-z]{1,2}|\\angle\s*[a-z]{1,3}|\\text\{[a-z ]{1,20}\}|p\([a-z]\)|"
    r"area|volume|length|perimeter|probability|radius)?\s*(?:[=:]|\bis\b)",
    re.IGNORECASE,
)
_TIMES_TEN = re.compile(
    r"([0-9.])\s*\*\s*10\s*(?:\^|\*\*)\s*"
    r"(?:\{\s*([+-]?[0-9]{1,3})\s*\}|([+-]?[0-9]{1,3})(?![0-9.]))"
)
_CURRENCY = re.compile(r"^(\s*[+-]?\s*\(?)\s*(?:\\?\$|[\u20ac\u00a3])\s*")
_DEGREES = re.compile(
    r"\s*(?:\^\s*\{?\s*\\circ\s*\}?|\u00b0|\\degree|(?:\\text\{)?\s*degrees?\}?)\s*$"
)
_PERCENT = re.compile(r"\s*(?:\\?%|\bpercent)\s*$")
_UNIT = (
    r"(?:units?|(?:centi|milli|kilo)?met(?:er|re)s?|inch(?:es)?|in|feet|foot|ft|yards?|yd|miles?|"
    r"mi|[cmk]?m|dollars?|cents?|seconds?|minutes?|hours?|days?|weeks?|years?|ways|students|people|"
    r"liters?|ounces?|pounds?|grams?|kg|g|mph|radians)"
)
_UNITS = re.compile(
    rf"(?:\\text|\\mathrm|\\mbox|\\hspace\{{[^{{}}]*\}}|[\s{{~]|\\ )*"
    rf"(?<![a-zA-Z])(?:(?:square|cubic|sq\.?|cu\.?)\s+)?{_UNIT}\.?\s*\}}?\s*(?:\^\s*\{{?[23]\}}?)?\s*$",
)
_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<mixed>[0-9]{1,30}\s+[0-9]{1,30}\s*/\s*[0-9]{1,30}(?![0-9.]))|"
    r"(?P<grouped>[0-9]{1,3}(?P<mark>\{,\}|,(?:\\!)?|\\,|'| )[0-9]{3}(?:(?P=mark)[0-9]{3})*"
    r"(?:\.[0-9]+)?(?![0-9]))|"
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?)|"
    r"(?P<word>\\frac|sqrt|pi(?![a-z]))|"
    r"(?P<sign>\*\*|[-+*/^(){}\[\],])"
    r")\s*"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a text says.

    Attributes:
        values: One exact value, or the coordinates of a point: a `Fraction`, else a sympy number.
        decimal: Whether a decimal point or an exponent stands in it.
        plain: Whether it is one number, not a sum or product yet to be worked out.
        percent: Whether a percent sign follows.
    """

    values: tuple[Any, ...]
    decimal: bool = False
    plain: bool = True
    percent: bool = False


class _Unreadable(ValueError):
    """The text is no quantity, or too large a one."""


def same(
    answer: str,
    expected: str,
    *,
    allowed: Collection[Form] = (),
    tolerance: Fraction | None = None,
    rounded: bool = True,
) -> bool:
    """Whether an answer says what is expected.

    Args:
        answer: Any text.
        expected: A trusted text, read with every form. Where it is no quantity, the two are
            compared as words.
        allowed: What the answer may hold beyond a plain number.
        tolerance: Relative deviation allowed to numbers; None compares exactly.
        rounded: Whether only what is written as a decimal may deviate.
    """
    every: tuple[Form, ...] = (
        "currency", "degrees", "expression", "percent", "scientific", "units",
    )  # fmt: skip
    if len(answer) > _MOST_CHARS:
        return False
    answer, expected = (_LABEL.sub("", text, count=1) for text in (answer, expected))
    wanted = read_quantity(expected, every) or read_quantity(expected, every, point=True)
    if wanted is None:
        return bool(_words(expected)) and _words(answer) == _words(expected)
    point = len(wanted.values) > 1
    sides = re.split(r"\\approx|[=\u2248]", answer) if tolerance else answer.split("=")
    found = [read_quantity(side, allowed, point=point) for side in sides[:8]]
    if len(sides) > 8 or not found or (found[-1] is None):
        return False
    if "expression" not in allowed and len(sides) > 1:
        # The working may lead up to the number, if it holds.
        working = [read_quantity(side, (*allowed, "expression")) for side in sides[:-1]]
        found = [*working, found[-1]]
    return all(
        quantity is not None and _agree(quantity, wanted, tolerance, rounded=rounded)
        for quantity in found
    )


def read_quantity(
    text: str, allowed: Collection[Form] = (), *, point: bool = False
) -> Quantity | None:
    """The quantity a text says.

    Args:
        text: Any text.
        allowed: What may stand in it beyond a plain number.
        point: Whether to read an ordered pair or triple; commas then part its coordinates.

    Returns:
        The quantity; None when the text is none, is ambiguous, or is too large to be worked out.
    """
    if len(text) > _MOST_CHARS:
        return None
    try:
        return _Reader(allowed, point=point).read(text)
    except (_Unreadable, ZeroDivisionError, OverflowError):
        return None


def _words(text: str) -> str:
    """A text without what only lays it out."""
    text = re.sub(r"\\(?:text|mathrm|mbox|textbf)\s*(?=\{)", "", text[:_MOST_CHARS])
    return re.sub(r"[\s{}$]|\\[,;:! ]|\\left|\\right", "", text).rstrip(".").casefold()


def _agree(
    answer: Quantity, wanted: Quantity, tolerance: Fraction | None, *, rounded: bool
) -> bool:
    if len(answer.values) != len(wanted.values):
        return False
    if rounded and not (answer.decimal or wanted.decimal):
        tolerance = None
    values = [answer.values]
    if answer.percent and not wanted.percent:
        values.append((answer.values[0] / 100,))
    elif wanted.percent and answer.decimal and not answer.percent:
        values.append((answer.values[0] * 100,))
    return any(all(map(_close, found, wanted.values, [tolerance] * 9)) for found in values)


def _close(left: Any, right: Any, tolerance: Fraction | None) -> bool:
    """Whether two values are equal, or as near as the tolerance allows."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right or (
            tolerance is not None and abs(left - right) <= tolerance * abs(right)
        )
    import sympy

    digits = 30 if tolerance else _DIGITS
    left, right = (sympy.N(_symbolic(value), digits + 30) for value in (left, right))
    if not (left.is_finite and right.is_finite and left.is_real and right.is_real):
        return False
    slack = _symbolic(tolerance) if tolerance else sympy.Integer(10) ** -digits
    return bool(abs(left - right) <= slack * abs(right))


def _symbolic(value: Any) -> Any:
    import sympy

    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return value


@dataclass(slots=True)
class _Reader:
    """Reads one text by recursive descent."""

    allowed: Collection[Form]
    point: bool
    tokens: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0
    depth: int = 0
    surds: int = 0
    slashes: int = 0
    decimal: bool = False
    plain: bool = True

    def read(self, text: str) -> Quantity:
        text, percent = self._stripped(text)
        self._scan(text)
        values = [self._sum()]
        if self.at < len(self.tokens):
            raise _Unreadable
        if isinstance(values[0], tuple):
            values = list(values[0])
        plain = self.plain and self.slashes <= 1
        if not (plain or "expression" in self.allowed) or (len(values) > 1) != self.point:
            raise _Unreadable
        if percent and self.point:
            raise _Unreadable
        return Quantity(tuple(values), self.decimal, plain, percent)

    def _stripped(self, text: str) -> tuple[str, bool]:
        """The text without layout and what is allowed beside it; whether it is a percentage."""
        if wrapped := _WRAPPED.fullmatch(text):
            text = f"{wrapped[1]}({wrapped[2]})" if wrapped[1] else wrapped[2]
        text = text.strip()
        if len(text) > 2 and text[0] == text[-1] == "$":
            text = text[1:-1]
        text = text.replace(",\\!", "{,}").replace("\\!", "")
        text = _SPACE.sub(" ", _LAYOUT.sub(" ", text))
        for pattern, replacement in _REWRITES:
            text = pattern.sub(replacement, text)
        if "scientific" in self.allowed:
            text = _TIMES_TEN.sub(r"\1e\2\3", text)
        if "currency" in self.allowed:
            text = _CURRENCY.sub(r"\1", text)
        percent = False
        if "percent" in self.allowed and _PERCENT.search(text):
            text, percent = _PERCENT.sub("", text), True
        for form, pattern in (("degrees", _DEGREES), ("units", _UNITS)):
            if form in self.allowed:
                text = pattern.sub("", text)
        return text, percent

    def _scan(self, text: str) -> None:
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise _Unreadable
            kind = next(k for k in ("mixed", "grouped", "number", "word", "sign") if match[k])
            if kind == "grouped" and self.point and match["mark"] == ",":
                match = re.compile(r"\s*([0-9]+)\s*").match(text, at)
                assert match is not None  # noqa: S101 - a grouped number begins with digits
                kind, word = "number", match[1]
            else:
                word = match[kind]
            self.tokens.append((kind, word))
            at = match.end()
        if not self.tokens:
            raise _Unreadable

    def _next(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self, *words: str) -> str:
        """The next token if it is one of these, else an empty string."""
        word = self._next()
        if word in words:
            self.at += 1
            return word
        return ""

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _Unreadable

    def _sum(self) -> Any:
        sign = self._take("+", "-")
        value = self._product()
        value = self._combine("*", Fraction(-1), value) if sign == "-" else value
        while operator := self._take("+", "-"):
            self.plain = False
            value = self._combine(operator, value, self._product())
        return value

    def _product(self) -> Any:
        value = self._power()
        slash = False
        while True:
            if operator := self._take("*", "/"):
                slash = operator == "/"
                self.slashes += slash
                self.plain = self.plain and slash
                sign = self._take("+", "-")
                right = self._power()
                right = self._combine("*", Fraction(-1), right) if sign == "-" else right
                value = self._combine(operator, value, right)
            elif self._next() in ("sqrt", "pi", "\\frac", "("):
                if slash:
                    raise _Unreadable  # 1/2 pi is read by some as 1/(2 pi).
                self.plain = False
                value = self._combine("*", value, self._power())
            else:
                return value

    def _power(self) -> Any:
        base = self._atom()
        if not self._take("^", "**"):
            return base
        self.plain = False
        if self._next() in ("{", "("):
            exponent = self._atom()
        else:
            sign = self._take("-")
            exponent = self._atom()
            exponent = self._combine("*", Fraction(-1), exponent) if sign else exponent
        if self._next() in ("^", "**"):
            raise _Unreadable
        return self._raised(base, exponent)

    def _raised(self, base: Any, exponent: Any) -> Any:
        if not isinstance(exponent, Fraction) or abs(exponent) > 200 or exponent.denominator > 6:
            raise _Unreadable
        if isinstance(base, Fraction) and exponent.denominator == 1:
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if bits * abs(exponent) > _MOST_BITS:
                raise _Unreadable
            return base ** int(exponent)
        if isinstance(base, tuple) or abs(exponent) > 6:
            raise _Unreadable
        return self._rooted(base, exponent)

    def _rooted(self, base: Any, exponent: Fraction) -> Any:
        self._count_surd()
        if isinstance(base, tuple) or (isinstance(base, Fraction) and base < 0):
            raise _Unreadable
        symbolic = _symbolic(base)
        if symbolic.is_Rational and max(abs(symbolic.p), symbolic.q).bit_length() > 100:
            raise _Unreadable  # Taking squares out of it would take long.
        value = symbolic ** _symbolic(exponent)
        return Fraction(int(value.p), int(value.q)) if value.is_Rational else value

    def _count_surd(self) -> None:
        self.plain = False
        self.surds += 1
        if self.surds > _MOST_SURDS:
            raise _Unreadable

    def _atom(self) -> Any:
        if self.at >= len(self.tokens):
            raise _Unreadable
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "mixed":
            whole, top, bottom = map(int, re.findall(r"[0-9]+", word))
            self.slashes += 1
            return self._mixed(whole, Fraction(top, bottom))
        if kind in ("grouped", "number"):
            return self._number(word)
        match word:
            case "(" | "{":
                return self._group({"(": ")", "{": "}"}[word])
            case "\\frac":
                return self._fraction()
            case "sqrt":
                return self._root()
            case "pi":
                import sympy

                self._count_surd()
                return sympy.pi
        raise _Unreadable

    def _number(self, word: str) -> Any:
        grouped = re.sub(r"\{,\}|,(?:\\!)?|\\,|'| ", "", word)
        digits, _, exponent = grouped.lower().partition("e")
        if len(grouped) > _MOST_DIGITS or (exponent and "scientific" not in self.allowed):
            raise _Unreadable
        if self._next().replace(".", "0")[:1].isdigit():
            raise _Unreadable  # Two numbers side by side are no product.
        self.decimal = self.decimal or "." in digits or bool(exponent)
        if self._next() == "\\frac" and digits.isdecimal():
            start, plain = self.at, self.plain
            self.at += 1
            part = self._fraction()
            if isinstance(part, Fraction) and self.plain == plain:
                return self._mixed(int(digits), part)
            self.at, self.plain = start, plain
        return Fraction(grouped)

    def _mixed(self, whole: int, part: Fraction) -> Fraction:
        if not 0 < part < 1:
            raise _Unreadable
        return whole + part

    def _fraction(self) -> Any:
        parts = []
        for _ in range(2):
            self._need("{")
            parts.append(self._group("}"))
        self.slashes += 1
        return self._combine("/", *parts)

    def _root(self) -> Any:
        index = Fraction(2)
        if self._take("["):
            kind, word = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
            if kind != "number" or word not in ("2", "3", "4", "5", "6"):
                raise _Unreadable
            index = Fraction(word)
            self.at += 1
            self._need("]")
        return self._rooted(self._atom(), 1 / index)

    def _group(self, close: str) -> Any:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise _Unreadable
        values = [self._sum()]
        while close == ")" and self.depth == 1 and self.point and self._take(","):
            values.append(self._sum())
        self._need(close)
        self.depth -= 1
        if len(values) > 1:
            # A point is the whole of an answer, and its coordinates are numbers.
            if self.at < len(self.tokens) or len(values) > 3:
                raise _Unreadable
            return tuple(values)
        return values[0]

    def _combine(self, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, tuple) or isinstance(right, tuple):
            raise _Unreadable
        if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
            left, right = _symbolic(left), _symbolic(right)
            if operator == "/" and right.is_zero:
                raise _Unreadable
        elif max(n.bit_length() for x in (left, right) for n in x.as_integer_ratio()) > _MOST_BITS:
            raise _Unreadable
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left / right
