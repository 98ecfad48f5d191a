"""The tables of the veille, for Django to find."""

from veille.numeros import transitions as numeros  # noqa: F401
