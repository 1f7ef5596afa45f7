"""One module a task, with `read` and `payload`; see `codesteer.symbench.original.case`."""
