"""The report of runs: one page that needs no network, pictures, and tables for other programs."""
