"""The sandbox of one session, entered by a fresh process before any model's code runs in it.

Tiers, the strongest that this machine allows:
    A   namespaces, Landlock, seccomp, resource limits
    B   Landlock, seccomp, resource limits
    C   resource limits

Covered in A and B:
    - reading: only what is granted; never secrets of the machine, other sessions, CodeSteer
    - writing: only the session's own directory and what is granted (in A also a /tmp that is the
      session's alone)
    - network: none, loopback and sockets of other programs included (in A the session has a
      loopback of its own)
    - other processes: neither looked into nor signalled (in A not even seen)
    - privileges: no capability is left and none can be gained; no new namespaces, mounts,
      tracing, kernel keys, io_uring
Covered in every tier:
    - memory of each process, CPU time of each process, size of each file, core files
    - number of processes, where the session has a user of its own or a user namespace (A, or B
      as root); else counted with the user's other processes
Not covered:
    - flaws of the operating system's kernel
    - load: a session may use every core until its time is up
    - the total size of its directory
    - C: reading, writing, network, other processes of the same user
"""

import ctypes
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import landlock, namespaces, seccomp
from .libc import call, plain_fork, prctl

__all__ = ["Grants", "Sandbox", "Tier"]

Tier = str
"""A, B or C; see the module."""

_PR_SET_KEEPCAPS, _PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _PR_SET_DUMPABLE = 8, 24, 47, 4
_AMBIENT_RAISE, _AMBIENT_CLEAR = 2, 4
_CAP_DAC_READ_SEARCH, _LAST_CAP = 2, 63
_CAP_VERSION_3 = 0x20080522
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """What every session may read.

    Attributes:
        roots: Trees that hold what may be read.
        read: Files and trees that may be read and executed.
        listed: Trees of which only the names of entries may be listed.
        private: Whether there are files among them that only their owner may read.
    """

    roots: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    private: bool = False

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Grants":
        """Read what `dataclasses.asdict` wrote, by way of JSON."""
        lists = {name: tuple(data.get(name, ())) for name in ("roots", "read", "listed")}
        return cls(**lists, private=bool(data.get("private")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """What one session is confined to.

    Attributes:
        tier: How: A, B or C.
        directory: The session's own, which it may write.
        grants: What it may read.
        writable: Further directories that it may write.
        start_in: Where it starts; its own directory without.
        network: Whether it may use the network.
        unix_sockets: Whether it may make Unix sockets in tier B, as ZeroMQ must; always in A.
        uid: User to become; 0 keeps the user.
        memory_bytes: Cap on the memory of each process, beyond what it starts with.
        processes: Cap on processes and threads.
        cpu_s: Cap on the CPU seconds of each process.
        file_bytes: Cap on the size of each file.
    """

    tier: Tier
    directory: str
    grants: Grants = field(default_factory=Grants)
    writable: tuple[str, ...] = ()
    start_in: str = ""
    network: bool = False
    unix_sockets: bool = False
    uid: int = 0
    memory_bytes: int = 2 << 30
    processes: int = 64
    cpu_s: int = 3600
    file_bytes: int = 256 << 20

    @classmethod
    def parse(cls, data: Mapping[str, Any], grants: Grants | None = None) -> "Sandbox":
        """Read what `dataclasses.asdict` wrote, by way of JSON.

        Args:
            data: What was written.
            grants: Stands in for the grants, where they were left out.
        """
        values = dict(data)
        written = values.pop("grants", {})
        values["writable"] = tuple(values.get("writable", ()))
        if grants is None:
            grants = Grants.parse(written)
        return cls(grants=grants, **values)

    def shared_ruleset(self) -> int:
        """What Landlock is to allow to any session with these grants: a descriptor for `confine`.

        Made before the fork, where it takes half the time: afterwards each page that is touched
        must be copied first.

        Returns:
            The descriptor; -1 in a tier without Landlock.

        Raises:
            OSError: The operating system refused.
        """
        if self.tier == "C":
            return -1
        # In A loopback is the session's own, and its sockets go nowhere else.
        ruleset = landlock.make_ruleset(network=self.network or self.tier == "A")
        read = [path for path in self.grants.read if not _is_of_process(path)]
        landlock.allow(ruleset, read=read, listed=self.grants.listed)
        return ruleset

    def fork(self) -> int:
        """Fork the session's first process, in tier A in namespaces of its own.

        Returns:
            0 in that process, and its number in this one.

        Raises:
            OSError: The operating system refused; in either process.
        """
        if self.tier == "A":
            return namespaces.fork(network=self.network)
        return plain_fork()

    def settle(self) -> None:
        """In the session's first process: arrange what it sees of the machine, in tier A.

        Raises:
            OSError: The operating system refused.
        """
        if self.tier == "A":
            namespaces.settle(
                read=self.grants.roots,
                write=(self.directory, *self.writable),
                network=self.network,
            )
        os.chdir(self.start_in or self.directory)

    def confine(self, ruleset: int) -> None:
        """Give up everything this process, about to run a model's code, must not have.

        Args:
            ruleset: From `shared_ruleset`.

        Raises:
            OSError: The operating system refused.
        """
        if ruleset >= 0:
            self._allow_own(ruleset)
        self._limit()
        self._become_user()
        if ruleset >= 0:
            landlock.restrict(ruleset)
            os.close(ruleset)
            seccomp.deny(self._families())

    def _allow_own(self, ruleset: int) -> None:
        landlock.allow(
            ruleset,
            # The session has a /proc of its own in A.
            read=[path for path in self.grants.read if _is_of_process(path)],
            write=(
                self.directory,
                *self.writable,
                *_DEVICES,
                *self.private,
                f"/proc/{os.getpid()}",
            ),
        )

    @property
    def private(self) -> tuple[str, ...]:
        """Trees that are the session's alone, but for those in which something is put back."""
        if self.tier != "A":
            return ()
        return tuple(
            tree
            for tree in namespaces.SHARED_TREES
            if not any(root.startswith(f"{tree}/") for root in self.grants.roots)
        )

    def _families(self) -> tuple[int, ...]:
        if self.network:
            return (_UNIX, _INET, _INET6, _NETLINK)
        if self.tier == "A":
            # ZeroMQ cannot do without netlink; here it sees the session's own network.
            return (_UNIX, _INET, _INET6, _NETLINK)
        return (_UNIX, _NETLINK) if self.unix_sockets else ()

    def _limit(self) -> None:
        import resource  # not there on Windows, where this module is read as well

        taken = _data_bytes()
        for which, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, self.cpu_s),
            (resource.RLIMIT_FSIZE, self.file_bytes),
            (resource.RLIMIT_DATA, taken + self.memory_bytes),
            (resource.RLIMIT_NPROC, self._process_limit()),
        ):
            _, hard = resource.getrlimit(which)
            capped = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (capped, capped))

    def _process_limit(self) -> int:
        counted_alone = self.uid or (self.tier == "A" and os.geteuid())
        return self.processes + (0 if counted_alone else _tasks_of_user(os.getuid()))

    def _become_user(self) -> None:
        """Drop every capability, and become the session's own user where it has one."""
        if os.geteuid() != 0 and self.tier != "A":
            return  # An ordinary user has none.
        keep = self.uid != 0 and self._needs_owners_eyes()
        for number in range(_LAST_CAP + 1):
            if keep and number == _CAP_DAC_READ_SEARCH:
                continue
            try:
                prctl(_PR_CAPBSET_DROP, number)
            except OSError:
                break
        if self.uid:
            prctl(_PR_SET_KEEPCAPS, 1 if keep else 0)
            os.setgroups([])
            os.setresgid(self.uid, self.uid, self.uid)
            os.setresuid(self.uid, self.uid, self.uid)
        kept = 1 << _CAP_DAC_READ_SEARCH if keep else 0
        header = ctypes.create_string_buffer(struct.pack("=Ii", _CAP_VERSION_3, 0), 8)
        low, high = (kept, kept, kept), (0, 0, 0)
        call("capset", header, ctypes.create_string_buffer(struct.pack("=6I", *low, *high), 24))
        if keep:
            prctl(_PR_CAP_AMBIENT, _AMBIENT_RAISE, _CAP_DAC_READ_SEARCH)
        # Changing the user makes a process unreadable to itself in /proc.
        prctl(_PR_SET_DUMPABLE, 1)

    def _needs_owners_eyes(self) -> bool:
        """Whether files must be read that are closed to others; Landlock then says which."""
        if self.tier == "C" or self.grants.private:
            return self.tier != "C"
        return self.tier == "B" and not _all_open(self.grants.roots)


def _all_open(paths: tuple[str, ...]) -> bool:
    """Whether every user may reach and read these trees."""
    for path in paths:
        if not os.stat(path).st_mode & 0o004:
            return False
        while path != "/":
            path = os.path.dirname(path)
            if not os.stat(path).st_mode & 0o001:
                return False
    return True


def _is_of_process(path: str) -> bool:
    return path == "/proc" or path.startswith("/proc/")


def _data_bytes() -> int:
    """Private writable memory this process has now, as RLIMIT_DATA counts it."""
    try:
        with open("/proc/self/status", "rb") as file:
            lines = [line.split() for line in file if line.startswith((b"VmData", b"VmStk"))]
    except OSError:
        return 0
    return sum(int(line[1]) for line in lines) << 10


def _tasks_of_user(uid: int) -> int:
    """Processes and threads this user has now."""
    count = 0
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                if os.stat(f"/proc/{name}").st_uid == uid:
                    count += len(os.listdir(f"/proc/{name}/task"))
            except OSError:
                continue
    return count
