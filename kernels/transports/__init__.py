"""The three wires: a socket pair, ZMQ, and WebSocket."""
