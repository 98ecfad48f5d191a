"""The conclave as a tool of the dossier: where it stands, and what waits for whom."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from communs.collectivites.identite import Identite
from communs.dossiers.archive import en_csv
from communs.dossiers.genres import Attente, Contenu, Etape, Outil
from communs.dossiers.models import Dossier
from communs.tirages.enums import EtatTirage, GenreEcriture
from communs.tirages.models import Ecriture
from eclaireurs.evaluation.conclave import lecture
from eclaireurs.evaluation.conclave.enums import CONVOQUES, EtatConclave, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.tableau import archive as tableau
from eclaireurs.evaluation.rapport.enums import EtatRapport

SUITES = {
    EtatConclave.PREPARATION: (
        "Désigner les services concernés, puis préparer le tirage au sort.",
        "L’évaluateur et l’applicateur",
    ),
    EtatConclave.TIRAGE: ("Tirer au sort devant témoins, puis convoquer.", "L’évaluateur et l’applicateur"),
    EtatConclave.CONVOCATIONS: ("Répondre à la convocation.", "Les personnes tirées au sort"),
    EtatConclave.TENUE: ("Remplir ensemble le tableau, puis clore.", "Les personnes du conclave"),
    EtatConclave.CLOS: ("", ""),
}
COLONNES = ("service", "nom", "origine", "reponse")


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The conclave to prepare, from the first day."""
    Conclave.objects.create(dossier=dossier)


def etape(dossier: Dossier) -> Etape:
    conclave = dossier.conclave
    suite, a_qui = SUITES[EtatConclave(conclave.etat)]
    return Etape(
        etat=conclave.get_etat_display(),
        commence=conclave.etat != EtatConclave.PREPARATION or conclave.le is not None,
        fini=conclave.etat == EtatConclave.CLOS,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """For the pilots: the draw, the letters, the places nobody holds. For the convoked: to answer."""
    prefetch_related_objects(dossiers, "conclave__tirage", "rapport")
    convoques = {d.conclave.pk: d for d in dossiers if d.conclave.etat == EtatConclave.CONVOCATIONS}
    yield from _a_repondre(identite, convoques)
    diriges = [d for d in dossiers if identite.peut("conclave.preparer", d.conclave)]
    for dossier in diriges:
        if texte := _du_pilote(dossier, dossier.conclave):
            yield dossier, Attente(texte, dossier.adresse("evaluation:conclave"))
    yield from _vacances({d.conclave.pk: d for d in diriges if d.conclave.pk in convoques})


def _du_pilote(dossier: Dossier, conclave: Conclave) -> str:
    if conclave.etat == EtatConclave.PREPARATION and dossier.rapport.etat == EtatRapport.REMIS:
        return "Le conclave est à préparer : ses services, ses places, son tirage au sort"
    if conclave.etat == EtatConclave.TIRAGE:
        tire = conclave.tirage is not None and conclave.tirage.etat == EtatTirage.TIRE
        return "Les convocations au conclave peuvent partir" if tire else "Le tirage du conclave est à faire"
    if conclave.etat == EtatConclave.TENUE:
        return "Le conclave se tient : il reste à le clore"
    return ""


def _a_repondre(identite: Identite, par_cle: dict[int, Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    if identite.compte is None:
        return
    miennes = Convocation.objects.filter(
        conclave__in=par_cle, compte=identite.compte, reponse=Reponse.ATTENDUE
    )
    for convocation in miennes.order_by("pk"):
        dossier = par_cle[convocation.conclave_id]
        texte = "Une place vous attend au conclave : dites si vous venez"
        yield dossier, Attente(texte, convocation.adresse_secrete, dossier.conclave.reponses_le)


def _vacances(par_cle: dict[int, Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """Services whose last refusal found no stand-in, as the ledgers say; one query."""
    epuises = Ecriture.objects.filter(genre=GenreEcriture.EPUISEMENT, tirage__conclave__in=par_cle)
    groupes = epuises.values_list("tirage__conclave", "inscrit__groupe").distinct()
    for cle, groupe in groupes.order_by("tirage__conclave", "inscrit__groupe"):
        dossier = par_cle[cle]
        texte = f"Conclave : « {groupe} » n’a plus de suppléance à appeler"
        yield dossier, Attente(texte, dossier.adresse("evaluation:conclave"))


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """The words; neither people, nor places, nor dates."""
    modele = source.conclave
    Conclave.objects.filter(dossier=copie).update(texte=modele.texte, acces=modele.acces)


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """The conclave in words; the answers for its pilots, who comes for those of the conclave; its table."""
    conclave = Conclave.objects.get(dossier=dossier)
    conclave.dossier = dossier
    quand = f"{conclave.le:%d/%m/%Y}" if conclave.le else "sans date"
    lignes = [
        f"# {dossier.titre} : le conclave des préconisations",
        "",
        f"État : {conclave.get_etat_display()}",
        f"Rendez-vous : {quand}, {conclave.lieu or 'sans lieu'}",
    ]
    lignes += ["", "## Mot aux personnes convoquées", "", conclave.texte]
    if conclave.etat in CONVOQUES and identite.peut("conclave.savoir_qui_vient", conclave):
        lignes += ["", "## Qui vient", ""]
        for tablee in lecture.qui_vient(conclave):
            lignes += [f"- {tablee.service} : {', '.join(c.nom_affiche for c in tablee.convocations)}"]
    yield "conclave/conclave.md", "\n".join(lignes).encode()
    if conclave.etat in CONVOQUES and identite.peut("conclave.preparer", conclave):
        tablees = lecture.par_service(conclave.convocations.all())
        rangees = [
            (c.service, c.nom_affiche, c.get_origine_display(), c.get_reponse_display())
            for tablee in tablees
            for c in tablee.convocations
        ]
        yield "conclave/convocations.csv", en_csv([COLONNES, *rangees])
    yield from tableau.archiver(identite, dossier)


OUTIL = Outil(
    cle="conclave",
    nom="Conclave",
    question="Que faire de chaque préconisation, avec les agents des services concernés ?",
    adresse="evaluation:conclave",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    aide="conclave",
)
