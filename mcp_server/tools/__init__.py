"""One module a tool; each makes its tool with `tool()`."""
