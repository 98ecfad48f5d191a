"""The one door by which a teinte changes, and its history.

Whoever writes holds one lock for the whole chart: records are shared, so a write to one teinte may give
others a version too.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import Conflit, enregistrer, verrouiller
from communs.web.cache_pages import perimer_pages
from communs.web.erreurs import Refus
from nuancier.fiches import (
    FicheRessource,
    FicheTeinte,
    depuis_dict,
    ecrire,
    ecrire_ressource,
    en_dict,
    lire,
)
from nuancier.models import Citation, Famille, Teinte
from nuancier.recherche.services import indexer
from nuancier.services import inscrire_au_catalogue
from nuancier.vie.models import Proposition, Version

# Any number of ours, another than the loader's: two writers of the chart never run at once.
VERROU = 7_306_202_605
LIVRAISON_INITIALE = "Première version."
LIVRAISON = "Livraison du contenu."
RETIREE = (
    "Cette teinte a été retirée du Nuancier. Si elle vous manque, dites-le à l’équipe éditoriale : "
    "elle peut la remettre, avec toutes ses versions."
)


def fiche_de(version: Version) -> FicheTeinte:
    return depuis_dict(version.contenu)


def relire(teinte: Teinte) -> FicheTeinte:
    """The fiche as the database holds it now (8 queries)."""
    return lire(Teinte.objects.entieres().get(pk=teinte.pk))


@transaction.atomic
def publier(
    *,
    identite: Identite,
    teinte: Teinte,
    fiche: FicheTeinte,
    version_lue: int,
    motif: str = "",
    proposition: Proposition | None = None,
) -> Version:
    """Make the teinte say this, if nobody wrote since `version_lue`, and keep it as a new version.

    What it says already is written once. A proposal's author is credited, the editor accepts. Raises
    Conflit when stale, Refus (410) when withdrawn or gone, ValidationError for what the models refuse.
    """
    autoriser(identite, "nuancier.editer")
    un_seul_ecrivain()
    actuelle = verrouiller(teinte)
    if actuelle.retiree_le is not None:
        raise Refus(410, RETIREE)
    presente = relire(actuelle)
    derniere = _derniere(actuelle) or _noter(actuelle, presente, motif=LIVRAISON_INITIALE)
    if presente == fiche:
        return derniere
    if actuelle.version != version_lue:
        raise Conflit(actuelle)
    ecrire(fiche)
    enregistrer(actuelle)
    editrice = Acteur.objects.de(identite.personne)
    auteur = proposition.auteur if proposition is not None else editrice
    nouvelle = _noter(actuelle, fiche, auteur=auteur, motif=motif, proposition=proposition,
                      validee_par=editrice if auteur != editrice else None)  # fmt: skip
    _noter_les_voisines(actuelle, editrice)
    journal.consigner(
        identite=identite, verbe="nuancier.publier", objet=actuelle, numero=nouvelle.numero, motif=motif
    )
    inscrire_au_catalogue()
    return nouvelle


@transaction.atomic
def ajouter(
    *,
    identite: Identite,
    famille: Famille,
    fiche: FicheTeinte,
    motif: str,
    proposition: Proposition | None,
    code: str = "",
) -> Version:
    """A new teinte: at the end of its family, or under this free `code` of it. Raises ValidationError."""
    autoriser(identite, "nuancier.editer")
    un_seul_ecrivain()
    numeros = Teinte.objects.filter(famille=famille).values_list("numero", flat=True)
    valeurs = en_dict(fiche) | {"code": code or f"{famille.numero}.{max(numeros, default=0) + 1}"}
    teinte = ecrire(depuis_dict(valeurs))
    editrice = Acteur.objects.de(identite.personne)
    auteur = proposition.auteur if proposition is not None else editrice
    version = _noter(teinte, relire(teinte), auteur=auteur, motif=motif, proposition=proposition,
                     validee_par=editrice if auteur != editrice else None)  # fmt: skip
    journal.consigner(identite=identite, verbe="nuancier.ajouter", objet=teinte, code=teinte.code)
    inscrire_au_catalogue()
    return version


@transaction.atomic
def corriger_ressources(*, identite: Identite, fiches: Iterable[FicheRessource], motif: str) -> None:
    """Write these records; every teinte that cites one has a version. Raises ValidationError."""
    autoriser(identite, "nuancier.editer")
    un_seul_ecrivain()
    ressources = [ecrire_ressource(fiche) for fiche in fiches]
    teintes = Teinte.objects.filter(pk__in=Citation.objects.filter(ressource__in=ressources).values("teinte"))
    auteur = Acteur.objects.de(identite.personne)
    for version in _noter_ce_qui_a_change(teintes.entieres(), auteur, motif):
        journal.consigner(
            identite=identite,
            verbe="nuancier.publier",
            objet=version.teinte,
            numero=version.numero,
            motif=motif,
        )
    perimer_pages()


def restaurer(*, identite: Identite, version: Version, version_lue: int, motif: str) -> Version:
    """Make the teinte say again what it said then: one more version. Raises as `publier`."""
    dit = f"Retour à la version {version.numero}. {motif}".strip()
    return publier(
        identite=identite, teinte=version.teinte, fiche=fiche_de(version), version_lue=version_lue, motif=dit
    )


@transaction.atomic
def retirer(*, identite: Identite, teinte: Teinte, motif: str) -> None:
    """Take a teinte out of the chart; harmless a second time."""
    _montrer(identite, teinte, False, motif)


@transaction.atomic
def remettre(*, identite: Identite, teinte: Teinte) -> None:
    """Bring it back as it was; harmless a second time."""
    _montrer(identite, teinte, True, "")


def _montrer(identite: Identite, teinte: Teinte, montree: bool, motif: str) -> None:
    autoriser(identite, "nuancier.editer")
    un_seul_ecrivain()
    actuelle = verrouiller(teinte)
    if (actuelle.retiree_le is None) == montree:
        return
    actuelle.retiree_le = None if montree else timezone.now()
    enregistrer(actuelle, "retiree_le")
    verbe = "nuancier.remettre_teinte" if montree else "nuancier.retirer_teinte"
    journal.consigner(identite=identite, verbe=verbe, objet=actuelle, motif=motif)
    indexer(Teinte.objects.filter(pk=actuelle.pk))
    inscrire_au_catalogue()


@transaction.atomic
def tenir_a_jour() -> None:
    """Give a version to every teinte that a delivery of content made or changed."""
    un_seul_ecrivain()
    _noter_ce_qui_a_change(Teinte.objects.entieres(), None, LIVRAISON)


def _noter_les_voisines(teinte: Teinte, auteur: Acteur) -> None:
    """Teintes that share a record with this one, where it has just changed."""
    ressources = Citation.objects.filter(teinte=teinte).values("ressource")
    voisines = Teinte.objects.filter(citations__ressource__in=ressources).exclude(pk=teinte.pk).distinct()
    _noter_ce_qui_a_change(
        Teinte.objects.filter(pk__in=voisines.values("pk")).entieres(),
        auteur,
        f"Une fiche bibliographique partagée a changé avec la teinte {teinte.code}.",
    )


def _noter_ce_qui_a_change(teintes: Iterable[Teinte], auteur: Acteur | None, motif: str) -> list[Version]:
    """A constant number of queries when nothing changed."""
    teintes = list(teintes)
    dernieres = {
        version.teinte_id: version
        for version in Version.objects.filter(teinte__in=teintes)
        .order_by("teinte_id", "-numero")
        .distinct("teinte_id")
    }
    notees = []
    for teinte in teintes:
        fiche, derniere = lire(teinte), dernieres.get(teinte.pk)
        if derniere is None:
            _noter(teinte, fiche, motif=LIVRAISON_INITIALE)
        elif fiche_de(derniere) != fiche:
            enregistrer(teinte)
            notees.append(_noter(teinte, fiche, auteur=auteur, motif=motif, numero=derniere.numero + 1))
    return notees


def _noter(
    teinte: Teinte,
    fiche: FicheTeinte,
    *,
    motif: str,
    auteur: Acteur | None = None,
    validee_par: Acteur | None = None,
    proposition: Proposition | None = None,
    numero: int | None = None,
) -> Version:
    if numero is None:
        derniere = _derniere(teinte)
        numero = derniere.numero + 1 if derniere is not None else 1
    return Version.objects.create(
        teinte=teinte,
        numero=numero,
        contenu=en_dict(fiche),
        auteur=auteur,
        validee_par=validee_par,
        motif=motif[:500],
        proposition=proposition,
    )


def _derniere(teinte: Teinte) -> Version | None:
    return teinte.versions.order_by("-numero").first()


def un_seul_ecrivain() -> None:
    """Wait for whoever writes to the chart, until the end of the transaction."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
