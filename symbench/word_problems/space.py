"""Word problems about points in a coordinate system and about solids."""

from fractions import Fraction

from codesteer.symbench.word_problems.radicals import PI, point, root, total
from codesteer.symbench.word_problems.story import Draw, Story, Template, listed

__all__ = ["TEMPLATES"]


def _point(draw: Draw, dimensions: int = 2) -> list[int]:
    return [draw.between(-draw.size, draw.size) for _ in range(dimensions)]


def _times(n: int) -> str:
    """A positive coefficient as it stands before a letter."""
    return "" if n == 1 else str(n)


def _pair(draw: Draw, dimensions: int = 2) -> tuple[list[int], list[int]]:
    """Two points that differ in every coordinate."""
    while True:
        one, other = _point(draw, dimensions), _point(draw, dimensions)
        if all(a != b for a, b in zip(one, other, strict=True)):
            return one, other


def area_by_corners(draw: Draw) -> Story:
    """The area of a convex polygon, from its corners."""
    xs = sorted(draw.many(-draw.size, draw.size, draw.parts + 1))
    x, y, wide = draw.between(-9, 9), draw.between(-draw.size, draw.size), draw.between(1, 3)
    # Points of a parabola are the corners of a convex polygon.
    corners = [[wide * u + x, u * (u - x) + y] for u in xs]
    name = {3: "triangle", 4: "quadrilateral", 5: "pentagon"}[len(corners)]
    text = (
        f"{draw.name()} marks the corners of a {name}, one after another around it: "
        f"{listed([point(corner) for corner in corners])}. What is its area?"
    )
    around = zip(corners, corners[1:] + corners[:1], strict=True)
    doubled = sum(a[0] * b[1] - a[1] * b[0] for a, b in around)
    return Story(text, str(Fraction(abs(doubled), 2)), {"corners": corners})


def distance_in_space(draw: Draw) -> Story:
    """The distance of two points in space."""
    one, other = _pair(draw, 3)
    text = (
        f"{draw.name()}'s drone flies straight from {point(one)} to {point(other)} in a "
        "rectangular coordinate system. How far does it fly?"
    )
    answer = root(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))
    return Story(text, answer, {"points": [one, other]})


def point_that_divides(draw: Draw) -> Story:
    """The point that divides a segment in a ratio."""
    one, other = _pair(draw)
    p, q = draw.between(1, 9), draw.between(1, 9)
    text = (
        f"{draw.name()} marks the points A {point(one)} and B {point(other)}. The point P lies on "
        f"the segment AB, and the lengths of AP and PB are in the ratio {p}:{q}. What are the "
        "coordinates of P?"
    )
    answer = [Fraction(a * q + b * p, p + q) for a, b in zip(one, other, strict=True)]
    return Story(text, point(answer), {"points": [one, other], "ratio": [p, q]})


def mirrored_point(draw: Draw) -> Story:
    """A point reflected across a line."""
    (x, y), slope, shift = _point(draw), draw.between(2, draw.parts + 1), draw.between(-9, 9)
    line = f"y = {slope}x" + (f" {'+' if shift > 0 else '-'} {abs(shift)}" if shift else "")
    text = (
        f"{draw.name()} reflects the point {point([x, y])} across the line {line}. What are the "
        "coordinates of its image?"
    )
    away = Fraction(slope * x - y + shift, slope * slope + 1)
    answer = [x - 2 * slope * away, y + 2 * away]
    return Story(text, point(answer), {"point": [x, y], "line": [slope, shift]})


def turned_point(draw: Draw) -> Story:
    """A point turned about another, then shifted."""
    (x, y), (u, v) = _pair(draw)
    shift, quarters = _point(draw), draw.rng.choice((1, 2, 3))
    text = (
        f"{draw.name()} turns the point {point([x, y])} counterclockwise by {90 * quarters} "
        f"degrees about {point([u, v])} and then moves it: {shift[0]} is added to its first "
        f"coordinate and {shift[1]} to its second. What are the coordinates of the final point?"
    )
    a, b = x - u, y - v
    a, b = {1: (-b, a), 2: (-a, -b), 3: (b, -a)}[quarters]
    given = {"point": [x, y], "center": [u, v], "quarters": quarters, "shift": shift}
    return Story(text, point([u + a + shift[0], v + b + shift[1]]), given)


def stretched_point(draw: Draw) -> Story:
    """A point stretched from a center."""
    (x, y), (u, v) = _pair(draw)
    p, q = draw.between(2, 9), draw.between(1, 5)
    factor = Fraction(p, q) + 1
    text = (
        f"{draw.name()} applies a dilation with center {point([u, v])} and factor {factor} to the "
        f"point {point([x, y])}. What are the coordinates of its image?"
    )
    answer = [u + factor * (x - u), v + factor * (y - v)]
    given = {"point": [x, y], "center": [u, v], "factor": str(factor)}
    return Story(text, point(answer), given)


def distance_to_a_line(draw: Draw) -> Story:
    """The distance of a point from the line through two others."""
    while True:
        one, other = _pair(draw)
        x, y = _point(draw)
        across, up = other[0] - one[0], other[1] - one[1]
        doubled = across * (y - one[1]) - up * (x - one[0])
        if doubled:
            break
    text = (
        f"{draw.name()} draws the line through {point(one)} and {point(other)}. What is the "
        f"distance of the point {point([x, y])} from this line?"
    )
    answer = root(Fraction(1, across * across + up * up), abs(doubled))
    return Story(text, answer, {"line": [one, other], "point": [x, y]})


def lines_that_cross(draw: Draw) -> Story:
    """Where two lines meet."""
    while True:
        (a, b), (c, d) = _pair(draw)
        e, f = _point(draw)
        if a * d != b * c and min(abs(n) for n in (a, b, c, d)) > 1:
            break
    first, second = (
        f"{p}x {'+' if q > 0 else '-'} {abs(q)}y = {r}" for p, q, r in ((a, b, e), (c, d, f))
    )
    text = f"At which point do the lines {first} and {second}, which {draw.name()} draws, meet?"
    whole = a * d - b * c
    answer = [Fraction(e * d - b * f, whole), Fraction(a * f - e * c, whole)]
    return Story(text, point(answer), {"lines": [[a, b, e], [c, d, f]]})


def center_of_a_circle(draw: Draw) -> Story:
    """The center of the circle through three points."""
    while True:
        (a, b), (c, d), (e, f) = (_point(draw) for _ in range(3))
        whole = 2 * (a * (d - f) + c * (f - b) + e * (b - d))
        if whole:
            break
    text = (
        f"{draw.name()}'s circle goes through {point([a, b])}, {point([c, d])} and "
        f"{point([e, f])}. What are the coordinates of its center?"
    )
    p, q, r = a * a + b * b, c * c + d * d, e * e + f * f
    answer = [
        Fraction(p * (d - f) + q * (f - b) + r * (b - d), whole),
        Fraction(p * (e - c) + q * (a - e) + r * (c - a), whole),
    ]
    return Story(text, point(answer), {"points": [[a, b], [c, d], [e, f]]})


def chord_of_a_line(draw: Draw) -> Story:
    """The length that a circle cuts out of a line."""
    while True:
        (x, y), radius = _point(draw), draw.between(2, draw.size + 4)
        a, b = draw.between(1, 9), draw.between(1, 9)
        c = a * x + b * y + draw.between(-2 * draw.size, 2 * draw.size)
        square = radius * radius - Fraction((a * x + b * y - c) ** 2, a * a + b * b)
        if square > 0:
            break
    text = (
        f"{draw.name()}'s circle has the center {point([x, y])} and the radius {radius}. How long "
        f"is the part of the line {_times(a)}x + {_times(b)}y = {c} that lies inside the circle?"
    )
    given = {"center": [x, y], "radius": radius, "line": [a, b, c]}
    return Story(text, root(square, 2), given)


def diagonal_of_a_box(draw: Draw) -> Story:
    """The space diagonal of a box, from the areas of its faces."""
    a, b, c = (draw.between(2, draw.size) for _ in range(3))
    text = (
        f"Three faces of {draw.name()}'s rectangular box that meet in a corner have the areas "
        f"{a * b}, {b * c} and {c * a}. How long is a diagonal through the inside of the box?"
    )
    return Story(text, root(a * a + b * b + c * c), {"faces": [a * b, b * c, c * a]})


def mantle_of_a_cone(draw: Draw) -> Story:
    """The area of a cone's curved surface."""
    radius, height = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"{draw.name()}'s right circular cone has a height of {height}, and its base has a "
        f"diameter of {2 * radius}. What is the area of its curved surface, without the base?"
    )
    answer = root(radius * radius + height * height, radius)
    return Story(text, f"{answer}*pi", {"diameter": 2 * radius, "height": height})


def silo_with_a_dome(draw: Draw) -> Story:
    """The volume of a cylinder under half a ball."""
    radius, height = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"{draw.name()}'s silo is a right circular cylinder with radius {radius} and, on top of "
        f"it, a hemisphere with the same radius. The whole silo is {radius + height} high. What is "
        "its volume?"
    )
    volume = radius**2 * height + Fraction(2 * radius**3, 3)
    return Story(text, total((volume, PI)), {"radius": radius, "high": radius + height})


def ball_around_a_box(draw: Draw) -> Story:
    """The surface of the ball through the corners of a box."""
    edges = [draw.between(2, draw.size) for _ in range(3)]
    text = (
        f"All corners of {draw.name()}'s rectangular box with edges of length {edges[0]}, "
        f"{edges[1]} and {edges[2]} lie on a sphere. What is the area of the sphere's surface?"
    )
    return Story(text, total((sum(n * n for n in edges), PI)), {"edges": edges})


def surface_of_a_pyramid(draw: Draw) -> Story:
    """The whole surface of a pyramid on a square."""
    side, height = draw.between(2, draw.size), draw.between(2, draw.size)
    text = (
        f"The tip of {draw.name()}'s pyramid is {height} above the middle of its base, a square "
        f"with sides of length {side}. What is the area of the whole surface, base included?"
    )
    mantle = root(4 * height * height + side * side, side)
    answer = f"{side * side} + {mantle}" if "sqrt" in mantle else str(side * side + int(mantle))
    return Story(text, answer, {"side": side, "height": height})


def bucket(draw: Draw) -> Story:
    """The volume of a truncated cone."""
    low, high, height = (draw.between(2, draw.size) for _ in range(3))
    if low == high:
        high += 1
    text = (
        f"{draw.name()}'s bucket is a right circular cone cut off parallel to its base: its two "
        f"circular ends have radii {low} and {high}, and it is {height} high. What is its volume?"
    )
    volume = Fraction(height * (low * low + low * high + high * high), 3)
    return Story(text, total((volume, PI)), {"radii": [low, high], "height": height})


def melted_balls(draw: Draw) -> Story:
    """How high a cylinder is that is cast from balls."""
    radii = [draw.between(1, draw.size // 2) for _ in range(draw.parts)]
    counts = [draw.between(2, 9) for _ in radii]
    wide = draw.between(2, draw.size)
    words = listed([f"{n} balls with radius {r}" for n, r in zip(counts, radii, strict=True)])
    text = (
        f"{draw.name()} melts {words} and casts all of the metal into one right circular cylinder "
        f"with radius {wide}. How high is the cylinder?"
    )
    cubes = sum(n * r**3 for n, r in zip(counts, radii, strict=True))
    answer = Fraction(4 * cubes, 3 * wide * wide)
    return Story(text, str(answer), {"radii": radii, "counts": counts, "wide": wide})


def regular_tetrahedron(draw: Draw) -> Story:
    """The volume of a regular tetrahedron, from its surface."""
    edge = draw.between(2, draw.size + 20)
    text = (
        f"{draw.name()} builds a regular tetrahedron out of rods, one for each edge, that are "
        f"{6 * edge} long in all. What is the volume of the tetrahedron?"
    )
    return Story(text, root(2, Fraction(edge**3, 12)), {"rods": 6 * edge})


def ant_on_a_box(draw: Draw) -> Story:
    """The shortest way over the surface of a box."""
    a, b, c = (draw.between(2, draw.size) for _ in range(3))
    text = (
        f"{draw.name()}'s ant sits in a corner of a closed rectangular box with edges of "
        f"length {a}, {b} and {c}. It walks on the surface of the box to the corner farthest "
        "from it, at the other end of a diagonal through the inside. How long is the shortest path?"
    )
    square = a * a + b * b + c * c + 2 * min(a * b, b * c, c * a)
    return Story(text, root(square), {"edges": [a, b, c]})


def water_in_a_tank(draw: Draw) -> Story:
    """How far water rises when a cube is put into it."""
    wide, deep = draw.between(8, draw.size + 12), draw.between(8, draw.size + 12)
    cubes = [draw.between(1, 6) for _ in range(draw.parts)]
    text = (
        f"{draw.name()} puts solid cubes with edges of length {listed([str(n) for n in cubes])} "
        f"into a tank of water with vertical walls and a rectangular floor of {wide} by {deep}. "
        "Then the water covers all cubes, and none has spilled. By how much has the water risen?"
    )
    answer = Fraction(sum(n**3 for n in cubes), wide * deep)
    return Story(text, str(answer), {"floor": [wide, deep], "cubes": cubes})


TEMPLATES: tuple[Template, ...] = (
    area_by_corners, distance_in_space, point_that_divides, mirrored_point, turned_point,
    stretched_point, distance_to_a_line, lines_that_cross, center_of_a_circle, chord_of_a_line,
    diagonal_of_a_box, mantle_of_a_cone, silo_with_a_dome, ball_around_a_box,
    surface_of_a_pyramid, bucket, melted_balls, regular_tetrahedron, ant_on_a_box,
    water_in_a_tank,
)  # fmt: skip
