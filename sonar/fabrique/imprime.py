"""What the newspaper prints of the workshop."""

from typing import Any

from sonar.fabrique.lecture import lire


def contexte() -> dict[str, Any]:
    """Under `fabrique`: the drawing, the texts, the stages with their questions, the practices."""
    return {"fabrique": lire()}
