"""Which files a kernel may touch, and how far this machine can hold it to that.

Covered, where the kernel of the operating system has Landlock (Linux 5.13 and later):
    - reading: only the Python environment, the system's libraries and a few files of /etc,
      /proc and /sys, and the paths the user names; never CodeSteer's own code or its records
    - writing: only the session's own directory
    - looking into or signalling processes outside the session
Covered everywhere:
    - secrets in the server's environment: a kernel gets a short list of variables, never the rest
    - `import codesteer`
Not covered:
    - network access, memory, CPU time and the number of processes
    - anything in the first list where Landlock is missing (macOS, Windows, older Linux)
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import codesteer
from codesteer.kernels.confine import landlock_abi

__all__ = ["Isolation", "kernel_environment", "own_paths"]

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
    """What kernels may not see, and what they may see beside their environment.

    Attributes:
        hidden: Files and directories that no kernel may read, whatever lies above them.
        readable: Further files and directories that kernels may read.
    """

    hidden: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()

    @property
    def level(self) -> str:
        """Either "files", where file access is confined here, or "environment"."""
        return "files" if landlock_abi() > 0 else "environment"

    def grants(self, directory: Path) -> dict[str, list[str]]:
        """The paths one kernel is granted.

        Args:
            directory: The session's own directory, which it may read and write.

        Returns:
            Lists of paths under "read", "list" and "write", as `confine.py` takes them.
        """
        hidden = {path.resolve() for path in self.hidden}
        read: list[str] = []
        listed: list[str] = []
        roots = (*_environment_roots(), *map(Path, _SYSTEM_TREES), *self.readable)
        for root in dict.fromkeys(path.resolve() for path in roots if path.exists()):
            _grant(root, hidden, read, listed)
        read.extend(path for path in _SYSTEM_FILES if os.path.exists(path))
        write = [path for path in _DEVICES if os.path.exists(path)]
        return {"read": read, "list": listed, "write": [str(directory), *write]}


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
        "MPLCONFIGDIR": str(directory / ".matplotlib"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "TMPDIR": str(directory),
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
