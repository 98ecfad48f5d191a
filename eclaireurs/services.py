"""Every write of the public part: the catalogue, and the reports of use with their moderation."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.catalogue.services import synchroniser
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite
from communs.courrier.services import poster_gabarit
from communs.web.cache_pages import perimer_pages
from eclaireurs.enums import Etat
from eclaireurs.models import DELAI_REPENTIR, Episode, Fiche, Retour
from eclaireurs.outils import OUTILS, Outil

DEJA_EN_RELECTURE = (
    "Un retour de votre part attend déjà d’être relu pour cet outil. Retirez-le d’abord si vous voulez "
    "le récrire."
)


def inscrire_au_catalogue() -> None:
    """Bring the catalogue in line with the episodes and the tools that exist."""
    episodes = list(Episode.objects.entiers())
    presentes = {(fiche.episode.cle, fiche.outil) for fiche in Fiche.objects.select_related("episode")}
    synchroniser(
        "episode",
        [
            {
                "cle": episode.cle,
                "titre": episode.nom,
                "resume": episode.accroche,
                "adresse": episode.get_absolute_url(),
                "mots_cles": [
                    "Les Éclaireurs",
                    "scénario",
                    *(scene.titre for scene in episode.scenes.all()),
                    *(acteur.nom for acteur in episode.acteurs.all()),
                ],
            }
            for episode in episodes
        ],
    )
    synchroniser(
        "outil",
        [
            {
                "cle": outil.cle,
                "titre": outil.nom,
                "resume": outil.promesse,
                "adresse": outil.get_absolute_url(),
                "mots_cles": ["Les Éclaireurs", "outil", outil.episode, "kit de test"],
            }
            for outil in OUTILS
            if (outil.episode, outil.slug) in presentes
        ],
    )
    # Whatever changed: the load runs at each start, and an upgrade may bring new templates.
    perimer_pages()


def raconter(
    *,
    outil: Outil,
    collectivite: Collectivite,
    essai: str,
    avec: str,
    duree: str,
    suites: str,
    identite: Identite,
) -> Retour:
    """Propose a report, whose publication the author agrees to. The very same one posted again is the first.

    Raise ValidationError when another one of this author waits to be read for this tool, or when these
    very words have already been judged.
    """
    autoriser(identite, "eclaireurs.raconter", collectivite)
    a_relire = {"outil": outil.cle, "collectivite": collectivite, "auteur": identite.personne}
    textes = {"essai": essai, "avec": avec, "duree": duree, "suites": suites}
    _verifier_inedit(Retour(**a_relire, **textes))
    try:
        with transaction.atomic():
            return Retour.objects.create(**a_relire, **textes)
    except IntegrityError as erreur:
        deja = Retour.objects.en_vue().filter(**a_relire, etat=Etat.PROPOSE).first()
        if deja is None:
            raise
        if all(getattr(deja, champ) == texte for champ, texte in textes.items()):
            return deja
        raise ValidationError(DEJA_EN_RELECTURE) from erreur


def _verifier_inedit(retour: Retour) -> None:
    """Raise ValidationError if the same words of the same author were judged and are still in sight."""
    champs = ("outil", "collectivite", "auteur", "essai", "avec", "duree", "suites")
    memes = Retour.objects.en_vue().filter(**{champ: getattr(retour, champ) for champ in champs})
    etats = set(memes.values_list("etat", flat=True))
    if Etat.PUBLIE in etats:
        raise ValidationError("Ce retour est déjà publié, mot pour mot.")
    if Etat.REFUSE in etats:
        raise ValidationError(
            "Ce retour a déjà été relu, mot pour mot, et n’est pas publié. « Nos retours d’expérience » dit "
            "pourquoi."
        )


def retirer(*, retour: Retour, identite: Identite) -> None:
    """Take a report out of sight; it may return until `purger` erases it. Harmless a second time."""
    autoriser(identite, "eclaireurs.retirer_retour", retour)
    Retour.objects.en_vue().filter(pk=retour.pk).update(retire_le=timezone.now())
    perimer_pages()


def retablir(*, retour: Retour, identite: Identite) -> None:
    """Put back a report as it was; harmless a second time.

    Raise ValidationError when its author has told another one meanwhile.
    """
    autoriser(identite, "eclaireurs.retirer_retour", retour)
    if retour.retire_le is None:
        return
    if retour.auteur_id is not None:
        _verifier_inedit(retour)
    try:
        with transaction.atomic():
            Retour.objects.filter(pk=retour.pk).update(retire_le=None)
    except IntegrityError as erreur:
        raise ValidationError(
            "Un autre retour de la même personne attend d’être relu pour cet outil\u00a0: retirez-le d’abord."
        ) from erreur
    perimer_pages()


def purger() -> None:
    """Erase for good what was taken back long enough ago."""
    Retour.objects.filter(retire_le__lte=timezone.now() - DELAI_REPENTIR).delete()


def publier(*, retour: Retour, identite: Identite) -> None:
    """Show a report on its tool's page; harmless if its author has taken it back meanwhile."""
    _juger(retour, identite, etat=Etat.PUBLIE, motif="")


def refuser(*, retour: Retour, motif: str, identite: Identite) -> None:
    """Keep or take a report out of its tool's page, and tell its author why."""
    if not motif.strip():
        raise ValidationError("Un refus dit pourquoi.")
    _juger(retour, identite, etat=Etat.REFUSE, motif=motif.strip())


def _juger(retour: Retour, identite: Identite, *, etat: Etat, motif: str) -> None:
    """Write the verdict and tell the author, in one transaction; the same verdict again tells nothing."""
    autoriser(identite, "eclaireurs.moderer", retour)
    with transaction.atomic():
        lu = Retour.objects.en_vue().select_for_update().filter(pk=retour.pk).first()
        if lu is None or (lu.etat, lu.motif) == (etat, motif):
            return
        Retour.objects.filter(pk=lu.pk).update(etat=etat, motif=motif, relu_le=timezone.now())
        if lu.auteur is not None and lu.auteur.is_active:
            contexte = {"retour": lu, "outil": lu.fiche_outil, "motif": motif}
            poster_gabarit(f"eclaireurs/courriels/{etat}", contexte, destinataire=lu.auteur.email)
    perimer_pages()
