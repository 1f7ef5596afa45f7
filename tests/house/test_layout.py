"""The house: where things are, and which way imports run."""

import ast
import importlib
import pkgutil
import sys
import tomllib
from pathlib import Path

import pytest

import codesteer

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("mcp_server", "steering", "kernels", "symbench", "training")
LOBBY = {
    "codesteer", "codesteer.answers", "codesteer.errors", "codesteer.latex", "codesteer.settings",
}  # fmt: skip

# What each part may import of the house, beside the lobby and itself.
MAY_IMPORT = {
    "kernels": set(),
    "symbench": set(),
    "symbench.adapters": {"symbench", "symbench.bench", "steering"},
    "symbench.bench": {"symbench", "steering"},
    "symbench.demo": {"symbench", "symbench.bench", "steering"},
    "steering": {"kernels"},
    "mcp_server": {"steering", "kernels", "symbench"},
    "training": {"steering", "symbench"},
}
# Libraries that a part must not know.
MUST_NOT_KNOW = {
    "kernels": {"mcp", "openai"},
    "symbench": {"mcp", "openai", "jupyter_client", "ipykernel"},
    "steering": {"mcp", "jupyter_client", "ipykernel", "zmq"},
}


def modules():
    """Every module of the house: its dotted name below codesteer, and its file."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path
    for path in sorted((ROOT / "src" / "codesteer").glob("*.py")):
        yield path.stem, path


MODULES = dict(modules())
EACH_MODULE = pytest.mark.parametrize("name", list(MODULES))


def part_of(name):
    """The part a module belongs to: a room, or one of SymBench's clients."""
    words = name.removeprefix("codesteer.").split(".")
    two = ".".join(words[:2])
    return two if two in MAY_IMPORT else words[0]


def imported(tree, *, at_top_only=False):
    """Full names of what a module imports."""
    nodes = tree.body if at_top_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@EACH_MODULE
def test_imports_run_one_way(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    part = part_of(name)
    if part not in MAY_IMPORT:
        in_lobby = set(imported(tree, at_top_only=True))
        assert not any(i.startswith(f"codesteer.{room}") for i in in_lobby for room in ROOMS)
        return
    for target in imported(tree):
        if target.partition(".")[0] != "codesteer" or target in LOBBY:
            continue
        if any(target.startswith(f"{lobby}.") for lobby in LOBBY - {"codesteer"}):
            continue
        if target in ("codesteer.__version__",):
            continue
        room = part_of(target)
        assert room == part or room in MAY_IMPORT[part], f"{name} imports {target}"


@EACH_MODULE
def test_rooms_know_only_the_libraries_they_may(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    forbidden = MUST_NOT_KNOW.get(part_of(name), set())
    found = {target.partition(".")[0] for target in imported(tree)}
    assert not found & forbidden


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("kernels.inside.")])
def test_what_runs_inside_kernels_knows_nothing_of_codesteer(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    known = {target.partition(".")[0] for target in imported(tree)}
    kernels_own = {"IPython", "ipykernel", "tornado", "traitlets", "zmq"}
    assert known <= {*sys.stdlib_module_names, *kernels_own, "resource"}


@EACH_MODULE
def test_every_module_says_what_it_is_and_exports_what_it_lists(name):
    path = MODULES[name]
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
    if path.stem in ("__init__", "__main__"):
        return
    if part_of(name) == "symbench.adapters" and not _can_be_imported(name):
        return
    module = importlib.import_module(f"codesteer.{name}")
    public = getattr(module, "__all__", None)
    assert public, f"{name} has no __all__"
    for symbol in public:
        assert hasattr(module, symbol), f"{name}.__all__ names {symbol}"


def _can_be_imported(name):
    """Whether the library of an adapter is here; where it is not, its extra must be named."""
    try:
        importlib.import_module(f"codesteer.{name}")
    except ImportError as error:
        if "pip install 'codesteer[" not in str(error):
            raise
        return False
    return True


def test_the_kernels_folder_is_no_regular_package():
    # Hugging Face's own package `kernels` would be hidden by one whenever the repository's root
    # is on sys.path, and transformers and trl would break.
    assert not (ROOT / "kernels" / "__init__.py").exists()


def test_rooms_are_imported_under_codesteer_only():
    import codesteer.steering.steerer  # noqa: F401

    assert not set(ROOMS) & sys.modules.keys()


def test_every_room_can_be_found_from_the_package():
    found = {module.name for module in pkgutil.iter_modules(codesteer.__path__)}
    assert {"mcp_server", "steering", "symbench", "training"} <= found
    assert importlib.import_module("codesteer.kernels.pool")


def test_every_subpackage_is_part_of_the_wheel():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["only-include"]) == {"src/codesteer", *ROOMS}
    assert set(wheel["sources"]) == {"src/codesteer", *ROOMS}


def test_type_checkers_see_every_part():
    seen = {path.name for path in (ROOT / "typings" / "codesteer").iterdir()}
    lobby = {path.name for path in (ROOT / "src" / "codesteer").glob("*.py")}
    assert seen == lobby | set(ROOMS)
    assert all(path.exists() for path in (ROOT / "typings" / "codesteer").iterdir())


def test_constraints_pin_versions_and_nothing_else():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        name, _, version = line.partition("==")
        assert name == name.lower().strip(), line
        assert version, line
        assert not {"/", "@", " "} & set(line), line


def test_every_direct_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.partition("==")[0].replace("_", "-") for line in lines}
    for requirement in wanted:
        name = requirement.split(">")[0].split("=")[0].strip().lower().replace("_", "-")
        assert name in pinned, name


FORBIDDEN = ("py" + "pi.org", "files.python" + "hosted", "/work" + "/main", "regis" + "try.npmjs")


def test_no_file_names_a_registry_or_a_workplace():
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            text = path.read_text("utf-8", "replace")
            assert not [word for word in FORBIDDEN if word in text], name


@EACH_MODULE
def test_no_room_evaluates_text(name):
    """Model text runs in kernels, never here."""
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__"), name
