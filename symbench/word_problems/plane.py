"""Word problems about triangles, polygons and circles."""

from fractions import Fraction

from codesteer.symbench.word_problems.radicals import PI, root, total
from codesteer.symbench.word_problems.story import Draw, Story, Template, listed

__all__ = ["TEMPLATES"]


def _sides(draw: Draw) -> tuple[int, int, int]:
    """Sides of a triangle that is not flat."""
    while True:
        a, b, c = (draw.between(3, draw.size) for _ in range(3))
        if a + b > c and b + c > a and c + a > b:
            return a, b, c


def _square_of_area(a: int, b: int, c: int) -> Fraction:
    return Fraction((a + b + c) * (a + b - c) * (b + c - a) * (c + a - b), 16)


def diagonal_of_a_rectangle(draw: Draw) -> Story:
    """The diagonal of a rectangle of which the perimeter and a side are known."""
    a, b = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"{draw.name()}'s rectangle has a perimeter of {2 * (a + b)} and a side of length {a}. How "
        "long is its diagonal?"
    )
    return Story(text, root(a * a + b * b), {"perimeter": 2 * (a + b), "side": a})


def area_by_three_sides(draw: Draw) -> Story:
    """The area of a triangle with given sides."""
    a, b, c = _sides(draw)
    text = (
        f"{draw.name()} draws a triangle with sides of length {a}, {b} and {c}. What is its area?"
    )
    return Story(text, root(_square_of_area(a, b, c)), {"sides": [a, b, c]})


def altitude_on_the_hypotenuse(draw: Draw) -> Story:
    """The altitude on the longest side of a right triangle."""
    a, b = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"The legs of {draw.name()}'s right triangle are {a} and {b} long. How long is the "
        "altitude on its hypotenuse?"
    )
    answer = root(Fraction(1, a * a + b * b), a * b)
    return Story(text, answer, {"legs": [a, b]})


def circle_around_a_triangle(draw: Draw) -> Story:
    """The radius of the circle through the corners of a triangle."""
    a, b, c = _sides(draw)
    text = (
        f"{draw.name()}'s triangle has sides of length {a}, {b} and {c}. What is the radius of "
        "the circle through its three corners?"
    )
    answer = root(1 / _square_of_area(a, b, c), Fraction(a * b * c, 4))
    return Story(text, answer, {"sides": [a, b, c]})


def circle_inside_a_triangle(draw: Draw) -> Story:
    """The area of the circle that touches the sides of a triangle."""
    a, b, c = _sides(draw)
    text = (
        f"{draw.name()} draws a triangle with sides of length {a}, {b} and {c}, and inside it the "
        "circle that touches all three of its sides. What is the area of the circle?"
    )
    square = _square_of_area(a, b, c) / Fraction(a + b + c, 2) ** 2
    return Story(text, total((square, PI)), {"sides": [a, b, c]})


def median_of_a_triangle(draw: Draw) -> Story:
    """The length of a median."""
    a, b, c = _sides(draw)
    text = (
        f"In {draw.name()}'s triangle ABC, BC = {a}, CA = {b} and AB = {c}. M is the midpoint of "
        "BC. How long is AM?"
    )
    square = Fraction(2 * b * b + 2 * c * c - a * a, 4)
    return Story(text, root(square), {"sides": [a, b, c]})


def side_opposite_an_angle(draw: Draw) -> Story:
    """The third side, from two sides and the angle between them."""
    b, c, angle = draw.between(2, draw.size), draw.between(2, draw.size), draw.rng.choice((60, 120))
    text = (
        f"In {draw.name()}'s triangle ABC, CA = {b}, AB = {c}, and the angle at A measures "
        f"{angle} degrees. How long is BC?"
    )
    square = b * b + c * c + (b * c if angle == 120 else -b * c)
    return Story(text, root(square), {"sides": [b, c], "angle": angle})


def area_by_an_angle(draw: Draw) -> Story:
    """The area of a parallelogram, from two sides and an angle."""
    a, b = draw.between(2, draw.size), draw.between(2, draw.size)
    angle = draw.rng.choice((30, 45, 60, 120, 135, 150))
    text = (
        f"Two sides of {draw.name()}'s parallelogram are {a} and {b} long, and the angle "
        f"between them measures {angle} degrees. What is the area of the parallelogram?"
    )
    square = Fraction({30: 1, 45: 2, 60: 3}[min(angle, 180 - angle)], 4)
    return Story(text, root(square, a * b), {"sides": [a, b], "angle": angle})


def regular_polygon(draw: Draw) -> Story:
    """The area of a regular polygon with a given perimeter."""
    corners, side = draw.rng.choice((3, 6, 8, 12)), draw.between(2, draw.size)
    text = (
        f"{draw.name()} walks once around a regular polygon with {corners} sides and covers a "
        f"distance of {corners * side}. What is the area of the polygon?"
    )
    square = side * side
    answer = {
        3: total((Fraction(square, 4), "sqrt(3)")),
        6: total((Fraction(3 * square, 2), "sqrt(3)")),
        8: total((2 * square, ""), (2 * square, "sqrt(2)")),
        12: total((6 * square, ""), (3 * square, "sqrt(3)")),
    }[corners]
    return Story(text, answer, {"corners": corners, "way": corners * side})


def ring_by_a_chord(draw: Draw) -> Story:
    """The area of a ring, from the chord of the outer circle that touches the inner one."""
    chord, inner = draw.between(3, draw.size), draw.between(2, draw.size)
    text = (
        f"{draw.name()} draws two circles with the same center. The inner one has radius {inner}. "
        f"A chord of the outer one touches the inner one and is {chord} long. What is the area "
        "inside the outer circle?"
    )
    answer = total((Fraction(chord * chord, 4) + inner * inner, PI))
    return Story(text, answer, {"chord": chord, "inner": inner})


def segment_of_a_circle(draw: Draw) -> Story:
    """The area between a chord and its smaller arc."""
    radius, angle = draw.between(2, draw.size), draw.rng.choice((60, 90, 120))
    text = (
        f"In {draw.name()}'s circle with radius {radius}, a chord subtends an angle of {angle} "
        f"degrees at the center. What is the area between the chord and the shorter arc?"
    )
    square = radius * radius
    sector = (Fraction(angle * square, 360), PI)
    triangle = Fraction(-square, 4), "sqrt(3)"
    answer = total(sector, (Fraction(-square, 2), "") if angle == 90 else triangle)
    return Story(text, answer, {"radius": radius, "angle": angle})


def way_around_a_sector(draw: Draw) -> Story:
    """The perimeter of a sector."""
    radius, angle = draw.between(2, draw.size), draw.between(10, 350)
    text = (
        f"{draw.name()} cuts a sector with an angle of {angle} degrees at the center out of a disk "
        f"with radius {radius}. How long is the whole perimeter of the sector?"
    )
    answer = total((2 * radius, ""), (Fraction(angle * radius, 180), PI))
    return Story(text, answer, {"radius": radius, "angle": angle})


def disks_in_a_rectangle(draw: Draw) -> Story:
    """What equal disks in rows leave of a rectangle."""
    rows, columns = draw.between(2, draw.parts + 3), draw.between(2, draw.parts + 3)
    across = draw.between(2, draw.size)
    text = (
        f"{draw.name()} lays {rows * columns} disks with diameter {across} on a rectangle, in "
        f"{rows} rows of {columns}, so that neighbors in a row or a column touch and the outer "
        "disks touch the edges. What area of the rectangle is left uncovered?"
    )
    number, square = rows * columns, across * across
    answer = total((number * square, ""), (Fraction(-number * square, 4), PI))
    given = {"rows": rows, "columns": columns, "across": across}
    return Story(text, answer, given)


def isosceles_trapezoid(draw: Draw) -> Story:
    """The area of a trapezoid, from its sides."""
    short = draw.between(2, draw.size)
    apart = draw.between(1, draw.size)
    leg = apart // 2 + draw.between(1, draw.size)
    text = (
        f"The parallel sides of {draw.name()}'s trapezoid are {short} and {short + apart} long, "
        f"and its other two sides are both {leg} long. What is its area?"
    )
    square = leg * leg - Fraction(apart * apart, 4)
    answer = root(square, Fraction(2 * short + apart, 2))
    return Story(text, answer, {"bases": [short, short + apart], "leg": leg})


def similar_triangles(draw: Draw) -> Story:
    """A length in a similar triangle of another perimeter."""
    sides, around = _sides(draw), draw.between(10, 4 * draw.size)
    text = (
        f"{draw.name()}'s triangle has sides of length {sides[0]}, {sides[1]} and {sides[2]}. A "
        f"similar triangle has a perimeter of {around}. How long is the longest side of the "
        "similar triangle?"
    )
    answer = Fraction(max(sides) * around, sum(sides))
    return Story(text, str(answer), {"sides": list(sides), "around": around})


def strip_of_a_triangle(draw: Draw) -> Story:
    """The area between two lines parallel to the base of a triangle."""
    parts = [draw.between(1, draw.size // 3) for _ in range(draw.parts + 1)]
    area, strip = draw.between(5, 20 * draw.size), draw.between(2, draw.parts + 1)
    text = (
        f"{draw.name()}'s triangle ABC has an area of {area}. From A to B, the side AB is divided "
        f"into pieces of length {listed([str(n) for n in parts])}. Lines through the points of "
        "division, parallel to BC, cut the triangle into pieces. What is the area of piece "
        f"number {strip}, counted from A?"
    )
    upper, lower = sum(parts[: strip - 1]), sum(parts[:strip])
    answer = Fraction(area * (lower**2 - upper**2), sum(parts) ** 2)
    return Story(text, str(answer), {"parts": parts, "area": area, "strip": strip})


def angles_in_a_ratio(draw: Draw) -> Story:
    """An angle of a polygon whose angles are in a ratio."""
    ratio = draw.many(10, 16 + draw.size // 4, draw.parts + 2)
    name = {4: "quadrilateral", 5: "pentagon", 6: "hexagon"}[len(ratio)]
    text = (
        f"The interior angles of {draw.name()}'s convex {name} are in the ratio "
        f"{':'.join(map(str, ratio))}. How many degrees does the largest of them measure?"
    )
    answer = Fraction(180 * (len(ratio) - 2) * max(ratio), sum(ratio))
    return Story(text, str(answer) if answer < 180 else "0", {"ratio": ratio})


def tangent_from_a_point(draw: Draw) -> Story:
    """The length of a tangent."""
    radius = draw.between(2, draw.size)
    away = draw.between(1, draw.size)
    text = (
        f"{draw.name()}'s circle has radius {radius}. A point P outside it is {away} away from "
        "the nearest point of the circle. A line through P touches the circle at T. How long is PT?"
    )
    return Story(text, root(away * (away + 2 * radius)), {"radius": radius, "away": away})


def chord_at_a_distance(draw: Draw) -> Story:
    """The length of a chord, from its distance to the center."""
    apart = draw.between(1, draw.size - 2)
    radius = draw.between(apart + 1, draw.size + 3)
    text = (
        f"{draw.name()} draws a chord at a distance of {apart} from the center of a circle with "
        f"diameter {2 * radius}. How long is the chord?"
    )
    answer = root(radius * radius - apart * apart, 2)
    return Story(text, answer, {"diameter": 2 * radius, "apart": apart})


def chords_that_cross(draw: Draw) -> Story:
    """A piece of one of two chords that cross."""
    a, b, c = (draw.between(2, draw.size) for _ in range(3))
    text = (
        f"The chords AB and CD of {draw.name()}'s circle cross at P. PA = {a}, PB = {b} and "
        f"PC = {c}. How long is the whole chord CD?"
    )
    return Story(text, str(c + Fraction(a * b, c)), {"pieces": [a, b, c]})


def bisector_of_an_angle(draw: Draw) -> Story:
    """Where the bisector of an angle meets the side opposite."""
    a, b, c = _sides(draw)
    text = (
        f"In {draw.name()}'s triangle ABC, BC = {a}, CA = {b} and AB = {c}. The bisector of the "
        "angle at A meets BC at D. How long is BD?"
    )
    return Story(text, str(Fraction(a * c, b + c)), {"sides": [a, b, c]})


def rhombus(draw: Draw) -> Story:
    """The height of a rhombus, from its diagonals."""
    a, b = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"The diagonals of {draw.name()}'s rhombus are {a} and {b} long. What is the distance "
        "between two of its parallel sides?"
    )
    return Story(text, root(Fraction(1, a * a + b * b), a * b), {"diagonals": [a, b]})


def belt_between_circles(draw: Draw) -> Story:
    """The length of a common tangent of two circles."""
    big, small = draw.between(2, draw.size), draw.between(1, draw.size)
    gap = draw.between(1, draw.size)
    text = (
        f"{draw.name()}'s two circles have radii {big} and {small}, and the shortest distance "
        f"between them is {gap}; neither lies in the other. A line touches both circles, which "
        "lie on the same side of it. How far apart are the two points where it touches them?"
    )
    square = (big + small + gap) ** 2 - (big - small) ** 2
    return Story(text, root(square), {"radii": [big, small], "gap": gap})


TEMPLATES: tuple[Template, ...] = (
    diagonal_of_a_rectangle, area_by_three_sides, altitude_on_the_hypotenuse,
    circle_around_a_triangle, circle_inside_a_triangle, median_of_a_triangle,
    side_opposite_an_angle, area_by_an_angle, regular_polygon, ring_by_a_chord,
    segment_of_a_circle, way_around_a_sector, disks_in_a_rectangle, isosceles_trapezoid,
    similar_triangles, strip_of_a_triangle, angles_in_a_ratio, tangent_from_a_point,
    chord_at_a_distance, chords_that_cross, bisector_of_an_angle, rhombus, belt_between_circles,
)  # fmt: skip
