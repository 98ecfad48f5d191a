"""Every write to the document base goes through here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal, purges
from communs.etats.models import Acteur
from communs.etats.services import Conflit, enregistrer, verrouiller
from communs.web.erreurs import Refus
from veille.notices.fiches import FicheNotice, ecrire, en_dict, lire
from veille.notices.models import Notice
from veille.numeros.models import Numero
from veille.publications import accorder

DELAI = timedelta(days=30)
SUPPRIMEE = "Cette notice a été supprimée entre-temps. Votre saisie n’a pas été enregistrée."
FUSIONNEE = "Cette notice a été fusionnée : défaites la fusion pour la retrouver."
TROP_TARD = "Cette notice a été supprimée il y a plus de trente jours : elle ne revient plus."
JAMAIS_PARUE = "Le public n’a jamais lu cette notice : il n’y a rien à retirer."


journal.inscrire(
    {
        "veille.creer_notice": "a créé la notice",
        "veille.corriger_notice": "a corrigé la notice",
        "veille.supprimer_notice": "a supprimé la notice",
        "veille.restaurer_notice": "a repris la notice de la corbeille",
        "veille.retirer_notice": "a retiré la notice du public",
        "veille.remettre_notice": "a remis la notice au public",
    }
)


@transaction.atomic
def creer(*, identite: Identite, fiche: FicheNotice) -> Notice:
    """A new notice of the base, not yet public. Raises ValidationError for what the models refuse."""
    autoriser(identite, "veille.documenter")
    notice = ecrire(fiche, Notice(cree_par=Acteur.objects.de(identite.personne)))
    journal.consigner(identite=identite, verbe="veille.creer_notice", objet=notice)
    return notice


@transaction.atomic
def corriger(*, identite: Identite, notice: Notice, fiche: FicheNotice, version_lue: int) -> Notice:
    """Make the notice say this, if nobody wrote since `version_lue`.

    What it says already is written once. Raises Conflit when stale, Refus (410) when deleted,
    ValidationError for what the models refuse.
    """
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(notice)
    if actuelle.supprime_le is not None:
        raise Refus(410, SUPPRIMEE)
    presente = lire(actuelle)
    if presente == fiche:
        return actuelle
    if actuelle.version != version_lue:
        raise Conflit(actuelle)
    ecrire(fiche, actuelle)
    enregistrer(actuelle)
    avant, apres = differences(en_dict(presente), en_dict(fiche))
    journal.consigner(
        identite=identite, verbe="veille.corriger_notice", objet=actuelle, avant=avant, apres=apres
    )
    accorder([actuelle])
    return actuelle


def differences(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that changed, as they were and as they are."""
    noms = [nom for nom in apres if avant[nom] != apres[nom]]
    return {nom: avant[nom] for nom in noms}, {nom: apres[nom] for nom in noms}


class DansUnNumero(Refus):
    """It stands in these issues: take it out of them first."""

    def __init__(self, numeros: list[Numero]) -> None:
        super().__init__(
            409,
            "Cette notice est dans un numéro, elle ne se supprime pas : "
            + " ; ".join(f"{numero.titre} ({numero})" for numero in numeros)
            + ".",
        )
        self.numeros = numeros


def numeros_de(notice: Notice) -> list[Numero]:
    """The issues in which it stands, as a notice, in a box or in the agenda."""
    return list(
        Numero.objects.presents().ou_figure(notice).select_related("bulletin").order_by("-date", "-pk")
    )


@transaction.atomic
def supprimer(*, identite: Identite, notice: Notice) -> Notice:
    """Put it in the bin, for DELAI. A second time changes nothing. Raises DansUnNumero (409)."""
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(notice)
    if actuelle.supprime_le is not None:
        return actuelle
    if numeros := numeros_de(actuelle):
        raise DansUnNumero(numeros)
    return _noter(identite, actuelle, "veille.supprimer_notice", supprime_le=timezone.now())


@transaction.atomic
def restaurer(*, identite: Identite, notice: Notice) -> Notice:
    """Take it back from the bin. Raises Refus (409) for a merged one and after DELAI."""
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(notice)
    if actuelle.supprime_le is None:
        return actuelle
    if actuelle.fusionnee_dans_id is not None:
        raise Refus(409, FUSIONNEE)
    if actuelle.supprime_le < timezone.now() - DELAI:
        raise Refus(409, TROP_TARD)
    return _noter(identite, actuelle, "veille.restaurer_notice", supprime_le=None)


@transaction.atomic
def retirer(*, identite: Identite, notice: Notice, motif: str) -> Notice:
    """Take it back from the public; its issues keep its place. Raises Refus (409, 410)."""
    autoriser(identite, "veille.documenter")
    actuelle = _presente(notice)
    if actuelle.publiee_le is None:
        raise Refus(409, JAMAIS_PARUE)
    if actuelle.retiree_le is not None:
        return actuelle
    return _noter(identite, actuelle, "veille.retirer_notice", motif=motif, retiree_le=timezone.now())


@transaction.atomic
def remettre(*, identite: Identite, notice: Notice) -> Notice:
    """Let the public read it again."""
    autoriser(identite, "veille.documenter")
    actuelle = _presente(notice)
    if actuelle.retiree_le is None:
        return actuelle
    return _noter(identite, actuelle, "veille.remettre_notice", retiree_le=None)


def _presente(notice: Notice) -> Notice:
    actuelle = verrouiller(notice)
    if actuelle.supprime_le is not None:
        raise Refus(410, SUPPRIMEE)
    return actuelle


def _noter(identite: Identite, notice: Notice, verbe: str, motif: str = "", **champs: Any) -> Notice:
    for nom, valeur in champs.items():
        setattr(notice, nom, valeur)
    notice.modifie_le = timezone.now()
    enregistrer(notice, "modifie_le", *champs)
    journal.consigner(identite=identite, verbe=verbe, objet=notice, motif=motif)
    accorder([notice])
    return notice


def purger() -> int:
    """Empty the bin of what went there longer ago than DELAI; return how many notices were.

    What the public never read is deleted, with its journal. Of what it did, the bare address stays: readers
    are led to the notice it was merged into, harvesters told that it is no more.
    """
    perimees = Notice.objects.filter(supprime_le__lt=timezone.now() - DELAI).exclude(titre="", resume="")
    return purges.purger(perimees.order_by("supprime_le", "pk"), _vider)


def _vider(notice: Notice) -> None:
    journal.purger(notice.portee)
    if notice.publiee_le is None and not notice.fusionnees.exists() and not notice.parutions.exists():
        notice.delete()
        return
    modifiee = notice.modifie_le
    ecrire(FicheNotice(), notice)
    Notice.objects.filter(pk=notice.pk).update(modifie_le=modifiee)
