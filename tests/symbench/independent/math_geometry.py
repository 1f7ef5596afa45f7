"""A second judge of math_geometry: works with coordinates and equations in sympy."""

import ast
import operator
import re

import sympy
from sympy import Rational, cos, pi, sin, sqrt


def check(payload, answer):
    """Whether the value is the one that coordinates give, to forty digits."""
    found = value(answer)
    if found is None:
        return False
    wanted = HOLDS[payload["kind"]](**payload["given"])
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    return len(found) == len(wanted) and all(
        abs(sympy.N(a - b, 50)) < sympy.Float(10) ** -40 * (1 + abs(sympy.N(b, 20)))
        for a, b in zip(found, wanted, strict=True)
    )


def plain(answer):
    return value(answer) is not None and "**" not in answer


OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def worked(node):
    """The value of a syntax tree."""
    match node:
        case ast.Constant(value=int(n)) if not isinstance(n, bool):
            return sympy.Integer(n)
        case ast.Name(id="pi"):
            return pi
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner], keywords=[]):
            return sqrt(worked(inner))
        case ast.UnaryOp(op=op, operand=inner) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](worked(inner))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](worked(left), worked(right))
    raise ValueError("not an expression")


def value(answer):
    """A tuple of sympy numbers; None where the text is none."""
    text = answer.strip()
    if len(text) > 200 or re.search(r"[-+]\s*[-+]", text):
        return None
    try:
        body = ast.parse(text, mode="eval").body
        if isinstance(body, ast.Tuple):
            if not text.startswith("(") or len(body.elts) < 2:
                return None
            found = tuple(map(worked, body.elts))
        else:
            found = (worked(body),)
    except (SyntaxError, ValueError):
        return None
    return found if all(n.is_finite and n.is_real for n in found) else None


def placed(sides):
    """Corners A, B, C of a triangle with BC, CA, AB as given."""
    a, b, c = sides
    x = Rational(b * b + c * c - a * a, 2 * c)
    return sympy.Point(0, 0), sympy.Point(c, 0), sympy.Point(x, sqrt(b * b - x * x))


def space(a, b):
    return sqrt(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)))


def area(sides):
    _, b, c = placed(sides)
    return b.x * c.y / 2


def radians(angle):
    return pi * angle / 180


def altitude(legs):
    a, b = sympy.Point(legs[0], 0), sympy.Point(0, legs[1])
    return sympy.Line(a, b).distance(sympy.Point(0, 0))


def incircle(sides):
    return pi * (2 * area(sides) / sum(sides)) ** 2


def around(sides):
    # The law of sines.
    a, b, c = sides
    cosine = Rational(b * b + c * c - a * a, 2 * b * c)
    return a / (2 * sqrt(1 - cosine**2))


def median(sides):
    a, b, c = placed(sides)
    return a.distance(b.midpoint(c))


def third_side(sides, angle):
    b, c = sides
    t = radians(angle)
    return space((b * cos(t), b * sin(t)), (c, 0))


def polygon(corners, way):
    side = Rational(way, corners)
    return corners * side**2 / (4 * sympy.tan(pi / corners))


def segment(radius, angle):
    t = radians(angle)
    return radius**2 * (t - sin(t)) / 2


def disks(rows, columns, across):
    return rows * columns * (across**2 - pi * Rational(across, 2) ** 2)


def trapezoid(bases, leg):
    overhang = Rational(bases[1] - bases[0], 2)
    high = sqrt(leg**2 - overhang**2)
    return bases[0] * high + overhang * high


def strip(parts, area, strip):
    # A triangle with a base of 1 and a height of 2: integrate the width.
    t = sympy.Symbol("t")
    whole = sum(parts)
    low, high = (Rational(sum(parts[:n]), whole) for n in (strip - 1, strip))
    return area * sympy.integrate(2 * t, (t, low, high))


def tangent(radius, away):
    x = sympy.Symbol("x", positive=True)
    return sympy.solve(x**2 + radius**2 - (radius + away) ** 2, x)[0]


def chord(diameter, apart):
    r = Rational(diameter, 2)
    x = sqrt(r**2 - apart**2)
    return space((x, apart), (-x, apart))


def crossing(pieces):
    a, b, c = pieces
    x = sympy.Symbol("x")
    return sympy.solve(c * (x - c) - a * b, x)[0]


def bisector(sides):
    a, b, c = sides
    x = sympy.Symbol("x")
    return sympy.solve(x * b - (a - x) * c, x)[0]


def rhombus(diagonals):
    a, b = (Rational(d, 2) for d in diagonals)
    side = space((a, 0), (0, b))
    return 4 * (a * b / 2) / side


def belt(radii, gap):
    big, small = radii
    apart = big + small + gap
    cosine = Rational(big - small, apart)
    sine = sqrt(1 - cosine**2)
    return space((big * cosine, big * sine), (apart + small * cosine, small * sine))


def box_by_faces(faces):
    x, y, z = faces
    volume = sqrt(x * y * z)
    return space((volume / x, volume / y, volume / z), (0, 0, 0))


def mirrored(point, line):
    slope, shift = line
    mirror = sympy.Line(sympy.Point(0, shift), sympy.Point(1, shift + slope))
    image = sympy.Point(*point).reflect(mirror)
    return image.x, image.y


def turned(point, center, quarters, shift):
    image = sympy.Point(*point).rotate(pi * quarters / 2, sympy.Point(*center))
    return image.x + shift[0], image.y + shift[1]


def divided(points, ratio):
    a, b = (sympy.Point(*p) for p in points)
    image = a + (b - a) * Rational(ratio[0], sum(ratio))
    return image.x, image.y


def stretched(point, center, factor):
    image = sympy.Point(*point).scale(Rational(factor), Rational(factor), sympy.Point(*center))
    return image.x, image.y


def crossed(lines):
    x, y = sympy.symbols("x y")
    found = sympy.solve([a * x + b * y - c for a, b, c in lines], [x, y])
    return found[x], found[y]


def circumcenter(points):
    x, y = sympy.symbols("x y")
    far = [(x - a) ** 2 + (y - b) ** 2 for a, b in points]
    found = sympy.solve([sympy.expand(far[0] - far[1]), sympy.expand(far[1] - far[2])], [x, y])
    return found[x], found[y]


def cut(center, radius, line):
    a, b, c = line
    x = sympy.Symbol("x")
    # Of the two points where they meet, the abscissas are the roots of a quadratic.
    equation = sympy.expand((x - center[0]) ** 2 + ((c - a * x) / sympy.Integer(b) - center[1]) ** 2
                            - radius**2)  # fmt: skip
    one, two = sympy.roots(equation, x, multiple=True)
    return abs(one - two) * sqrt(1 + Rational(a, b) ** 2)


def pyramid(side, height):
    # From the tip to the middle of an edge of the base.
    slant = space((0, 0, height), (Rational(side, 2), 0, 0))
    return side**2 + 4 * side * slant / 2


def turned_solid(radius_at, height):
    z = sympy.Symbol("z")
    return sympy.integrate(sympy.expand(pi * radius_at(z) ** 2), (z, 0, height))


def silo(radius, high):
    z = sympy.Symbol("z")
    dome = sympy.integrate(pi * (radius**2 - z**2), (z, 0, radius))
    return pi * radius**2 * (high - radius) + dome


def bucket(radii, height):
    low, high = radii
    return turned_solid(lambda z: low + (high - low) * z / height, height)


def cone(diameter, height):
    r = Rational(diameter, 2)
    slant = space((r, 0), (0, height))
    # Unrolled it is a sector.
    return slant**2 * pi * (r / slant)


def melted(radii, counts, wide):
    volume = sum(n * Rational(4, 3) * pi * r**3 for n, r in zip(counts, radii, strict=True))
    return volume / (pi * wide**2)


def tetrahedron(rods):
    half = Rational(rods, 6) / sqrt(2)
    # Every second corner of a cube.
    a, b, c = ([half, half, 0], [half, 0, half], [0, half, half])
    return abs(sympy.Matrix([a, b, c]).det()) / 6


def ant(edges):
    a, b, c = edges
    ways = [space((0, 0), flat) for flat in ((a + b, c), (b + c, a), (c + a, b))]
    return min(ways, key=lambda way: sympy.N(way, 30))


HOLDS = {
    "diagonal_of_a_rectangle": lambda perimeter, side: space(
        (side, 0), (0, Rational(perimeter, 2) - side)
    ),
    "area_by_three_sides": area,
    "altitude_on_the_hypotenuse": altitude,
    "circle_around_a_triangle": around,
    "circle_inside_a_triangle": incircle,
    "median_of_a_triangle": median,
    "side_opposite_an_angle": third_side,
    "area_by_an_angle": lambda sides, angle: sides[0] * sides[1] * sin(radians(angle)),
    "regular_polygon": polygon,
    "ring_by_a_chord": lambda chord, inner: pi * space((inner, Rational(chord, 2)), (0, 0)) ** 2,
    "segment_of_a_circle": segment,
    "way_around_a_sector": lambda radius, angle: radius * (2 + radians(angle)),
    "disks_in_a_rectangle": disks,
    "isosceles_trapezoid": trapezoid,
    "similar_triangles": lambda sides, around: max(sides) * Rational(around, sum(sides)),
    "strip_of_a_triangle": strip,
    "angles_in_a_ratio": lambda ratio: (
        (len(ratio) - 2) * 180 * Rational(sorted(ratio)[-1], sum(ratio))
    ),
    "tangent_from_a_point": tangent,
    "chord_at_a_distance": chord,
    "chords_that_cross": crossing,
    "bisector_of_an_angle": bisector,
    "rhombus": rhombus,
    "belt_between_circles": belt,
    "area_by_corners": lambda corners: abs(sympy.Polygon(*map(tuple, corners)).area),
    "distance_in_space": lambda points: space(*points),
    "point_that_divides": divided,
    "mirrored_point": mirrored,
    "turned_point": turned,
    "stretched_point": stretched,
    "distance_to_a_line": lambda line, point: sympy.Line(*(sympy.Point(*p) for p in line)).distance(
        sympy.Point(*point)
    ),
    "lines_that_cross": crossed,
    "center_of_a_circle": circumcenter,
    "chord_of_a_line": cut,
    "diagonal_of_a_box": box_by_faces,
    "mantle_of_a_cone": cone,
    "silo_with_a_dome": silo,
    "ball_around_a_box": lambda edges: 4 * pi * (space(edges, (0, 0, 0)) / 2) ** 2,
    "surface_of_a_pyramid": pyramid,
    "bucket": bucket,
    "melted_balls": melted,
    "regular_tetrahedron": tetrahedron,
    "ant_on_a_box": ant,
    "water_in_a_tank": lambda floor, cubes: Rational(sum(n**3 for n in cubes), floor[0] * floor[1]),
}
