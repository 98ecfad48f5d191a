"""The collection as a tool of the dossier."""

from collections.abc import Iterator

from django.db.models import Count, prefetch_related_objects

from communs.collectivites.identite import Identite
from communs.dossiers.archive import en_csv
from communs.dossiers.genres import Attente, Contenu, Etape, Outil, Stocke
from communs.dossiers.models import Dossier
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.enums import EtatCollecte
from eclaireurs.evaluation.collecte.models import Apport, Collecte, Theme

SUITES = {
    EtatCollecte.EN_COURS: (
        "Recueillir des indices, les ranger par thèmes, puis présenter la compilation.",
        "L’évaluateur",
    ),
    EtatCollecte.PRESENTEE: (
        "Débattre de la compilation : remarques, nouvelles questions, pistes à creuser.",
        "Le comité de pilotage",
    ),
    EtatCollecte.DEBATTUE: ("", ""),
}
COLONNES = (
    "Titre",
    "Sorte",
    "Texte ou verbatim",
    "Valeur",
    "Unité",
    "Source",
    "Lieu",
    "Recueilli le",
    "Accord",
    "Qui le voit",
    "Thèmes",
    "Critères",
    "Description",
    "Fichier",
)


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The empty collection of a new evaluation."""
    Collecte.objects.create(dossier=dossier)


def etape(dossier: Dossier) -> Etape:
    collecte = dossier.collecte
    suite, a_qui = SUITES[EtatCollecte(collecte.etat)]
    return Etape(
        etat=collecte.get_etat_display(),
        commence=collecte.etat != EtatCollecte.EN_COURS
        or dossier.materiaux.filter(supprime_le=None).exists(),
        fini=collecte.etat == EtatCollecte.DEBATTUE,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """Clues to file, the debate to feed, what the committee brought and nobody answered."""
    prefetch_related_objects(dossiers, "collecte")
    classes = [d for d in dossiers if identite.peut("collecte.classer", d.collecte)]
    repondus = [d for d in dossiers if identite.peut("collecte.repondre", d.collecte)]
    a_ranger, sans_suite = _a_ranger(classes), _sans_suite(repondus)
    for dossier in dossiers:
        collecte = dossier.collecte
        if nombre := a_ranger.get(dossier.pk):
            texte = "Un indice à ranger" if nombre == 1 else f"{nombre} indices à ranger"
            yield dossier, Attente(texte, dossier.adresse("evaluation:trier"))
        if collecte.etat == EtatCollecte.PRESENTEE and identite.peut("collecte.apporter", collecte):
            texte = "La compilation est en débat : versez-y vos apports"
            yield dossier, Attente(texte, _compilation(dossier))
        if nombre := sans_suite.get(dossier.pk):
            texte = (
                "Un apport du comité attend sa suite"
                if nombre == 1
                else f"{nombre} apports du comité attendent leur suite"
            )
            yield dossier, Attente(texte, _compilation(dossier))


def _a_ranger(dossiers: list[Dossier]) -> dict[int, int]:
    """Clues filed nowhere, by dossier; their reader organises these dossiers, and sees them all."""
    libres = Materiau.objects.filter(
        dossier__in=dossiers, supprime_le=None, classements=None, synthese_de=None
    )
    return dict(libres.order_by().values_list("dossier").annotate(nombre=Count("pk")))


def _sans_suite(dossiers: list[Dossier]) -> dict[int, int]:
    apports = Apport.objects.filter(collecte__dossier__in=dossiers, suite="")
    return dict(apports.order_by().values_list("collecte__dossier").annotate(nombre=Count("pk")))


def _compilation(dossier: Dossier) -> str:
    return dossier.adresse("evaluation:compilation")


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """The themes are the model; neither clues nor syntheses."""
    collecte = Collecte.objects.get(dossier=copie)
    Theme.objects.bulk_create(
        Theme(collecte=collecte, numero=theme.numero, titre=theme.titre)
        for theme in source.collecte.themes.all()
    )


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """The clues this person may see: a table, the files; then the syntheses, and the debate for who
    may see names."""
    visibles = Materiau.objects.visibles_dans(dossier, identite).order_by("cree_le", "pk")
    materiaux = list(
        visibles.select_related("fichier").prefetch_related("classements__theme", "classements__critere")
    )
    noms = {
        m.pk: f"fichiers/{rang:04}-{m.fichier.nom}"
        for rang, m in enumerate(materiaux, 1)
        if m.fichier is not None and m.fichier.pret
    }
    yield "indices.csv", en_csv([COLONNES, *(_ligne(m, noms.get(m.pk, "")) for m in materiaux)])
    for m in materiaux:
        if m.pk in noms and m.fichier is not None:
            yield noms[m.pk], Stocke(m.fichier.original, m.fichier.taille)
    yield "syntheses.md", _syntheses(dossier).encode()
    if identite.peut("dossiers.voir_les_personnes", dossier):
        yield "debat.csv", en_csv(_debat(dossier))


def _ligne(m: Materiau, fichier: str) -> tuple[str, ...]:
    classements = m.classements.all()
    return (
        m.titre,
        m.get_genre_display(),
        m.texte,
        m.valeur_lisible.replace("\u202f", ""),
        m.unite,
        m.source,
        m.lieu,
        m.recueilli_le.strftime("%d/%m/%Y") if m.recueilli_le else "",
        m.get_consentement_display(),
        m.get_portee_lecture_display(),
        ", ".join(c.theme.titre for c in classements if c.theme is not None),
        ", ".join(c.critere.titre for c in classements if c.critere is not None),
        m.description,
        fichier,
    )


def _syntheses(dossier: Dossier) -> str:
    lignes = [f"# {dossier.titre} : les thèmes de la collecte", ""]
    for theme in dossier.collecte.themes.all():
        lignes += [f"## {theme.numero}. {theme.titre}", "", theme.synthese, ""]
    return "\n".join(lignes)


def _debat(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    yield ("Le", "Par", "Nature", "Thème", "Apport", "Suite donnée")
    for a in dossier.collecte.apports.select_related("auteur__compte", "theme"):
        yield (
            a.cree_le.astimezone(dossier.fuseau).strftime("%d/%m/%Y"),
            a.auteur.nom_affiche,
            a.get_genre_display(),
            a.theme.titre if a.theme else "",
            a.texte,
            a.suite,
        )


OUTIL = Outil(
    cle="collecte",
    nom="Collecte",
    question="Que voit-on, qu’entend-on, sur le terrain ?",
    adresse="evaluation:collecte",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    aide="collecte",
)
