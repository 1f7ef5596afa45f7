"""CodeSteer: an MCP server that steers language models between text and code.

The rooms are `codesteer.mcp_server`, `codesteer.steering`, `codesteer.kernels`,
`codesteer.symbench` and `codesteer.training`; this lobby holds what all of them may import.
"""

from pathlib import Path as _Path

__version__ = "0.1.0"

# In a checkout the rooms are the repository's top-level folders; in an installed wheel they
# lie beside this file and nothing needs to be added.
_root = _Path(__file__).resolve().parents[2]
if (_root / "pyproject.toml").is_file() and (_root / "mcp_server").is_dir():
    __path__.append(str(_root))
