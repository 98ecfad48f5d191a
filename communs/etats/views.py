"""What views of every tool share: the page of a stale write, and the post of a transition's button."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.choices import flatten_choices

from communs.collectivites.middleware import Requete
from communs.etats import journal
from communs.etats.calculs import en_texte
from communs.etats.forms import FormulaireVersionne, GesteForm
from communs.etats.models import Ligne, Versionne
from communs.etats.services import Conflit
from communs.etats.tables import Table, franchir
from communs.web.erreurs import Refus

INVALIDE = 422  # a form shown again with its errors
DEJA = "C’était déjà fait."
PERIME = "Quelqu’un a modifié cette page entre-temps. Relisez-la, puis recommencez si c’est toujours utile."
INCONNU = "Ce geste n’existe pas. Rien n’a été changé."


LIGNES_PAR_PAGE = 50


def page_du_journal(request: Requete, portee: UUID) -> dict[str, Any]:
    """What `etats/_journal.html` shows of an affair: a page of its lines, told in French."""
    page = Paginator(Ligne.objects.de_l_affaire(portee), LIGNES_PAR_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "entrees": [journal.raconter(ligne) for ligne in page]}


# --- a stale write -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Divergence:
    """One field on which the two texts differ."""

    libelle: str
    la_leur: str
    la_votre: str


def page_de_conflit(
    request: Requete, formulaire: FormulaireVersionne, actuel: Versionne, *, retour: str
) -> HttpResponse:
    """409 with both texts side by side, for a valid form whose version is stale."""
    contexte = {**les_deux_textes(request, formulaire, actuel), "retour": retour}
    return render(request, "etats/conflit.html", contexte, status=409)


def les_deux_textes(
    request: Requete, formulaire: FormulaireVersionne, actuel: Versionne
) -> dict[str, list[Any]]:
    """What differs (`divergences`) and what to post again (`renvois`), for the page or a part of one.

    Sending again writes over the version shown here, not over a later one. Everything else that was
    posted goes along.
    """
    leurs = model_to_dict(actuel)
    champs = [champ for champ in formulaire.visible_fields() if champ.name in leurs]
    comparaison = [
        Divergence(str(c.label), _lisible(leurs[c.name], c), _lisible(_pose(c), c)) for c in champs
    ]
    renvois = [
        (nom, valeur)
        for nom, valeurs in request.POST.lists()
        if nom not in {"csrfmiddlewaretoken", formulaire.add_prefix("version")}
        for valeur in valeurs
    ]
    return {
        "divergences": [d for d in comparaison if d.la_leur != d.la_votre],
        "renvois": [*renvois, (formulaire.add_prefix("version"), actuel.version)],
    }


def _pose(champ: BoundField) -> object:
    return champ.form.cleaned_data.get(champ.name, champ.value())


def _liste(valeur: object) -> Iterable[object]:
    return valeur if isinstance(valeur, list | tuple | set | models.QuerySet) else [valeur]


def _lisible(valeur: object, champ: BoundField) -> str:
    """What a reader reads of a field's value: the label of a choice rather than its code."""
    choix: Iterable[tuple[Any, Any]] = flatten_choices(getattr(champ.field, "choices", ()))
    libelles = {en_texte(getattr(cle, "value", cle)): str(libelle) for cle, libelle in choix}
    textes = [en_texte(getattr(v, "pk", v)).replace("\r\n", "\n") for v in _liste(valeur)]
    return ", ".join(libelles.get(texte, texte) for texte in textes)


# --- a text written in turn ----------------------------------------------------------------------


def ecrire_et_revenir(
    request: Requete,
    formulaire: FormulaireVersionne,
    ecrire: Callable[..., object],
    *,
    retour: str,
    fait: str,
    gabarit: str,
    contexte: Mapping[str, Any],
) -> HttpResponse:
    """The page of a form over a row that several people write: `gabarit`, which reads it as `form`.

    Posted, it calls the service `ecrire` with `version` and `champs`, says `fait` and goes to `retour`. What
    the form or the service refuses is shown with it (422); a stale version is the page of both texts (409).
    """
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrire(version=formulaire.cleaned_data["version"], champs=formulaire.changements())
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, fait)
            return redirect(retour)
    return render(
        request, gabarit, {**contexte, "form": formulaire}, status=INVALIDE if formulaire.errors else 200
    )


# --- the button of a transition ------------------------------------------------------------------


def franchir_et_revenir(
    request: Requete,
    table: Table,
    objet: Versionne,
    *,
    retour: str,
    fait: str = "",
    donnees: Mapping[str, Any] | None = None,
    **parametres: Any,
) -> HttpResponse:
    """Take the step that the posted button names (`etats/_gestes.html`) and go back, with a message.

    What forbids it becomes a message, never a broken page; a button pressed twice is told it was done.
    `fait` is said on success. PermissionDenied passes through (403).
    """
    formulaire = GesteForm(request.POST)
    if not formulaire.is_valid() and "motif" in formulaire.errors:
        messages.error(request, f"Motif : {formulaire.errors['motif'][0]}")
        return redirect(retour)
    saisie = formulaire.cleaned_data
    if formulaire.errors or saisie["geste"] not in table.par_nom:
        raise Refus(400, INCONNU)
    transition = table.par_nom[saisie["geste"]]
    try:
        franchir(
            table,
            identite=request.identite,
            objet=objet,
            nom=transition.nom,
            motif=saisie["motif"],
            version=saisie["version"],
            donnees=donnees,
            **parametres,
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    except Conflit:
        messages.error(request, PERIME)
    except Refus as refus:
        _expliquer(request, table, objet, transition.vers, refus)
    else:
        messages.success(request, fait or f"« {transition.libelle} » : c’est fait.")
    return redirect(retour)


def _expliquer(request: Requete, table: Table, objet: Versionne, vers: str, refus: Refus) -> None:
    present = type(objet)._base_manager.filter(pk=objet.pk).values_list(table.champ, flat=True).first()
    if present == vers:
        messages.info(request, DEJA)
    elif present is None:
        raise refus
    else:
        messages.error(request, refus.message)
