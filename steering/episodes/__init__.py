"""Looking at recorded episodes: list, show, replay, export."""
