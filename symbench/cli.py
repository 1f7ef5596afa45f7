"""Verbs of SymBench: `codesteer tasks ...`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["app"]

app = typer.Typer(
    help="SymBench: verifiable puzzles, and the published ones beside them.",
    no_args_is_help=True,
)

_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="task@version/level/seed/index")]
_Name = Annotated[str, typer.Argument(metavar="TASK", help="Name of the task.")]
_Only = Annotated[str, typer.Option("--task", help="Only this task.")]
_Imported = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="FILE", help="Imported instances; see `codesteer tasks import`."
    ),
]


@app.callback()
def _tasks() -> None:
    """Keep the verbs in a group of their own."""


@app.command("list")
def list_tasks(as_json: _Json = False) -> None:
    """List the tasks."""
    from codesteer.symbench.registry import tasks

    rows = [
        {"name": name, "category": task.category, "split": task.split, "version": task.version}
        for name, task in tasks().items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        typer.echo(f"{row['name']:<{width}}  {row['category']:<9}  {row['split']}")


@app.command()
def generate(
    task: _Name,
    level: Annotated[
        int, typer.Option(min=1, max=99, help="1 (easiest) to 5; from 11 on, the paper's ladder.")
    ] = 1,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    index: Annotated[int, typer.Option(min=0)] = 0,
    as_json: _Json = False,
) -> None:
    """Print an instance: its id, an empty line, its prompt."""
    from codesteer.symbench.registry import instance, instance_id

    puzzle = instance(instance_id(task, level, seed, index))
    if as_json:
        record: dict[str, Any] = {
            "id": str(puzzle.id),
            "prompt": puzzle.prompt,
            "payload": puzzle.payload,
        }
        typer.echo(json.dumps(record, indent=2))
    else:
        typer.echo(f"{puzzle.id}\n\n{puzzle.prompt}")


@app.command()
def show(task: _Name, as_json: _Json = False) -> None:
    """Print a task's rules, its levels and its differences from the published one."""
    from codesteer.symbench.gallery import described, knobs
    from codesteer.symbench.registry import find_task
    from codesteer.symbench.task import LADDER_FROM

    found = find_task(task)
    about = described(found)
    if as_json:
        typer.echo(json.dumps(about, indent=2))
        return
    typer.echo(f"{found.name} (version {found.version}): {found.category}, {found.split}\n")
    typer.echo(f"{about['about']}\n")
    for level, config in found.levels.items():
        typer.echo(f"level {level}: {knobs(config)}")
    for level, config in enumerate(found.ladder, LADDER_FROM):
        typer.echo(f"level {level}, of the ladder: {knobs(config)}")


@app.command()
def solve(instance_id: _Id, imported: _Imported = None, as_json: _Json = False) -> None:
    """Print a right answer to an instance."""
    from codesteer.symbench.registry import find_task

    name, payload = _payload(instance_id, imported)
    answer = find_task(name).solve(payload)
    typer.echo(json.dumps({"answer": answer}) if as_json else answer)


@app.command()
def verify(instance_id: _Id, imported: _Imported = None, as_json: _Json = False) -> None:
    """Judge the answer on standard input; the exit status is 0 when it is correct, else 1."""
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.registry import find_task

    name, payload = _payload(instance_id, imported)
    if sys.stdin is None:
        raise InvalidRequest("Standard input is closed. Send the answer there, with | or <.")
    response = sys.stdin.buffer.read().decode("utf-8", "replace")
    verdict = find_task(name).verify(payload, response)
    if as_json:
        typer.echo(json.dumps({"correct": verdict.correct, "reason": verdict.reason}))
    else:
        typer.echo("correct" if verdict.correct else f"incorrect: {verdict.reason}")
    raise typer.Exit(0 if verdict.correct else 1)


def _payload(wanted: str, imported: Path | None) -> tuple[str, Any]:
    """The task and the payload of an instance of ours, or of a published one."""
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.original.importer import load_imported
    from codesteer.symbench.registry import instance

    if imported is None:
        if "@original/" in wanted:
            raise InvalidRequest("That is a published instance: say --from FILE, where it was put.")
        puzzle = instance(wanted)
        return puzzle.id.task, puzzle.payload
    found = load_imported(imported, wanted)
    if found.payload is None:
        raise InvalidRequest(f"No answer to {wanted} can be right: {found.broken}.")
    return found.task, found.payload


@app.command()
def gallery(as_json: _Json = False) -> None:
    """Print all tasks on one page, with a prompt of each."""
    from codesteer.symbench.gallery import described
    from codesteer.symbench.gallery import gallery as page
    from codesteer.symbench.registry import tasks

    if as_json:
        typer.echo(json.dumps([described(task) for task in tasks().values()], indent=2))
    else:
        typer.echo(page(), nl=False)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The authors' data-set folder.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="Where to write the instances.")
    ] = None,
    split: Annotated[
        str, typer.Option(help="verified: without broken instances. published: all, as they are.")
    ] = "verified",
    task: _Only = "",
    as_json: _Json = False,
) -> None:
    """Read the published data set, judge its stored answers, and mark what is broken in it."""
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.original.importer import import_original

    if split not in ("verified", "published"):
        raise InvalidRequest(f"There is no split {split[:40]!r}. Splits: verified, published.")
    counts: dict[str, dict[str, int]] = {}
    kept = []
    for found in import_original(path, task):
        count = counts.setdefault(found.task, {"read": 0, "broken": 0, "wrong_gold": 0})
        count["read"] += 1
        count["broken"] += bool(found.broken)
        count["wrong_gold"] += found.gold_correct is False
        if split == "published" or not found.broken:
            kept.append(found)
    if out is not None:
        lines = (json.dumps(found.as_json(), ensure_ascii=False) + "\n" for found in kept)
        try:
            with open(out, "w", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            raise InvalidRequest(f"{out} cannot be written: {error.strerror}.") from None
    if as_json:
        typer.echo(json.dumps({"split": split, "kept": len(kept), "tasks": counts}, indent=1))
        return
    for name, count in counts.items():
        typer.echo(
            f"{name:<30}  {count['read']:>5} read  {count['broken']:>4} broken  "
            f"{count['wrong_gold']:>4} with a wrong stored answer"
        )
    typer.echo(f"{len(kept)} instances in the {split} split" + (f", in {out}" if out else ""))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write.")],
    task: _Only = "",
    levels: Annotated[str, typer.Option(help="Levels, for example 1,3,5.")] = "1,2,3,4,5",
    count: Annotated[int, typer.Option(min=1, help="Instances of each level of each task.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Which stream of instances.")] = 0,
    test_set: Annotated[
        str, typer.Option("--set", help="Write a frozen set instead: test-v1 or dev-v1.")
    ] = "",
    solutions: Annotated[
        bool, typer.Option("--solutions", help="Add a reference solution to each row.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Write instances as a folder that Hugging Face datasets loads, with a card.

    None of them is in a frozen test set, unless such a set is asked for.
    """
    from codesteer.errors import InvalidRequest
    from codesteer.symbench.export import export as run

    try:
        wanted = [int(level) for level in levels.split(",")]
    except ValueError:
        raise InvalidRequest("--levels takes numbers with commas, for example 1,3,5.") from None
    written = run(
        folder,
        only=task,
        levels=wanted,
        count=count,
        seed=seed,
        test_set=test_set,
        solutions=solutions,
    )
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "instances": written}))
    else:
        typer.echo(f"{written:,} instances in {folder}")


@app.command()
def conform(
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Cases with true verdicts.")],
    as_json: _Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Name every response that was misjudged.")
    ] = False,
) -> None:
    """Measure how the verifiers agree with cases whose verdicts are known.

    The exit status is 0 when every unambiguous response in the demanded form is judged as it
    should be, every one without an answer is rejected, and no wrong one is accepted.
    """
    from codesteer.symbench.original.conform import conform as run

    report = run(path)
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=1))
    else:
        for name, agreement in [*sorted(report.tasks.items()), ("total", report.total)]:
            counts = "  ".join(
                f"{kind} {good}/{n}" for kind, (good, n) in agreement.as_json().items()
            )
            typer.echo(f"{name:<30}  {counts}")
    if verbose:
        for text in report.total.disagreed:
            typer.echo(text, err=True)
    raise typer.Exit(0 if report.total.holds else 1)


@app.command()
def bench(
    count: Annotated[int, typer.Option(min=1, help="Instances of each level of each task.")] = 200,
    peers: Annotated[
        bool, typer.Option("--peers", help="Install and time reasoning-gym's matching tasks too.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Solve and verify instances of every task and level, and measure how fast they are made.

    The exit status is 0 when every solver's answer was accepted and no prompt came twice.
    """
    from statistics import median

    from codesteer.settings import read_settings
    from codesteer.symbench.task_bench.measure import measure
    from codesteer.symbench.task_bench.peers import compare

    def tell(what: str) -> None:
        typer.echo(f"measuring {what} ...", err=True)

    measured = measure(count, tell)
    compared = (
        compare(read_settings().home / "peers" / "reasoning-gym", count, tell) if peers else []
    )
    if as_json:
        report = {
            "count": count,
            "tasks": [asdict(each) for each in measured],
            "compared": [{**asdict(each), "times": each.times} for each in compared],
        }
        typer.echo(json.dumps(report, indent=1))
    else:
        typer.echo(f"{count} instances a level; medians of levels 1 to 5, in milliseconds")
        for each in measured:
            parts = (
                f"{name} {' '.join(f'{ms:8.3f}' for ms in values)}"
                for name, values in (
                    ("make", each.generate_ms),
                    ("solve", each.solve_ms),
                    ("verify", each.verify_ms),
                )
            )
            typer.echo(f"{each.task:<30} {'   '.join(parts)}   slowest {each.slowest_ms:8.1f}")
        for wrong in (text for each in measured for text in each.rejected):
            typer.echo(f"the solver's answer was not accepted: {wrong}")
        for twice in (text for each in measured for text in each.repeated):
            typer.echo(f"the prompt came twice: {twice}")
        for pair in compared:
            typer.echo(
                f"{pair.task:<26} {pair.ours_ms:8.3f} ms   reasoning-gym {pair.theirs:<18} "
                f"{pair.theirs_ms:8.3f} ms   {pair.times:6.2f} times   {pair.size}"
            )
        if compared:
            times = median(pair.times for pair in compared)
            typer.echo(f"in median, ours are made {times:.2f} times as fast")
    raise typer.Exit(0 if all(each.holds for each in measured) else 1)
