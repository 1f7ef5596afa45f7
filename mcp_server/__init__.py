"""The MCP server: validates, calls steering, kernels and tasks, and formats what they say."""
