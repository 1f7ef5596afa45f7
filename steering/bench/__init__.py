"""What can be measured of steering without a model: the machinery, not its worth."""
