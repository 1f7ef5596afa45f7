"""`python -m codesteer` is the command `codesteer`."""

from codesteer.cli import main

main()
