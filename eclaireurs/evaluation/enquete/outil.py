"""The survey as a tool of the dossier."""

from collections.abc import Iterator

from django.db.models import Count, prefetch_related_objects

from communs.collectivites.identite import Identite
from communs.dossiers.archive import en_csv
from communs.dossiers.genres import Attente, Contenu, Etape, Outil, Stocke
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.collecte.enums import EtatCollecte
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import EtatContribution, EtatEnquete
from eclaireurs.evaluation.enquete.models import Enquete

COLONNES = (
    "Numéro",
    "Reçue le",
    "Venue",
    "Relais",
    "Thème",
    "Texte",
    "Nom à faire paraître",
    "Publication",
    "État",
    "Ce qui lui est répondu",
    "Fichiers",
)


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The survey in preparation of a new evaluation."""
    Enquete.objects.create(dossier=dossier)


def etape(dossier: Dossier) -> Etape:
    enquete = dossier.enquete
    a_relire = enquete.contributions.filter(etat=EtatContribution.RECUE).count()
    if enquete.finie and not a_relire:
        return Etape(etat="Close", commence=True, fini=True)
    if a_relire:
        suite, a_qui = "Relire les contributions reçues.", "L’évaluateur et l’applicateur"
    elif enquete.ouverte:
        suite, a_qui = "Faire connaître l’adresse, puis relire ce qui arrive.", "L’évaluateur et ses relais"
    elif enquete.a_venir:
        suite, a_qui = "Attendre l’ouverture, préparer les relais.", "L’évaluateur"
    else:
        suite = "Dire au public pourquoi cette enquête, choisir ce qu’il verra, puis publier."
        a_qui = "L’évaluateur"
    commence = enquete.etat != Enquete._meta.get_field("etat").default or bool(enquete.introduction)
    return Etape(etat=_etat(enquete), commence=commence, fini=False, suite=suite, a_qui=a_qui)


def _etat(enquete: Enquete) -> str:
    if enquete.ouverte:
        return "Ouverte au public"
    if enquete.finie:
        return "Close"
    return "Bientôt ouverte" if enquete.a_venir else "En préparation"


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """Contributions that nobody has read; the survey to publish, once the compilation was presented."""
    prefetch_related_objects(dossiers, "enquete", "collecte")
    relus = [d for d in dossiers if identite.peut("enquete.moderer", d.enquete)]
    recues = Contribution.objects.filter(enquete__dossier__in=relus, etat=EtatContribution.RECUE)
    nombres = dict(recues.order_by().values_list("enquete__dossier").annotate(nombre=Count("pk")))
    for dossier in dossiers:
        if nombre := nombres.get(dossier.pk):
            texte = "Une contribution à relire" if nombre == 1 else f"{nombre} contributions à relire"
            yield dossier, Attente(texte, dossier.adresse("evaluation:contributions"))
        prete = (
            dossier.enquete.etat == EtatEnquete.PREPARATION and dossier.collecte.etat != EtatCollecte.EN_COURS
        )
        if prete and identite.peut("enquete.regler", dossier.enquete):
            texte = "La compilation est présentée : l’enquête peut être publiée"
            yield dossier, Attente(texte, dossier.adresse("evaluation:enquete"))


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """What it says to the public; neither dates nor contributions."""
    modele = source.enquete
    Enquete.objects.filter(dossier=copie).update(
        titre=modele.titre, introduction=modele.introduction, accepte_fichiers=modele.accepte_fichiers
    )


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """What the public was told; for moderators, every contribution and the files still with it.

    Accepted files are the collection's. Addresses of contributors are nowhere.
    """
    yield "enquete.md", _presentation(dossier.enquete).encode()
    if not identite.peut("enquete.moderer", dossier):
        return
    contributions = dossier.enquete.contributions.select_related("relais", "theme").order_by("numero")
    pieces = PieceJointe.objects.filter(contribution__enquete=dossier.enquete, fichier__isnull=False)
    noms: dict[int, list[str]] = {}
    stockes = []
    for rang, piece in enumerate(pieces.select_related("fichier").order_by("pk"), start=1):
        if piece.fichier is not None and piece.fichier.pret:
            nom = f"fichiers/{rang:04}-{piece.fichier.nom}"
            noms.setdefault(piece.contribution_id, []).append(nom)
            stockes.append((nom, Stocke(piece.fichier.original, piece.fichier.taille)))
    lignes = [_ligne(c, dossier, noms.get(c.pk, [])) for c in contributions]
    yield "contributions.csv", en_csv([COLONNES, *lignes])
    yield from stockes


def _presentation(enquete: Enquete) -> str:
    parties = [f"# {enquete}", enquete.introduction]
    if enquete.suites:
        parties += ["## Ce que devient l’enquête", enquete.suites]
    return "\n\n".join(partie for partie in parties if partie) + "\n"


def _ligne(c: Contribution, dossier: Dossier, fichiers: list[str]) -> tuple[str, ...]:
    return (
        str(c.numero),
        c.recue_le.astimezone(dossier.fuseau).strftime("%d/%m/%Y %H:%M"),
        c.get_voie_display(),
        str(c.relais) if c.relais else "",
        c.theme.titre if c.theme else "",
        c.texte,
        c.nom,
        c.get_accord_display(),
        c.get_etat_display(),
        c.motif,
        ", ".join(fichiers),
    )


OUTIL = Outil(
    cle="enquete",
    nom="Enquête",
    question="Que sait le public que nous ne savons pas ?",
    adresse="evaluation:enquete",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    aide="enquete",
)
