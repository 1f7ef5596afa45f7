"""Questions labelled with the formulations that a good programmer would accept."""
