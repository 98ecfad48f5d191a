"""What the veille puts in the administration, for Django to find."""

from veille.recherche import admin  # noqa: F401
