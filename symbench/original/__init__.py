"""The published data set: its instances read, rebuilt as ours, and judged by our verifiers."""
