"""The journal: one door to write it, one to purge it, and the sentences that tell it in French."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder

from communs.collectivites.identite import Identite
from communs.etats.inalterable import porte_de_purge
from communs.etats.models import Acteur, Ligne

_phrases: dict[str, str] = {}


def inscrire(phrases: Mapping[str, str]) -> None:
    """Register the sentence of each verb: `{"suivi.action.retenir": "a retenu l’action « {titre} »"}`.

    It follows the person's name; `{cible}` is the person the line is about. ValueError if taken.
    """
    for verbe, phrase in phrases.items():
        if verbe in _phrases:
            raise ValueError(f"Verbe déjà inscrit : {verbe}")
        _phrases[verbe] = phrase


def verbes() -> frozenset[str]:
    return frozenset(_phrases)


def modele(verbe: str) -> str:
    """The registered sentence of this verb; KeyError if there is none."""
    return _phrases[verbe]


def consigner(
    *,
    identite: Identite | None,
    verbe: str,
    objet: Any,
    cible: Acteur | None = None,
    **parametres: Any,
) -> Ligne:
    """Write one line about `objet` (a row with `portee` and `uuid`), in the caller's transaction.

    `identite` is None when the platform itself acts.

    `parametres` are plain values (dates and UUIDs become text), never a person's name: a person is a
    `cible`, so that erasing her leaves nothing behind. KeyError for a verb without sentence.
    """
    if verbe not in _phrases:
        raise KeyError(f"Verbe sans phrase : {verbe}")
    compte = identite.compte if identite is not None else None
    return Ligne.objects.create(
        acteur=Acteur.objects.de(compte) if compte is not None else None,
        verbe=verbe,
        cible=cible,
        portee=objet.portee,
        sujet=objet._meta.label_lower,
        reference=objet.uuid,
        parametres=json.loads(json.dumps(parametres, cls=DjangoJSONEncoder)),
    )


def phrase(ligne: Ligne) -> str:
    """What the line tells, in French, without the name of who did it."""
    cible = ligne.cible.au_milieu if ligne.cible is not None else ""
    parametres = {cle: "" if valeur is None else valeur for cle, valeur in ligne.parametres.items()}
    return _phrases[ligne.verbe].format(cible=cible, **parametres)


@dataclass(frozen=True)
class Changement:
    """One field of a written row, before and after."""

    libelle: str
    avant: str
    apres: str


@dataclass(frozen=True)
class Entree:
    """One line as a reader sees it; `qui` is empty when the platform itself acted, `motif` when the
    sentence says it already."""

    le: datetime
    qui: str
    phrase: str
    motif: str
    changements: tuple[Changement, ...]


def raconter(ligne: Ligne) -> Entree:
    """The whole line in French; no query where `de_l_affaire` fetched it."""
    avant, apres = ligne.parametres.get("avant") or {}, ligne.parametres.get("apres") or {}
    return Entree(
        le=ligne.cree_le,
        qui=ligne.acteur.nom_affiche if ligne.acteur is not None else "",
        phrase=phrase(ligne),
        motif="" if "{motif}" in modele(ligne.verbe) else ligne.parametres.get("motif") or "",
        changements=tuple(
            _changement(ligne.sujet, nom, avant.get(nom, ""), valeur) for nom, valeur in apres.items()
        ),
    )


def _changement(sujet: str, nom: str, avant: str, apres: str) -> Changement:
    """In French, choices by their label; in the journal's own terms when the model has changed since."""
    try:
        champ = apps.get_model(sujet)._meta.get_field(nom)
    except (LookupError, FieldDoesNotExist):
        return Changement(nom, avant, apres)
    libelles = {str(cle): str(libelle) for cle, libelle in getattr(champ, "flatchoices", ())}
    return Changement(
        str(getattr(champ, "verbose_name", nom)), libelles.get(avant, avant), libelles.get(apres, apres)
    )


def purger(portee: UUID) -> int:
    """Delete the journal of an affair that is itself deleted, and return its number of lines."""
    with porte_de_purge(portee):
        return Ligne.objects.filter(portee=portee).delete()[0]
