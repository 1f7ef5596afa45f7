"""Which files, and how much of the machine, a session may touch.

What the sandbox then holds, tier by tier, is said in `inside/sandbox.py`. In every tier:
    - secrets in the server's environment: a kernel gets a short list of variables, never the rest
    - `import codesteer`
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import codesteer
from codesteer.kernels.inside.figures import BACKEND
from codesteer.kernels.inside.sandbox import Grants, Sandbox, Tier
from codesteer.kernels.limits import Limits

__all__ = ["TIERS", "Isolation", "kernel_environment", "own_paths"]

TIERS: tuple[Tier, ...] = ("A", "B", "C")
"""The strongest first."""

_SYSTEM_TREES = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/sys/devices/system")
_SYSTEM_FILES = (
    *(f"/etc/{name}" for name in (
        "alternatives", "fonts", "gai.conf", "group", "host.conf", "hosts", "ld.so.cache",
        "ld.so.conf", "ld.so.conf.d", "localtime", "mime.types", "nsswitch.conf", "os-release",
        "passwd", "protocols", "resolv.conf", "services", "ssl", "timezone",
    )),
    *(f"/proc/{name}" for name in (
        "cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime",
    )),
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_KEPT_VARIABLES = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "WINDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """What sessions may touch.

    Attributes:
        hidden: Files and directories that no session may read, whatever lies above them.
        readable: Further files and directories that sessions may read.
        network: Whether sessions may use the network.
        at_least: The weakest tier that will do; kernels do not start below it.
        at_most: The strongest tier to use.
    """

    hidden: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()
    network: bool = False
    at_least: Tier = "C"
    at_most: Tier = "A"

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that will do, the strongest first."""
        return tuple(tier for tier in TIERS if self.at_most <= tier <= self.at_least)

    def grants(self) -> Grants:
        """The paths every session may read."""
        hidden = {path.resolve() for path in self.hidden}
        read: list[str] = []
        listed: list[str] = []
        named = (*_environment_roots(), *map(Path, _SYSTEM_TREES), *self.readable)
        roots = list(dict.fromkeys(path.resolve() for path in named if path.exists()))
        for root in roots:
            if not any(other in root.parents for other in roots):
                _grant(root, hidden, read, listed)
        read.extend(path for path in _SYSTEM_FILES if os.path.exists(path))
        return Grants(
            roots=tuple(map(str, roots)),
            read=tuple(read),
            listed=tuple(listed),
            private=bool(self.readable),
        )

    def sandbox(
        self, tier: Tier, directory: Path, limits: Limits, *, uid: int = 0, ipc: bool = False
    ) -> Sandbox:
        """What one session is confined to.

        Args:
            tier: How.
            directory: Its own.
            limits: Caps on what it takes.
            uid: Its user; 0 for the server's own.
            ipc: Whether its messages come over Unix sockets that it makes itself.
        """
        return Sandbox(
            tier=tier,
            directory=str(directory),
            grants=self.grants() if ipc else Grants(),
            network=self.network,
            unix_sockets=ipc,
            uid=uid,
            memory_bytes=limits.memory_bytes,
            processes=limits.processes,
            cpu_s=limits.cpu_s,
            file_bytes=limits.file_bytes,
        )


def own_paths() -> tuple[Path, ...]:
    """Every place where CodeSteer's own code lies: the rooms, the lobby, install records."""
    lobby = Path(codesteer.__file__).resolve().parent
    places = {lobby}
    for entry in map(Path, codesteer.__path__):
        if entry.resolve() != lobby:
            places.update(entry / room for room in _rooms(entry))
    try:
        files = metadata.distribution("codesteer").files or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        top = Path(str(file.locate())).resolve()
        if "codesteer" in top.name.lower() or top.parent.name.endswith(".dist-info"):
            places.add(top.parent if top.parent.name.endswith(".dist-info") else top)
    return tuple(sorted(places))


def kernel_environment(directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment variables of a kernel: a short list of harmless ones, and its own places.

    Args:
        directory: The session's directory; home and temporary files go there.
        environ: The server's environment, from which nothing else is taken.
    """
    kept = {name: environ[name] for name in _KEPT_VARIABLES if name in environ}
    return kept | {
        "HOME": str(directory),
        "IPYTHONDIR": str(directory / ".ipython"),
        "LOGNAME": "user",
        "MPLBACKEND": f"module://{BACKEND}",
        "MPLCONFIGDIR": str(directory / ".matplotlib"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "TMPDIR": str(directory),
        "USER": "user",
    }


def _rooms(root: Path) -> Iterable[str]:
    return (name for name in ("src", "mcp_server", "steering", "kernels", "symbench", "training",
                              "tests") if (root / name).is_dir())  # fmt: skip


def _environment_roots() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    named = (paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib"))
    return tuple(map(Path, (sys.prefix, sys.base_prefix, *named)))


def _grant(root: Path, hidden: set[Path], read: list[str], listed: list[str]) -> None:
    """Grant `root` whole, or where something hidden lies below it, its other entries."""
    if any(root == path or path in root.parents for path in hidden):
        return
    if not any(root in path.parents for path in hidden):
        read.append(str(root))
        return
    # Python finds modules by listing their directory, so the names stay visible.
    listed.append(str(root))
    for entry in sorted(root.iterdir()):
        if not entry.is_symlink():
            _grant(entry, hidden, read, listed)
