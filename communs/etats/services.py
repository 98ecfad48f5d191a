"""Writing in turn: the lock, the version, the change and its line of journal, in one transaction."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db import models, transaction

from communs.collectivites.identite import Identite
from communs.etats import journal
from communs.etats.calculs import en_texte
from communs.etats.models import Versionne
from communs.web.erreurs import Refus

V = TypeVar("V", bound=models.Model)
W = TypeVar("W", bound=Versionne)
DISCRET = "(les mots n’en sont pas gardés ici)"
DISPARU = "Ce que vous vouliez changer a été supprimé entre-temps. Votre saisie n’a pas été enregistrée."


class Conflit(Exception):
    """Somebody else wrote first; `actuel` is the row as it now stands."""

    def __init__(self, actuel: Versionne) -> None:
        super().__init__("version périmée")
        self.actuel = actuel


def verrouiller(objet: V, *, version: int | None = None) -> V:
    """Lock the row until the end of the transaction and return it fresh.

    Raises Conflit when `version` is given and no longer the row's, Refus (410) when it is gone.
    """
    actuel = type(objet)._base_manager.select_for_update(of=("self",)).filter(pk=objet.pk).first()
    if actuel is None:
        raise Refus(410, DISPARU)
    if version is not None and actuel.version != version:  # type: ignore[attr-defined]
        raise Conflit(actuel)  # type: ignore[arg-type]
    return actuel


@transaction.atomic
def modifier(
    *,
    identite: Identite,
    objet: W,
    version: int,
    champs: Mapping[str, Any],
    verbe: str,
    discrets: Collection[str] = (),
    **parametres: Any,
) -> W:
    """Write these fields if nobody wrote since `version`, and say in the journal what changed.

    Nothing changes when every value is already there: a form sent twice is written once. The line
    carries `avant` and `apres`, as texts, by field; of the fields `discrets`, which somebody may take back,
    only that they changed, for nothing leaves the journal. Raises Conflit, Refus (410).
    """
    actuel = verrouiller(objet)
    changes = {nom: valeur for nom, valeur in champs.items() if getattr(actuel, nom) != valeur}
    if not changes:
        return actuel
    if actuel.version != version:
        raise Conflit(actuel)
    avant = {nom: DISCRET if nom in discrets else en_texte(getattr(actuel, nom)) for nom in changes}
    for nom, valeur in changes.items():
        setattr(actuel, nom, valeur)
    enregistrer(actuel, *changes)
    apres = {nom: DISCRET if nom in discrets else en_texte(valeur) for nom, valeur in changes.items()}
    journal.consigner(identite=identite, verbe=verbe, objet=actuel, avant=avant, apres=apres, **parametres)
    return actuel


def enregistrer(objet: Versionne, *champs: str) -> None:
    """Save these fields of a locked row, and its next version."""
    objet.version += 1
    objet.save(update_fields=[*champs, "version"])
