"""Numbers that the paper has published: facts, copied by hand.

Source: CodeSteer, arXiv 2502.04350: `success_rates.csv` is its table 1 (percent, 100 samples a
task), `cost.csv` its table 8 (average normalised score, tokens and seconds a sample).
"""
