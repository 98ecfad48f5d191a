"""The basket: what a reader without account has picked, in order, in her session."""

from typing import Any

from nuancier.models import Module, Teinte
from nuancier.parcours.models import MAX_PASTILLES

CLE = "nuancier_panier"


def reference(teinte: Teinte, module: Module | None) -> str:
    """« 4.1 », or « 4.1-aller-voir »."""
    return f"{teinte.code}-{module.cle}" if module is not None else teinte.code


def references(session: Any) -> list[str]:
    return list(session.get(CLE, ()))


def mettre(session: Any, teinte: Teinte, module: Module | None) -> bool:
    """Put it last; already there, it stays where it is. False when the basket is full."""
    gardees = references(session)
    voulue = reference(teinte, module)
    if voulue in gardees:
        return True
    if len(gardees) >= MAX_PASTILLES:
        return False
    session[CLE] = [*gardees, voulue]
    return True


def enlever(session: Any, voulue: str) -> None:
    """Take it out; already gone, nothing."""
    session[CLE] = [gardee for gardee in references(session) if gardee != voulue]


def vider(session: Any) -> None:
    session.pop(CLE, None)


def contenu(session: Any) -> list[tuple[str, Teinte, Module | None]]:
    """What the basket holds and the chart still shows, in order (two queries)."""
    gardees = references(session)
    codes = {gardee.partition("-")[0] for gardee in gardees}
    visibles = Teinte.objects.en_vue().filter(code__in=codes) if codes else Teinte.objects.none()
    teintes = {t.code: t for t in visibles.select_related("famille").prefetch_related("modules")}
    resultat = []
    for gardee in gardees:
        code, _, cle = gardee.partition("-")
        if code in teintes:
            modules = {m.cle: m for m in teintes[code].modules.all()}
            resultat.append((gardee, teintes[code], modules.get(cle)))
    return resultat
