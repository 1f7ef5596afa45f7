"""The configuration that adds this server to a client, for people to paste."""

import json
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Configuration", "configure", "server_command"]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What to paste, exactly, and where it goes."""

    text: str
    where: str


def server_command() -> list[str]:
    """The command that starts this installation's server, by absolute paths."""
    script = Path(sys.argv[0])
    if script.stem != "codesteer" or not script.is_file():
        script = Path(sys.executable).with_name("codesteer")
    if script.is_file():
        return [str(script.absolute()), "serve"]
    found = shutil.which("codesteer")
    return [found, "serve"] if found else [sys.executable, "-m", "codesteer", "serve"]


def configure(client: str) -> Configuration:
    """The configuration for a client.

    Args:
        client: "claude-desktop", "claude-code" or "vscode".

    Raises:
        ValueError: Another client.
    """
    command, *arguments = server_command()
    entry = {"command": command, "args": arguments}
    match client:
        case "claude-desktop":
            return Configuration(
                json.dumps({"mcpServers": {"codesteer": entry}}, indent=2),
                "In Claude Desktop, Settings > Developer > Edit Config opens "
                'claude_desktop_config.json. Paste this; if there is a "mcpServers" already, add '
                'only the "codesteer" part to it. Then restart Claude Desktop.',
            )
        case "claude-code":
            return Configuration(
                shlex.join(["claude", "mcp", "add", "codesteer", "--", command, *arguments]),
                "Run this in a terminal, in the project where you want the server.",
            )
        case "vscode":
            return Configuration(
                json.dumps({"servers": {"codesteer": {"type": "stdio", **entry}}}, indent=2),
                "Paste this into .vscode/mcp.json of your project; if there is a "
                '"servers" already, add only the "codesteer" part to it.',
            )
    raise ValueError(f"no configuration is known for {client!r}")
