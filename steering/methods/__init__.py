"""Methods: ways to let a task model answer a question, alone or steered; see `registry`."""
