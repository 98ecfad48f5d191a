"""Writing the final report, until it is sealed.

The database refuses any change of a sealed report (migration 0002); here the refusal becomes a
sentence, before and after the fact: somebody may seal it between our look and our write.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Service
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.web.erreurs import Refus
from eclaireurs.evaluation import ordre
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation, Rapport

Piece = Conclusion | Preconisation
PIECES_MAX = 200
SCELLE = (
    "Le rapport est scellé depuis qu’il a été présenté au comité final : ses conclusions et ses "
    "préconisations ne changent plus. Rien n’a été modifié."
)
REMIS = "Le rapport est remis à l’applicateur : reprenez d’abord la rédaction. Rien n’a été modifié."
AVEC_ACTIONS = (
    "Des actions répondent à cette préconisation dans le tableau de suivi : elle ne peut plus partir."
)


@contextmanager
def tant_que_non_scelle() -> Iterator[None]:
    """Turn the database's refusal into a Refus (409)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        if "le rapport est scellé" not in str(erreur):
            raise
        raise Refus(409, SCELLE) from None


def _ouvert(identite: Identite, rapport: Rapport) -> Rapport:
    """The report, locked, while its author writes it."""
    autoriser(identite, "rapport.ecrire", rapport)
    rapport = verrouiller(rapport)
    if rapport.scelle:
        raise Refus(409, SCELLE)
    if rapport.etat != EtatRapport.REDACTION:
        raise Refus(409, REMIS)
    return rapport


@transaction.atomic
def ajouter(
    *, identite: Identite, rapport: Rapport, modele: type[Piece], titre: str, texte: str, demande: UUID
) -> Piece:
    """Add a conclusion or a recommendation at the end; `demande` names the form, sent twice adds one."""
    rapport = _ouvert(identite, rapport)
    freres = modele.objects.filter(rapport=rapport)
    if deja := freres.filter(uuid=demande).first():
        return deja
    numero = ordre.prochain_numero(freres)
    if numero > PIECES_MAX:
        raise ValidationError(f"Pas plus de {PIECES_MAX} : regroupez-en avant d’en ajouter.")
    with tant_que_non_scelle():
        piece = modele.objects.create(uuid=demande, rapport=rapport, numero=numero, titre=titre, texte=texte)
    journal.consigner(identite=identite, verbe="rapport.ajouter", objet=piece, titre=titre)
    return piece


@transaction.atomic
def reecrire(*, identite: Identite, piece: Piece, version: int, champs: Mapping[str, Any]) -> Piece:
    """Change a text; Conflit if somebody else just did."""
    _ouvert(identite, piece.rapport)
    with tant_que_non_scelle():
        return modifier(
            identite=identite,
            objet=piece,
            version=version,
            champs=champs,
            verbe="rapport.modifier",
            titre=piece.titre,
        )


@transaction.atomic
def supprimer(*, identite: Identite, piece: Piece, version: int) -> None:
    """Take a text out and number the next ones again. Conflit if it has changed meanwhile."""
    rapport = _ouvert(identite, piece.rapport)
    modele = type(piece)
    if not modele.objects.filter(pk=piece.pk).exists():
        return
    piece = verrouiller(piece, version=version)
    if isinstance(piece, Preconisation) and piece.actions.exists():
        raise ValidationError(AVEC_ACTIONS)
    titre = piece.titre
    journal.consigner(identite=identite, verbe="rapport.supprimer", objet=piece, titre=titre)
    with tant_que_non_scelle():
        numero = piece.numero
        piece.delete()
        ordre.refermer(modele.objects.filter(rapport=rapport), numero)


@transaction.atomic
def deplacer(*, identite: Identite, piece: Piece, sens: int) -> None:
    """Move a text before (-1) or after (1) its neighbour; nothing at the end of the list."""
    rapport = _ouvert(identite, piece.rapport)
    freres: models.QuerySet = type(piece).objects.filter(rapport=rapport)
    actuelle = freres.filter(pk=piece.pk).first()
    if actuelle is None:
        return
    with tant_que_non_scelle():
        deplacee = ordre.deplacer(actuelle, freres, vers_le_haut=sens < 0)
    if not deplacee:
        return
    journal.consigner(identite=identite, verbe="rapport.ordonner", objet=piece)


@transaction.atomic
def designer_services(
    *, identite: Identite, preconisation: Preconisation, version: int, services: Iterable[Service]
) -> None:
    """Say which services a recommendation concerns; said again on a sealed report, it is refused.

    The services are part of what is presented to the committee, not of what is sealed.
    """
    autoriser(identite, "rapport.designer", preconisation)
    rapport = verrouiller(preconisation.rapport)
    if rapport.scelle:
        raise Refus(409, SCELLE)
    preconisation = verrouiller(preconisation)
    voulus = {service.pk: service.nom for service in services}
    if set(preconisation.services.values_list("pk", flat=True)) == set(voulus):
        return
    preconisation = verrouiller(preconisation, version=version)
    with tant_que_non_scelle():
        preconisation.services.set(voulus)
        enregistrer(preconisation)
    journal.consigner(
        identite=identite,
        verbe="rapport.designer_services",
        objet=preconisation,
        titre=preconisation.titre,
        services=", ".join(sorted(voulus.values())),
    )
