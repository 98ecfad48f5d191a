"""An undefined variable in one of our templates fails the test that renders it."""

import inspect
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]


class VariableAbsente(str):
    """Django's `string_if_invalid`: asked to show `%s`, it names the template and fails."""

    __slots__ = ()

    def __contains__(self, cherche: object) -> bool:
        return cherche == "%s"

    def __mod__(self, variable: object) -> str:
        origine = _gabarit_en_cours()
        if origine and RACINE / "templates" in Path(origine).parents:
            raise AssertionError(f"Variable absente « {variable} » dans {origine}")
        return ""


def _gabarit_en_cours() -> str | None:
    for cadre in inspect.stack():
        noeud = cadre.frame.f_locals.get("self")
        if noeud is not None and hasattr(noeud, "origin") and hasattr(noeud, "token"):
            return noeud.origin.name
    return None
