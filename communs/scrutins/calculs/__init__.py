"""Counting ballots: pure functions, options named by their place (0, 1, 2…) on the ballot.

Conventions, the same for every method (docs/scrutins.md says why):

- equal ballots are given once, with their number (`poids`);
- a ranking is one rank per option, 1 the best, equal ranks allowed, 0 for an option left unranked:
  unranked options come after all ranked ones, equal among themselves;
- ties are broken by `departage`, the options in an order that was published before anybody voted;
- nothing is drawn at random, and figures are exact (whole numbers or fractions).
"""
