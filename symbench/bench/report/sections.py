"""The parts of the page that are drawn before any script runs."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from codesteer.symbench.bench.report import drawing
from codesteer.symbench.bench.report.collecting import Column
from codesteer.symbench.bench.report.endings import LABELS
from codesteer.symbench.bench.report.findings import Findings
from codesteer.symbench.bench.report.markup import Markup, joined, tag
from codesteer.symbench.bench.report.published import SOURCE, Published
from codesteer.symbench.bench.scoring import Average, TaskRate
from codesteer.symbench.registry import tasks
from codesteer.symbench.task import LADDER_FROM

__all__ = ["column_name", "point_name", "sections"]

_NONE = _TO = "\N{EN DASH}"
_GROUPS = ("seen", "unseen", "total")


def sections(findings: Findings) -> Iterator[tuple[str, str, Markup]]:
    """Every section: its id, its heading, and what it shows."""
    yield "matrix", "Success by task and method", _matrix(findings)
    if len(findings.levels) > 1:
        yield "levels", "Success by level", _levels(findings)
    if findings.ladders:
        yield "ladder", "The paper's ladder", _ladder(findings)
    yield "cost", "Score against cost", _cost(findings)
    yield "code", "Code or text", _code(findings)
    yield "endings", "How episodes ended", _endings(findings)
    if findings.published:
        yield "paper", "The paper's table", _paper(findings, findings.published)


def column_name(findings: Findings, column: Column) -> str:
    """What a column is called: its method, and its run where there are several."""
    if len(findings.collected.runs) == 1:
        return column.method
    return f"{column.method} · {findings.collected.names[column.run]}"


def _heads(findings: Findings, columns: Sequence[Column], *first: str) -> Markup:
    several = len(findings.collected.runs) > 1
    cells = [tag("th", name, scope="col") for name in first]
    for column in columns:
        run = tag("small", findings.collected.names[column.run]) if several else None
        cells.append(tag("th", _breakable(column.method), run, scope="col"))
    return tag("thead", tag("tr", *cells))


def _breakable(name: str) -> Markup:
    """A name that may be broken behind its underscores."""
    words = name.split("_")
    return joined(*(joined(f"{word}_", tag("wbr")) for word in words[:-1]), words[-1])


def _matrix(findings: Findings) -> Markup:
    columns, scores = findings.shown, findings.scores
    bodies = []
    splits = {name: about.split for name, about in scores.tasks.items()}
    for split in dict.fromkeys(splits[name] for name in findings.tasks):
        rows = [_band(f"{split} tasks", len(columns) + 1)]
        rows += [_task_row(findings, name) for name in findings.tasks if splits[name] == split]
        bodies.append(tag("tbody", *rows))
    bodies.append(_averages(findings))
    note = (
        "Per cent, with 95 % intervals (Wilson, an instance a trial, repeats averaged); the best "
        "of each row is marked. Average normalised: each rate over the best of its task among the "
        "methods here, then the mean; intervals of averages come from a bootstrap over instances, "
        "stratified by task. Errors are no answers and stand apart. Each cell leads to its "
        "episodes."
    )
    notes = [tag("p", note, class_="note")]
    if findings.ladders and findings.levels:
        notes.append(tag("p", "Levels 1 to 5; the ladder's points are below.", class_="note"))
    if scores.unsolved:
        said = f"Solved by nobody, and in no normalised score: {', '.join(scores.unsolved)}."
        notes.append(tag("p", said, class_="note"))
    if scores.uneven:
        said = "Methods have answers in different tasks: their averages do not compare."
        notes.append(tag("p", said, class_="note warn"))
    if findings.published:
        said = (
            f"Below ours, in italics: {SOURCE}; GPT-4o, other instances. Its averages are "
            "normalised over its own 13 columns."
        )
        notes.append(tag("p", said, class_="note"))
    return joined(_wide(_heads(findings, columns, "task"), *bodies, class_="matrix"), *notes)


def _wide(*children: Markup, class_: str) -> Markup:
    table = tag("table", *children, class_=class_)
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label="table")


def _band(text: str, span: int) -> Markup:
    return tag("tr", tag("th", text, colspan=span, scope="rowgroup"), class_="band")


def _task_row(findings: Findings, task: str) -> Markup:
    rates = [findings.rate(column, task) for column in findings.shown]
    best = max((rate.rate for rate in rates if rate), default=0.0)
    cells = [
        _cell(findings, column, task, rate, best)
        for column, rate in zip(findings.shown, rates, strict=True)
    ]
    return tag("tr", tag("th", _breakable(task), scope="row"), *cells)


def _cell(
    findings: Findings, column: Column, task: str, rate: TaskRate | None, best: float
) -> Markup:
    theirs = findings.published_rate(task, column.method)
    beside = None if theirs is None else tag("i", f"{100 * theirs:.0f}")
    if rate is None:
        return tag("td", tag("span", _NONE), beside, class_="none")
    shown = _link(findings, _number(rate.rate), column=column, task=task)
    says = f"{rate.samples} answers to {rate.instances} instances"
    marked = " best" if rate.rate == best > 0 else ""
    return tag(
        "td",
        shown,
        _interval(rate.interval.low, rate.interval.high),
        beside,
        class_=f"h{round(10 * rate.rate)}{marked}",
        title=says,
    )


def _averages(findings: Findings) -> Markup:
    rows = [_band("averages", len(findings.shown) + 1)]
    for normalised, words in ((False, "success"), (True, "average normalised")):
        rows += [_average_row(findings, group, words, normalised=normalised) for group in _GROUPS]
    return tag("tbody", *rows, class_="averages")


def _average_row(findings: Findings, group: str, words: str, *, normalised: bool) -> Markup:
    averages: list[Average | None] = []
    for column in findings.shown:
        of = findings.scores.methods[findings.labels[column]]
        averages.append((of.normalised if normalised else of.success).get(group))
    best = max((each.value for each in averages if each), default=0.0)
    cells = []
    for column, each in zip(findings.shown, averages, strict=True):
        theirs = findings.published_average(column.method, group, normalised=normalised)
        beside = None if theirs is None else tag("i", f"{100 * theirs:.1f}")
        if each is None:
            cells.append(tag("td", _NONE, beside, class_="none"))
            continue
        interval = _interval(each.interval.low, each.interval.high)
        marked = " best" if each.value == best > 0 else ""
        kind = f"h{round(10 * each.value)}{marked}"
        cells.append(tag("td", tag("b", f"{100 * each.value:.1f}"), interval, beside, class_=kind))
    strong = normalised and group == "total"
    head = tag("th", f"{words}, {group}", scope="row")
    return tag("tr", head, *cells, class_="headline" if strong else None)


def _number(rate: float) -> Markup:
    text = f"{100 * rate:.1f}".removesuffix(".0")
    return tag("b", text)


def _interval(low: float, high: float) -> Markup:
    return tag("small", f"{100 * low:.0f}{_TO}{100 * high:.0f}")


def _link(findings: Findings, shown: object, **wanted: object) -> Markup:
    column = wanted.pop("column", None)
    query = dict(wanted)
    if isinstance(column, Column):
        query["column"] = column_name(findings, column)
    return tag("a", shown, href=f"#{urlencode(query)}")


def _colours(findings: Findings) -> dict[Column, int]:
    return {column: at for at, column in enumerate(findings.collected.columns)}


def _levels(findings: Findings) -> Markup:
    names = [f"level {level}" for level in findings.levels]
    series = [
        drawing.Line(column_name(findings, column), tuple(_overall(findings, column)), colour)
        for column, colour in _colours(findings).items()
        if column in findings.shown
    ]
    chart = drawing.lines(series, names, title="Average success rate by level, a line a method")
    small = [
        _small(findings, task, findings.levels, [str(level) for level in findings.levels])
        for task in findings.tasks
    ]
    about = "Average success over tasks, in per cent, with 95 % intervals."
    each = tag("details", tag("summary", "Every task by itself"), tag("div", *small, class_="many"))
    return joined(tag("figure", chart), tag("p", about, class_="note"), each)


def _overall(findings: Findings, column: Column) -> Iterator[tuple[float, float, float] | None]:
    for level in findings.levels:
        method = findings.at_level[level].methods.get(findings.labels[column])
        average = method.success.get("total") if method else None
        if average is None:
            yield None
        else:
            yield average.value, average.interval.low, average.interval.high


def _small(findings: Findings, task: str, levels: Sequence[int], names: Sequence[str]) -> Markup:
    series = []
    for column, colour in _colours(findings).items():
        rates = [findings.rate(column, task, level) for level in levels]
        values = tuple(
            None if rate is None else (rate.rate, rate.interval.low, rate.interval.high)
            for rate in rates
        )
        series.append(drawing.Line(column_name(findings, column), values, colour))
    chart = drawing.lines(
        series, names, title=f"{task}: success by level", width=240, height=130, named=False
    )
    return tag("figure", tag("figcaption", task), chart)


def _ladder(findings: Findings) -> Markup:
    figures = []
    for task, levels in findings.ladders.items():
        names = [point_name(task, level) for level in levels]
        series = []
        for column, colour in _colours(findings).items():
            rates = [findings.rate(column, task, level) for level in levels]
            values = tuple(
                None if rate is None else (rate.rate, rate.interval.low, rate.interval.high)
                for rate in rates
            )
            if any(values):
                series.append(drawing.Line(column_name(findings, column), values, colour))
        chart = drawing.lines(series, names, title=f"{task}: success along the ladder", height=250)
        figures.append(tag("figure", tag("figcaption", task), chart))
    about = "Success in per cent at the points of the paper's complexity curves (its figure 4)."
    return joined(tag("div", *figures, class_="pairs"), tag("p", about, class_="note"))


def point_name(task: str, level: int) -> str:
    """What a point of a ladder is: the first value of its configuration, which is its size."""
    found = tasks().get(task)
    at = level - LADDER_FROM
    if found is None or not 0 <= at < len(found.ladder):
        return str(level)
    config = found.ladder[at]
    names = getattr(type(config), "__dataclass_fields__", {})
    value = next((getattr(config, name) for name in names), at + 1)
    if isinstance(value, tuple | list):
        return _TO.join(map(str, dict.fromkeys(value)))
    return str(value)


def _cost(findings: Findings) -> Markup:
    figures = []
    for unit, what in (("tokens a sample", "tokens"), ("seconds a sample", "seconds")):
        points = [*_own_dots(findings, what), *_their_dots(findings, what)]
        if points:
            chart = drawing.dots(points, title=f"Average normalised score by {unit}", unit=unit)
            figures.append(tag("figure", chart))
    rows = []
    for column in findings.shown:
        of = findings.scores.methods[findings.labels[column]]
        missing = findings.missing(column)
        cost = _NONE if of.cost is None else f"{of.cost:.4f}"
        values = (
            f"{of.answers:,}", f"{of.errors:,}", _NONE if missing is None else f"{missing:,}",
            f"{of.turns:.2f}", f"{of.tokens:,.0f}", f"{of.seconds:,.1f}",
            f"{of.model_seconds:,.1f}", cost,
        )  # fmt: skip
        head = tag("th", column_name(findings, column), scope="row")
        rows.append(tag("tr", head, *(tag("td", value) for value in values)))
    names = (
        "method", "answers", "errors", "missing", "turns", "tokens", "seconds",
        "of these in models", "cost",
    )  # fmt: skip
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    about = (
        "Average normalised score, in per cent, against the mean of a sample; tokens of every "
        "role, read and written."
    )
    if findings.published:
        about += f" Rings: {SOURCE}."
    return joined(
        tag("div", *figures, class_="pairs"),
        tag("p", about, class_="note"),
        _wide(head, tag("tbody", *rows), class_="numbers"),
    )


def _own_dots(findings: Findings, what: str) -> Iterator[drawing.Dot]:
    for column, colour in _colours(findings).items():
        of = findings.scores.methods.get(findings.labels[column])
        average = of.normalised.get("total") if of else None
        x = getattr(of, what) if of else 0.0
        if average is None or x <= 0:
            continue
        yield drawing.Dot(
            label=column_name(findings, column),
            x=x,
            y=average.value,
            low=average.interval.low,
            high=average.interval.high,
            colour=colour,
        )


def _their_dots(findings: Findings, what: str) -> Iterator[drawing.Dot]:
    if not findings.published:
        return
    methods = {column.method: colour for column, colour in _colours(findings).items()}
    for name, cost in findings.published.cost.items():
        x = cost.tokens if what == "tokens" else cost.seconds
        method = name.partition("_1x")[0]
        if x is None or method not in methods:
            continue
        y = cost.normalised
        yield drawing.Dot(label="", x=x, y=y, low=y, high=y, colour=methods[method], hollow=True)


def _code(findings: Findings) -> Markup:
    columns = findings.shown
    rows = []
    for task in findings.tasks:
        cells = []
        for column in columns:
            share = findings.shares.get((column, task))
            if share is None or not share.answered:
                cells.append(tag("td", _NONE, class_="none"))
                continue
            says = f"{task}, {column_name(findings, column)}: code in {share.code} of "
            says += f"{share.answered} turns"
            bar = drawing.share_bar(min(1.0, share.value), says)
            cells.append(tag("td", tag("span", f"{100 * share.value:.0f}"), bar, title=says))
        rows.append(tag("tr", tag("th", _breakable(task), scope="row"), *cells))
    about = "Turns in which code was run, in per cent of the turns that were answered."
    table = _wide(_heads(findings, columns, "task"), tag("tbody", *rows), class_="shares")
    return joined(table, tag("p", about, class_="note"))


def _endings(findings: Findings) -> Markup:
    seen = [each for each in LABELS if any(count[each] for count in findings.endings.values())]
    legend = [
        tag("li", tag("i", class_=f"swatch e-{each}"), LABELS[each][0], title=LABELS[each][1])
        for each in seen
    ]
    rows = []
    for column in findings.collected.columns:
        count = findings.endings[column]
        bars = [drawing.Bar(LABELS[each][0], count[each], f"e-{each}") for each in seen]
        bar = drawing.stack(bars, title=f"{column_name(findings, column)}: endings")
        cells = [
            tag("td", _link(findings, f"{count[each]:,}", column=column, ending=each))
            if count[each]
            else tag("td", "0", class_="none")
            for each in seen
        ]
        head = tag("th", column_name(findings, column), scope="row")
        rows.append(tag("tr", head, tag("td", bar, class_="bar"), *cells))
    names = [tag("th", LABELS[each][0], scope="col", title=LABELS[each][1]) for each in seen]
    head = tag(
        "thead", tag("tr", tag("th", "method", scope="col"), tag("th", "", class_="bar"), *names)
    )
    meanings = [joined(tag("dt", LABELS[each][0]), tag("dd", LABELS[each][1])) for each in seen]
    return joined(
        tag("ul", *legend, class_="legend"),
        _wide(head, tag("tbody", *rows), class_="numbers endings"),
        tag("details", tag("summary", "What the words mean"), tag("dl", *meanings)),
    )


def _paper(findings: Findings, published: Published) -> Markup:
    table = published.table
    head = tag("thead", tag("tr", tag("th", "task", scope="col"), *(
        tag("th", _breakable(name), scope="col") for name in table.methods
    )))  # fmt: skip
    rows = []
    for task, rates in zip(table.tasks, table.rates.tolist(), strict=True):
        cells = [tag("td", f"{100 * rate:.0f}", class_=f"h{round(10 * rate)}") for rate in rates]
        rows.append(tag("tr", tag("th", task, scope="row"), *cells))
    sums = []
    for group in _GROUPS:
        cells = [
            tag("td", tag("b", f"{published.averages[name].normalised[group]:.1f}"))
            for name in table.methods
        ]
        sums.append(tag("tr", tag("th", f"average normalised, {group}", scope="row"), *cells))
    bodies = tag("tbody", *rows), tag("tbody", *sums, class_="averages")
    shown = _wide(head, *bodies, class_="matrix paper")
    about = f"Per cent. Source: {SOURCE}; copied as they stand, with their 100 samples a task."
    return tag(
        "details", tag("summary", "Show all 13 columns"), shown, tag("p", about, class_="note")
    )
