"""What is said of a recommendation: its author may take it back, the organisers may remove it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi.models import Plan, Remarque

REMARQUES_MAX = 200


@transaction.atomic
def remarquer(
    *, identite: Identite, plan: Plan, preconisation: Preconisation, texte: str, demande: UUID
) -> Remarque:
    """Say something of a recommendation; `demande` names the form, sent twice says it once."""
    autoriser(identite, "suivi.remarquer", plan)
    plan = verrouiller(plan)
    if deja := plan.remarques.filter(uuid=demande).first():
        return deja
    if preconisation.remarques.count() >= REMARQUES_MAX:
        raise ValidationError(f"Pas plus de {REMARQUES_MAX} remarques sur une préconisation.")
    remarque = Remarque.objects.create(
        uuid=demande,
        plan=plan,
        preconisation=preconisation,
        auteur=Acteur.objects.de(identite.personne),
        texte=texte,
    )
    _consigner(identite, "suivi.remarquer", remarque)
    return remarque


@transaction.atomic
def reprendre(*, identite: Identite, remarque: Remarque, texte: str) -> Remarque:
    """Say it otherwise: only its author."""
    autoriser(identite, "suivi.reprendre_remarque", remarque)
    remarque = verrouiller(remarque)
    if remarque.texte != texte:
        remarque.texte = texte
        remarque.save(update_fields=["texte"])
        _consigner(identite, "suivi.reprendre_remarque", remarque)
    return remarque


@transaction.atomic
def retirer(*, identite: Identite, remarque: Remarque) -> None:
    """Take it out; harmless if already gone."""
    autoriser(identite, "suivi.retirer_remarque", remarque)
    if Remarque.objects.filter(pk=remarque.pk).exists():
        _consigner(identite, "suivi.retirer_remarque", remarque)
        remarque.delete()


def _consigner(identite: Identite, verbe: str, remarque: Remarque) -> None:
    journal.consigner(identite=identite, verbe=verbe, objet=remarque, numero=remarque.preconisation.numero)
