"""Answers as files. Anonymous ones go as counts, as far as they may be read; the others, a line a person."""

import io
from collections.abc import Sequence

from communs.echanges.tableurs import MARQUE, ecrire_csv, texte_xlsx
from communs.echanges.textes import normaliser
from communs.questionnaires import resultats
from communs.questionnaires.enums import Genre
from communs.questionnaires.models import Question, Questionnaire, Reponse

Table = tuple[list[str], list[list[str]]]
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table(questionnaire: Questionnaire) -> Table:
    """The columns and the lines."""
    questions = list(questionnaire.questions.all())
    for question in questions:
        question.questionnaire = questionnaire
    return _anonyme(questions) if questionnaire.anonyme else _nominative(questionnaire, questions)


def _anonyme(questions: Sequence[Question]) -> Table:
    lignes: list[list[str]] = []
    for question in questions:
        lu = resultats.lire(question, fige=resultats.est_fige(question))
        if lu.reserve:
            lignes.append([question.texte, lu.reserve, ""])
        for case in lu.cases:
            lignes.append(
                [question.texte, case.libelle, "masqué" if case.nombre is None else str(case.nombre)]
            )
        lignes += [[question.texte, dire(question, dite), ""] for dite in (*lu.paroles, *lu.fichiers)]
    return ["question", "réponse", "personnes"], lignes


def _nominative(questionnaire: Questionnaire, questions: Sequence[Question]) -> Table:
    repondants = questionnaire.repondants.select_related("participation").prefetch_related(
        "reponses__fichier"
    )
    lignes = []
    for repondant in repondants.order_by("cree_le", "pk"):
        donnees = {reponse.question_id: reponse for reponse in repondant.reponses.all()}
        dites = [dire(q, donnees[q.pk]) if q.pk in donnees else "" for q in questions]
        voie = [] if questionnaire.seance_id else [repondant.get_voie_display()]
        lignes.append([resultats.nom_de(repondant), *dites, *voie])
    voie = [] if questionnaire.seance_id else ["voie"]
    return ["nom", *(question.texte for question in questions), *voie], lignes


def dire(question: Question, reponse: Reponse) -> str:
    """An answer in words."""
    if question.genre == Genre.TEXTE:
        return reponse.texte
    if reponse.fichier is not None:
        return reponse.fichier.nom
    libelles = dict(question.choix_possibles())
    return " | ".join(libelles.get(numero, str(numero)) for numero in reponse.choix)


def ecrire(questionnaire: Questionnaire, format: str) -> bytes:
    """The file, in a format of FORMATS."""
    colonnes, lignes = table(questionnaire)
    if format == "csv":
        return (MARQUE + ecrire_csv(colonnes, lignes, ";")).encode()
    return _xlsx(questionnaire.titre, colonnes, lignes)


def _xlsx(titre: str, colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sortie, options) as classeur:
        classeur.set_properties({"title": titre, "author": "Vigie"})
        feuille = classeur.add_worksheet("Réponses")
        entete = classeur.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        texte = classeur.add_format({"text_wrap": True, "valign": "top"})
        feuille.set_column(0, max(len(colonnes) - 1, 0), 32)
        for rang, cellules in enumerate([colonnes, *lignes]):
            for colonne, cellule in enumerate(cellules):
                if cellule:
                    format_ = texte if rang else entete
                    feuille.write_string(rang, colonne, texte_xlsx(normaliser(cellule)), format_)
        feuille.freeze_panes(1, 1)
    return sortie.getvalue()
