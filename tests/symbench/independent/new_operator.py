"""A second judge of new_operator."""

import re
from fractions import Fraction

NUMBER = r"[0-9]+(?:/[0-9]+)?"


def check(payload, answer):
    """Rewrites the expression as text, one application of an operator at a time."""
    if not re.fullmatch(r"\s*[+-]?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?\s*", answer):
        return False
    text = payload["expression"].replace(" ", "")
    operators = payload["operators"]
    symbols = "".join(re.escape(symbol) for symbol in operators)

    def applied(match):
        a, symbol, b = Fraction(match[1]), match[2], Fraction(match[3])
        match operators[symbol]:
            case {"kind": "sum", "p": p, "q": q}:
                return str(p * a + q * b)
            case {"kind": "product", "p": p}:
                return str(p * a * b)
        return str(a / b + 1)

    pair = rf"({NUMBER})([{symbols}])({NUMBER})"
    while not re.fullmatch(NUMBER, text):
        if "(" in text:
            inner = re.search(r"\(([^()]*)\)", text)
            if re.fullmatch(NUMBER, inner[1]):
                text = text[: inner.start()] + inner[1] + text[inner.end() :]
                continue
            simpler = re.sub(rf"^{pair}", applied, inner[1])
            text = text[: inner.start(1)] + simpler + text[inner.end(1) :]
        else:
            text = re.sub(rf"^{pair}", applied, text)
    return abs(Fraction(answer.strip()) - Fraction(text)) <= Fraction(1, 10**6)


def plain(answer):
    return not re.search(r"[\s,()\[\]]", answer)
