"""Embedded mode: Vigie with its own PostgreSQL and Valkey, from wheels, in one data folder.

`python -m config.embarque` is what the Makefile calls; `docs/decisions/embarque.md` says why it is so.
"""
