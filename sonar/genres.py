"""The kinds of dossier of Sonar's rooms, for `communs.dossiers` to find."""

from sonar.fabrique import genre as _fabrique  # noqa: F401
