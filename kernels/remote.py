"""Kernels on another machine, which a Jupyter server there starts for us."""

from pathlib import Path

from codesteer.errors import KernelStartFailed
from codesteer.kernels.jupyter import JupyterKernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.rest import JupyterServer, ServerRefused, Specs
from codesteer.kernels.startup import startup_code
from codesteer.kernels.transports.websocket import WebSocketTransport

__all__ = ["RemoteKernels"]

# A remote ipykernel was started with its own settings: keep no results and no history.
_FORGETFUL = """
get_ipython().displayhook.cache_size = 0
get_ipython().history_manager.enabled = False
"""


class RemoteKernels:
    """Kernels of a Jupyter Server, Kernel Gateway or Enterprise Gateway.

    They run with the rights their server gives them, in its directory: of our limits, only those on
    output and time hold there.

    Args:
        url: The server's address, as far as where "/api" begins.
        token: Its token; empty for a server that wants none.
        name: The kernel to start; empty for the server's default, or its first for Python.
        limits: Caps on each kernel's cells.

    Raises:
        InvalidRequest: The address cannot be used.
    """

    def __init__(self, url: str, token: str = "", *, name: str = "", limits: Limits) -> None:
        self._url = url
        self._token = token
        self._name = name
        self._limits = limits
        self._server()

    async def start(self, directory: Path | None = None) -> JupyterKernel:
        """A new kernel; see `KernelSource.start`. It has no directory of ours."""
        server = self._server()
        try:
            name, setup = await self._chosen(server)
        except BaseException:
            await server.close()
            raise
        transport = WebSocketTransport(server, name, start_s=self._limits.start_s)
        kernel = JupyterKernel(transport, self._limits, setup=setup)
        try:
            await transport.start()
            await kernel.set_up()
        except BaseException:
            await kernel.close()
            raise
        return kernel

    async def warm(self) -> None:
        """Find out whether the server has the kernel that is wanted.

        Raises:
            KernelStartFailed: It has not, or does not answer.
        """
        server = self._server()
        try:
            await self._chosen(server)
        finally:
            await server.close()

    async def close(self) -> None:
        """Nothing to let go of: every kernel has a connection of its own."""

    def _server(self) -> JupyterServer:
        return JupyterServer(self._url, self._token)

    async def _chosen(self, server: JupyterServer) -> tuple[str, str]:
        """The kernel's name on its server, and the code that sets it up.

        Raises:
            KernelStartFailed: There is none.
        """
        try:
            specs = await server.specs()
        except ServerRefused as refused:
            raise KernelStartFailed(str(refused)) from None
        name = self._name or _python(specs)
        if name not in specs.languages:
            known = ", ".join(sorted(specs.languages)) or "none"
            wanted = f"no kernel {self._name!r}" if self._name else "no kernel for Python"
            raise KernelStartFailed(
                f"The Jupyter server at {server.url} has {wanted}. "
                f"Set CODESTEER_KERNEL_NAME to one that it has: {known}."
            )
        if specs.languages[name] != "python":
            return name, ""
        return name, startup_code(self._limits) + _FORGETFUL


def _python(specs: Specs) -> str:
    """The server's default kernel where that is one for Python, or its first that is."""
    names = [specs.default, *sorted(specs.languages)]
    return next((name for name in names if specs.languages.get(name) == "python"), "")
