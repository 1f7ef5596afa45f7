"""What runs inside kernel processes.

It imports the standard library and IPython, and in kernels that are to be one, ipykernel.

A kernel must not hold or reach CodeSteer, so this package is loaded there under a name of its own
(`__main__.py`) and imports its siblings relatively.
"""
