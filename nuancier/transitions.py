"""The tables of states of the themes, and the sentences they write in the journal (loaded by name)."""

from nuancier.parcours import recit as parcours  # noqa: F401
from nuancier.sessions import transitions as sessions  # noqa: F401
from nuancier.vie import transitions as vie  # noqa: F401
