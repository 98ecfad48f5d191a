"""Questionnaires in every dossier: a door, and what was answered in the archive, for who may read it."""

from collections.abc import Iterator

from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Contenu, Page, Stocke, inscrire_page
from communs.dossiers.models import Dossier
from communs.dossiers.pieces import dire_combien
from communs.fichiers.models import Fichier
from communs.questionnaires import exports, resultats
from communs.questionnaires.enums import Genre
from communs.questionnaires.models import Questionnaire


def _archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    if not identite.peut("questionnaires.mener", dossier):
        return
    siens = Questionnaire.objects.visibles_par(identite).filter(dossier=dossier)
    for rang, questionnaire in enumerate(siens.order_by("cree_le", "pk"), start=1):
        nom = slugify(questionnaire.titre)[:60] or "reponses"
        yield f"{rang:02}-{nom}.csv", exports.ecrire(questionnaire, "csv")
        for place, fichier in enumerate(_fichiers(questionnaire), start=1):
            yield f"{rang:02}-{nom}/{place:03}-{fichier.nom}", Stocke(fichier.original, fichier.taille)


def _fichiers(questionnaire: Questionnaire) -> Iterator[Fichier]:
    """Those that may be read now."""
    for question in questionnaire.questions.filter(genre=Genre.FICHIER):
        question.questionnaire = questionnaire
        lu = resultats.lire(question, fige=resultats.est_fige(question))
        yield from (dite.fichier for dite in lu.fichiers if dite.fichier is not None and dite.fichier.pret)


def _bilan(identite: Identite, dossier: Dossier) -> str:
    siens = Questionnaire.objects.visibles_par(identite).par_lien().filter(dossier=dossier)
    ouverts = sum(questionnaire.accepte for questionnaire in siens)
    return dire_combien(len(siens), "questionnaire,questionnaires", ouverts, "ouvert,ouverts")


QUESTIONNAIRES = inscrire_page(
    Page(
        aide="seances",
        cle="questionnaires",
        nom="Questionnaires",
        promesse="Un questionnaire s’envoie par un lien : chacun y répond sans compte, à son heure. Pour des "
        "questions posées dans une salle, préparez une séance.",
        vide="Aucun questionnaire pour l’instant",
        adresse="questionnaires:liste",
        preparer="questionnaires:preparer",
        geste="Préparer un questionnaire",
        regle="questionnaires.voir",
        organise="questionnaires.mener",
        bilan=_bilan,
        archiver=_archiver,
    )
)
