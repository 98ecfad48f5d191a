"""Two notices of one document become one; it can be undone for as long as a deletion can."""

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import Conflit, enregistrer
from communs.web.erreurs import Refus
from veille.enums import EtatNumero
from veille.notices.fiches import FicheNotice, ecrire, en_dict, lire
from veille.notices.models import Classement, Contribution, Lien, Moment, Notice
from veille.notices.models_fusion import Distinction, Fusion
from veille.notices.reports import rendre, reporter
from veille.notices.services import DELAI, SUPPRIMEE, differences
from veille.publications import accorder

# What a notice is made of, and not what points to it; older merges stay the absorbed notice's own.
_SIENS = (Contribution, Moment, Lien, Classement, Fusion, Distinction)
ELLE_MEME = "Une notice ne se fusionne pas avec elle-même : choisissez-en deux."
TROP_TARD = "Cette fusion date de plus de trente jours, ou elle a déjà été défaite : elle ne se défait plus."
GARDEE_PARTIE = "La notice gardée n’est plus dans la base : restaurez-la d’abord, puis recommencez."

journal.inscrire(
    {
        "veille.fusionner_notice": "a fusionné ici la notice « {titre} »",
        "veille.absorber_notice": "a fusionné cette notice dans « {titre} »",
        "veille.defaire_fusion": "a défait la fusion avec la notice « {titre} »",
    }
)


def _verrouiller(*cles: int) -> dict[int, Notice]:
    """All of them, in one order for everybody. Raises Refus (410) when one does not exist."""
    notices = {n.pk: n for n in Notice.objects.select_for_update().filter(pk__in=cles).order_by("pk")}
    if len(notices) < len(set(cles)):
        raise Refus(410, SUPPRIMEE)
    return notices


@transaction.atomic
def fusionner(
    *,
    identite: Identite,
    gardee: Notice,
    absorbee: Notice,
    fiche: FicheNotice,
    versions: tuple[int, int],
) -> Notice:
    """Make `gardee` say `fiche` and take everything that pointed to `absorbee`, which leaves the base.

    `versions`: those read, of the kept and of the absorbed notice. Raises Conflit when one is stale,
    Refus (409, 410), ValidationError for what the models refuse.
    """
    autoriser(identite, "veille.documenter")
    if gardee.pk == absorbee.pk:
        raise Refus(409, ELLE_MEME)
    notices = _verrouiller(gardee.pk, absorbee.pk)
    gardee, absorbee = notices[gardee.pk], notices[absorbee.pk]
    for notice, lue in zip((gardee, absorbee), versions, strict=True):
        if notice.supprime_le is not None:
            raise Refus(410, SUPPRIMEE)
        if notice.version != lue:
            raise Conflit(notice)
    presente, etait_en_vue = lire(gardee), gardee.en_vue
    titre = absorbee.titre
    _heriter_du_public(gardee, absorbee)
    ecrire(fiche, gardee)
    enregistrer(gardee)
    Fusion.objects.create(
        gardee=gardee,
        absorbee=absorbee,
        reports=reporter(absorbee, gardee, sauf=_SIENS),
        etait_en_vue=etait_en_vue,
    )
    absorbee.fusionnee_dans, absorbee.supprime_le = gardee, timezone.now()
    absorbee.modifie_le = absorbee.supprime_le
    enregistrer(absorbee, "fusionnee_dans", "supprime_le", "modifie_le")
    avant, apres = differences(en_dict(presente), en_dict(fiche))
    journal.consigner(
        identite=identite,
        verbe="veille.fusionner_notice",
        objet=gardee,
        titre=titre,
        avant=avant,
        apres=apres,
    )
    journal.consigner(identite=identite, verbe="veille.absorber_notice", objet=absorbee, titre=gardee.titre)
    accorder([gardee, absorbee])
    return gardee


def _heriter_du_public(gardee: Notice, absorbee: Notice) -> None:
    """Public since the earliest date; in sight when one of them was."""
    en_vue = gardee.en_vue or absorbee.en_vue
    dates = [n.publiee_le for n in (gardee, absorbee) if n.publiee_le is not None]
    gardee.publiee_le = min(dates, default=None)
    if en_vue:
        gardee.retiree_le = None
    elif gardee.retiree_le is None:
        gardee.retiree_le = absorbee.retiree_le


@transaction.atomic
def defaire(*, identite: Identite, absorbee: Notice) -> Notice:
    """Give the absorbed notice back what it brought; the kept one says what it says today.

    One that the public did not read before leaves their sight again, unless an issue has shown it since.

    An issue in which both stood stays to the kept one. Raises Refus (409) after DELAI, or when that one left.
    """
    autoriser(identite, "veille.documenter")
    fusion = Fusion.objects.filter(absorbee=absorbee).first()
    if fusion is None or fusion.le < timezone.now() - DELAI:
        raise Refus(409, TROP_TARD)
    notices = _verrouiller(fusion.gardee_id, fusion.absorbee_id)
    gardee, absorbee = notices[fusion.gardee_id], notices[fusion.absorbee_id]
    if absorbee.fusionnee_dans_id != gardee.pk or not Fusion.objects.filter(pk=fusion.pk).exists():
        raise Refus(409, TROP_TARD)
    if gardee.supprime_le is not None:
        raise Refus(409, GARDEE_PARTIE)
    absorbee.fusionnee_dans, absorbee.supprime_le, absorbee.modifie_le = None, None, timezone.now()
    enregistrer(absorbee, "fusionnee_dans", "supprime_le", "modifie_le")
    rendre(fusion.reports, gardee, absorbee)
    fusion.delete()
    gardee.modifie_le = timezone.now()
    montree = gardee.parutions.filter(numero__etat=EtatNumero.PUBLIE).exists()
    if gardee.en_vue and not fusion.etait_en_vue and not montree:
        gardee.retiree_le = gardee.modifie_le  # rather than a draft again: harvesters may have read it
    enregistrer(gardee, "modifie_le", "retiree_le")
    for notice, autre in ((gardee, absorbee), (absorbee, gardee)):
        journal.consigner(identite=identite, verbe="veille.defaire_fusion", objet=notice, titre=autre.titre)
    accorder([gardee, absorbee])
    return absorbee


@transaction.atomic
def distinguer(*, identite: Identite, une: Notice, autre: Notice) -> None:
    """Say that these two are not the same document: they are offered for merge no more."""
    autoriser(identite, "veille.documenter")
    if une.pk == autre.pk:
        raise Refus(409, ELLE_MEME)
    premiere, seconde = sorted((une.pk, autre.pk))
    Distinction.objects.get_or_create(premiere_id=premiere, seconde_id=seconde)
