"""The veille's booklets, for `communs.livrets` to find."""

from veille.lecture import livrets  # noqa: F401
