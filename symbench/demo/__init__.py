"""The demo: a server, a client, a model, one instance of each task, told as a conversation."""
