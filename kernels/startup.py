"""Code that a Python kernel which is not ours by birth runs before its first cell."""

import inspect
from dataclasses import asdict

from codesteer.kernels.inside import display, figures, output, under_ipykernel
from codesteer.kernels.limits import Limits
from codesteer.kernels.zygote import caps_of

__all__ = ["startup_code"]

_CODE = """
def _set_up(sources, caps):
    import sys, types
    package = types.ModuleType("codesteer_kernel")
    package.__path__ = []
    sys.modules["codesteer_kernel"] = package
    for name, source in sources.items():
        module = types.ModuleType("codesteer_kernel." + name)
        module.__package__ = "codesteer_kernel"
        module.__file__ = "/codesteer_kernel/" + name + ".py"
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(source, module.__file__, "exec"), module.__dict__)
    package.under_ipykernel.attach(get_ipython(), package.output.Caps(**caps))
_set_up({sources!r}, {caps!r})
del _set_up
"""


def startup_code(limits: Limits) -> str:
    """A cell that makes an ipykernel cap and show its output as our own kernels do."""
    modules = (output, figures, display, under_ipykernel)
    sources = {module.__name__.rpartition(".")[2]: inspect.getsource(module) for module in modules}
    return _CODE.replace("{sources!r}", repr(sources)).replace(
        "{caps!r}", repr(asdict(caps_of(limits)))
    )
