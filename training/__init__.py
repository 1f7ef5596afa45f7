"""Training of new guides from recorded episodes.

Nothing is here yet: recording trajectories (`codesteer.steering`) comes first.
"""
