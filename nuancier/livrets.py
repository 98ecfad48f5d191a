"""The Nuancier's booklets, for `communs.livrets` to find."""

from nuancier.exports import livrets as exports  # noqa: F401
from nuancier.exports import origines  # noqa: F401
from nuancier.sessions import livrets as sessions  # noqa: F401
