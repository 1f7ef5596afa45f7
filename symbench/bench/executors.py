"""The executors by name."""

from typing import Literal

from codesteer.errors import InvalidRequest
from codesteer.symbench.bench.executor import OpenExecutor, local_executor

__all__ = ["executor_named"]


def executor_named(name: Literal["local", "ray"], ray_address: str = "") -> OpenExecutor:
    """What opens an executor.

    Args:
        name: Which.
        ray_address: Of a Ray cluster that runs; empty has one started on this machine.

    Raises:
        InvalidRequest: Ray is not installed, or an address is given that nothing uses.
    """
    if name == "ray":
        from codesteer.symbench.bench.ray_executor import on_ray

        return on_ray(ray_address)
    if ray_address:
        raise InvalidRequest("--ray-address is for --executor ray: say both, or neither.")
    return local_executor
