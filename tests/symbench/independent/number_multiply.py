"""A second judge of number_multiply."""

import re


def check(payload, answer):
    """Multiplies digit by digit, as on paper."""
    if not re.fullmatch(r"-?[0-9]+", answer.strip()):
        return False
    sign, digits = 1, [1]
    for factor in payload["factors"]:
        sign *= -1 if factor < 0 else 1
        carry, product = 0, [0] * (len(digits) + len(str(abs(factor))))
        for i, a in enumerate(digits):
            for j, b in enumerate(map(int, reversed(str(abs(factor))))):
                product[i + j] += a * b
        digits = []
        for column in product:
            carry, digit = divmod(column + carry, 10)
            digits.append(digit)
    text = "".join(map(str, reversed(digits))).lstrip("0") or "0"
    return answer.strip().lstrip("0") == ("-" if sign < 0 else "") + text


def plain(answer):
    return answer.removeprefix("-").isdecimal()
