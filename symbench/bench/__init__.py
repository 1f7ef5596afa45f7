"""SymBench's side of the wire: an MCP client that measures a server from outside."""
