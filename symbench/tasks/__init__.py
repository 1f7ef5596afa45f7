"""One module a task; each holds its task as `TASK`."""
