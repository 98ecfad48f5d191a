"""The page that a stale write gets: both texts, and the choice."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communs.etats.calculs import en_texte
from communs.etats.forms import FormulaireVersionne
from communs.etats.models import Versionne


@dataclass(frozen=True)
class Divergence:
    """One field: what stands now, what this reader wrote, and the value to send again."""

    nom: str
    libelle: str
    la_leur: str
    la_votre: str
    valeurs: tuple[str, ...]


def page_de_conflit(
    request: HttpRequest, formulaire: FormulaireVersionne, actuel: Versionne, *, retour: str
) -> HttpResponse:
    """409 with both texts side by side. Sending again writes over the version shown here, not a later one."""
    champs = [champ for champ in formulaire.visible_fields() if champ.name in formulaire.cleaned_data]
    neuf = type(formulaire)(instance=actuel)
    return render(
        request,
        "etats/conflit.html",
        {
            "divergences": [
                Divergence(
                    nom=champ.html_name,
                    libelle=str(champ.label),
                    la_leur=_lisible(neuf[champ.name].value(), champ.field),
                    la_votre=_lisible(champ.value(), champ.field),
                    valeurs=tuple(en_texte(v) for v in _liste(champ.value())),
                )
                for champ in champs
            ],
            "version": actuel.version,
            "retour": retour,
        },
        status=409,
    )


def _liste(valeur: object) -> list[object]:
    return list(valeur) if isinstance(valeur, list | tuple | set) else [valeur]


def _lisible(valeur: object, champ: object) -> str:
    """What a reader reads of a field's value: the label of a choice rather than its code."""
    libelles = {en_texte(cle): str(libelle) for cle, libelle in getattr(champ, "choices", ())}
    textes = [en_texte(getattr(v, "pk", v)) for v in _liste(valeur)]
    return ", ".join(libelles.get(texte, texte) for texte in textes)
