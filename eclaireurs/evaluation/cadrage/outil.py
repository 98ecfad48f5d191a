"""The frame as a tool of the dossier."""

from collections.abc import Iterator

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Etape, Outil
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.cadrage.engagements import a_signer
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatRencontre
from eclaireurs.evaluation.cadrage.models import Cadre, Critere, Question, Rencontre

SUITES = {
    EtatCadre.ECRITURE: (
        "Écrire le périmètre et les questions, puis les proposer.",
        "L’évaluateur",
    ),
    EtatCadre.PROPOSE: ("Réunir le premier comité, qui valide le cadre.", "Le comité de pilotage"),
    EtatCadre.VALIDE: ("", ""),
}


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


def attentes(identite: Identite, dossier: Dossier) -> list[Attente]:
    """The frame to propose or validate, the next meeting, one's commitments to sign."""
    adresse = dossier.adresse("evaluation:cadrage")
    cadre, lignes = dossier.cadre, []
    if cadre.etat == EtatCadre.PROPOSE and identite.peut("cadrage.valider", cadre):
        lignes.append(Attente("Le cadre attend la validation du premier comité", adresse))
    if identite.peut("cadrage.ecrire", cadre):
        if cadre.etat == EtatCadre.ECRITURE:
            lignes.append(Attente("Le cadre est à écrire, puis à proposer au premier comité", adresse))
        a_tenir = dossier.rencontres.filter(etat=EtatRencontre.PREVUE, le__isnull=False).order_by("le")[:3]
        lignes.extend(
            Attente(f"À préparer : {r}", dossier.adresse("evaluation:rencontre", r.uuid), r.le)
            for r in a_tenir
        )
    restent = sum(1 for engagement in a_signer(identite, dossier) if engagement.a_signer)
    if restent:
        texte = (
            "Un engagement à lire et à signer"
            if restent == 1
            else f"{restent} engagements à lire et à signer"
        )
        lignes.append(Attente(texte, f"{adresse}#engagements"))
    return lignes


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
        f"# {dossier.titre} : le cadre",
        "",
        f"État : {cadre.get_etat_display()}",
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


CADRAGE = Outil(
    cle="cadrage",
    nom="Cadrage",
    question="Que veut-on savoir, sur quoi, pour quand, et avec qui ?",
    adresse="evaluation:cadrage",
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
)
