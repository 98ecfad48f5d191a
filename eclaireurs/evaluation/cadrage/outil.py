"""The frame as a tool of the dossier."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Etape, Outil
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.cadrage import services
from eclaireurs.evaluation.cadrage.engagements import restent_a_signer
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatRencontre
from eclaireurs.evaluation.cadrage.models import Cadre, Critere, Question, Rencontre
from eclaireurs.evaluation.fete import calendrier

RENCONTRES_DITES = 3
SUITES = {
    EtatCadre.ECRITURE: (
        "Écrire le périmètre et les questions, puis les proposer.",
        "L’évaluateur",
    ),
    EtatCadre.PROPOSE: ("Réunir le premier comité, qui valide le cadre.", "Le comité de pilotage"),
    EtatCadre.VALIDE: ("", ""),
}


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The empty frame of a new evaluation, and its meetings; the next fête is one, if its day is known."""
    services.ouvrir(dossier)
    calendrier.dater_un_nouveau(identite, dossier)


def etape(dossier: Dossier) -> Etape:
    cadre = dossier.cadre
    suite, a_qui = SUITES[EtatCadre(cadre.etat)]
    return Etape(
        etat=cadre.get_etat_display(),
        commence=bool(cadre.perimetre) or cadre.etat != EtatCadre.ECRITURE,
        fini=cadre.etat == EtatCadre.VALIDE,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The frame to propose or validate, the next meetings, one's commitments to sign."""
    prefetch_related_objects(dossiers, "cadre")
    ecrits = [dossier for dossier in dossiers if identite.peut("cadrage.ecrire", dossier.cadre)]
    for dossier in dossiers:
        cadre, adresse = dossier.cadre, dossier.adresse("evaluation:cadrage")
        if cadre.etat == EtatCadre.PROPOSE and identite.peut("cadrage.valider", cadre):
            yield dossier, Attente("Le cadre attend la validation du premier comité", adresse)
        if cadre.etat == EtatCadre.ECRITURE and dossier in ecrits:
            texte = "Le cadre est à écrire, puis à proposer au premier comité"
            yield dossier, Attente(texte, adresse)
    yield from _rencontres(ecrits)
    restent = restent_a_signer(identite, dossiers)
    for dossier in dossiers:
        if nombre := restent[dossier.pk]:
            texte = f"{nombre} engagements" if nombre > 1 else "Un engagement"
            adresse = f"{dossier.adresse('evaluation:cadrage')}#engagements"
            yield dossier, Attente(f"{texte} à lire et à signer", adresse)


def _rencontres(dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The next three meetings of each."""
    par_cle, vues = {dossier.pk: dossier for dossier in dossiers}, Counter[int]()
    prevues = Rencontre.objects.filter(dossier__in=par_cle, etat=EtatRencontre.PREVUE, le__isnull=False)
    for rencontre in prevues.order_by("le", "pk"):
        vues[rencontre.dossier_id] += 1
        if vues[rencontre.dossier_id] <= RENCONTRES_DITES:
            dossier = par_cle[rencontre.dossier_id]
            adresse = dossier.adresse("evaluation:rencontre", rencontre.uuid)
            yield dossier, Attente(f"À préparer : {rencontre}", adresse, rencontre.le)


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """The frame is the model: perimeter, questions and criteria; meetings without their dates."""
    modele, cadre = source.cadre, copie.cadre
    Cadre.objects.filter(pk=cadre.pk).update(perimetre=modele.perimetre, hors_perimetre=modele.hors_perimetre)
    for question in modele.questions.prefetch_related("criteres"):
        nouvelle = Question.objects.create(cadre=cadre, numero=question.numero, texte=question.texte)
        Critere.objects.bulk_create(
            Critere(question=nouvelle, numero=c.numero, titre=c.titre, signe=c.signe)
            for c in question.criteres.all()
        )
    copie.rencontres.all().delete()
    Rencontre.objects.bulk_create(
        Rencontre(dossier=copie, genre=r.genre, titre=r.titre, ordre_du_jour=r.ordre_du_jour)
        for r in source.rencontres.exclude(etat=EtatRencontre.ANNULEE).order_by("pk")
    )


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """The frame as one readable text, and the minutes of each meeting."""
    cadre = dossier.cadre
    lignes = [
        f"# {dossier.titre} : le cadre",
        "",
        f"État : {cadre.get_etat_display()}",
        "",
        "## Périmètre",
        "",
    ]
    lignes += [cadre.perimetre, "", "## Laissé de côté", "", cadre.hors_perimetre, "", "## Questions", ""]
    for question in cadre.questions.prefetch_related("criteres"):
        lignes.append(f"{question.numero}. {question.texte}")
        lignes += [f"   - {c.titre}" + (f" ({c.signe})" if c.signe else "") for c in question.criteres.all()]
    yield "cadrage/cadre.md", "\n".join(lignes).encode()
    for rang, rencontre in enumerate(dossier.rencontres.order_by("le", "pk"), start=1):
        texte = [f"# {rencontre}", "", f"{rencontre.get_etat_display()}, {rencontre.le or 'sans date'}"]
        texte += ["", "## Ordre du jour", "", rencontre.ordre_du_jour, "", "## Compte rendu", ""]
        yield f"cadrage/rencontre-{rang:02}.md", "\n".join([*texte, rencontre.compte_rendu]).encode()


OUTIL = Outil(
    cle="cadrage",
    nom="Cadrage",
    question="Que veut-on savoir, sur quoi, pour quand, et avec qui ?",
    adresse="evaluation:cadrage",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    aide="evaluateur#cadrer",
)
