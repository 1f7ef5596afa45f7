"""Starts a part of this package, by path and in isolated mode.

python -I kernels/inside zygote FD SETTINGS
"""

import importlib
import importlib.util
import sys
from pathlib import Path

_NAME = "codesteer_kernel"


def _main() -> None:
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != here]
    spec = importlib.util.spec_from_file_location(
        _NAME, here / "__init__.py", submodule_search_locations=[str(here)]
    )
    if spec is None or spec.loader is None:
        sys.exit(f"codesteer: {here} is incomplete; install it again")
    package = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = package
    spec.loader.exec_module(package)
    importlib.import_module(f"{_NAME}.{sys.argv[1]}").main(sys.argv[2:])


if __name__ == "__main__":
    _main()
