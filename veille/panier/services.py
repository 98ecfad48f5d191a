"""The panier: following sources, sorting what they bring."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from veille.enums import Genre
from veille.models import Notice
from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice
from veille.notices.services import creer
from veille.panier.enums import EtatTrouvaille
from veille.panier.flux import empreinte
from veille.panier.models import Source, Trouvaille

DEVENUE_NOTICE = "Cette trouvaille est déjà devenue une notice : corrigez plutôt la notice."


@transaction.atomic
def suivre(*, identite: Identite, nom: str, adresse: str, site: str = "") -> Source:
    """Follow a feed: it is read within minutes. ValidationError when it is already followed."""
    autoriser(identite, "veille.documenter")
    source = Source(nom=nom, adresse=adresse, site=site)
    source.full_clean()
    source.save()
    return source


@transaction.atomic
def corriger_source(*, identite: Identite, source: Source, nom: str, adresse: str, site: str) -> Source:
    """Another name or address; a new address is read afresh. Raises ValidationError."""
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(source)
    if adresse != actuelle.adresse:
        actuelle.etag = actuelle.modifie_le = actuelle.panne = ""
        actuelle.echecs, actuelle.prochaine_le = 0, timezone.now()
    actuelle.nom, actuelle.adresse, actuelle.site = nom, adresse, site
    actuelle.full_clean()
    actuelle.save()
    return actuelle


def mettre_en_pause(*, identite: Identite, source: Source) -> None:
    """Read it no more; what it brought stays."""
    autoriser(identite, "veille.documenter")
    Source.objects.filter(pk=source.pk).update(active=False)


def relire(*, identite: Identite, source: Source) -> None:
    """Read it at the next round, whatever happened before; it is followed again if it was not."""
    autoriser(identite, "veille.documenter")
    Source.objects.filter(pk=source.pk).update(active=True, prochaine_le=timezone.now())


@transaction.atomic
def oublier(*, identite: Identite, source: Source) -> None:
    """Follow it no more; what was kept or became a notice stays, the rest goes."""
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(source)
    inutiles = (EtatTrouvaille.NOUVELLE, EtatTrouvaille.ECARTEE)
    actuelle.trouvailles.filter(etat__in=inutiles).delete()
    actuelle.delete()


@transaction.atomic
def suggerer(*, titre: str, adresse: str, commentaire: str = "") -> Trouvaille:
    """A reader's suggestion, from nobody in particular; what is already there is not doubled."""
    trouvaille, _ = Trouvaille.objects.get_or_create(
        empreinte=empreinte(adresse),
        defaults={"titre": titre, "adresse": adresse, "commentaire": commentaire, "suggeree": True},
    )
    return trouvaille


@transaction.atomic
def trier(*, identite: Identite, trouvaille: Trouvaille, etat: str) -> Trouvaille:
    """Keep it, discard it, or put it back among those to sort; harmless a second time.

    ValidationError once it is a notice.
    """
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(trouvaille)
    if actuelle.etat == EtatTrouvaille.NOTICE:
        raise ValidationError(DEVENUE_NOTICE)
    if actuelle.etat != etat:
        actuelle.etat = etat
        nouvelle = etat == EtatTrouvaille.NOUVELLE
        actuelle.triee_le = None if nouvelle else timezone.now()
        actuelle.triee_par = None if nouvelle else Acteur.objects.de(identite.personne)
        actuelle.save(update_fields=["etat", "triee_le", "triee_par"])
    return actuelle


@transaction.atomic
def en_notice(*, identite: Identite, trouvaille: Trouvaille) -> Notice:
    """Make a notice of it, or return the one it already is: two clicks make one notice."""
    autoriser(identite, "veille.documenter")
    actuelle = verrouiller(trouvaille)
    if actuelle.notice is not None:
        return actuelle.notice
    actuelle.notice = creer(identite=identite, fiche=_fiche(actuelle))
    actuelle.etat, actuelle.triee_le = EtatTrouvaille.NOTICE, timezone.now()
    actuelle.triee_par = Acteur.objects.de(identite.personne)
    actuelle.save(update_fields=["notice", "etat", "triee_le", "triee_par"])
    return actuelle.notice


def _fiche(trouvaille: Trouvaille) -> FicheNotice:
    """What the feed tells; its summary is somebody else's text, hence a working note, not ours to publish."""
    return FicheNotice(
        genre=Genre.BILLET,
        titre=trouvaille.titre,
        auteurs=(FicheAuteur(trouvaille.auteurs[:200]),) if trouvaille.auteurs else (),
        publication=trouvaille.source.nom if trouvaille.source is not None else "",
        date=trouvaille.date,
        en_ligne=True,
        liens=(FicheLien(trouvaille.adresse),),
        note="\n\n".join(filter(None, (trouvaille.commentaire, trouvaille.resume))),
    )
