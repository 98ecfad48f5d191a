"""The sentences and tables of Sonar's rooms, for `communs.etats` to find."""

from sonar.fabrique import transitions as _fabrique  # noqa: F401
