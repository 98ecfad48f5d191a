"""Questions of a séance: written, answered from phones, closed, shown."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.questionnaires import exports, resultats, services
from communs.questionnaires.enums import Anonymat
from communs.questionnaires.models import TEXTE_MAX, Question, Questionnaire, Reponse
from communs.seances.models import Participation
from communs.web.erreurs import Refus
from tests.outils.seances import (
    OPTIONS,
    arriver,
    clore,
    ecrire_une_question,
    entrer,
    envoyer,
    faire_repondre,
    poser,
    repondre,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(seance, membre) -> Question:
    """On stage, open."""
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    return question


def anonymiser(membre, seance) -> None:
    services.choisir_l_anonymat(
        identite=Identite(membre),
        questionnaire=services.de_la_seance(identite=Identite(membre), seance=seance),
        anonymat=Anonymat.ANONYME,
    )


def test_who_read_that_answers_are_anonymous_does_not_answer_under_her_name(client, membre, seance):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    entrer(client, seance, prenom="Mado")
    assert "anonyme" in salle(client, seance)
    services.choisir_l_anonymat(
        identite=Identite(membre),
        questionnaire=Questionnaire.objects.get(seance=seance),
        anonymat=Anonymat.NOMINATIF,
    )
    reponse = client.post(
        reverse("questionnaires:repondre_en_direct", args=[seance.code, question.uuid]),
        {"reponse": "1", "version": question.version},
        follow=True,
    )
    assert services.CHANGEE in reponse.content.decode()
    assert not Reponse.objects.exists()


def lu(question: Question) -> resultats.Resultat:
    question = Question.objects.select_related("questionnaire").get(pk=question.pk)
    return resultats.lire(question, fige=resultats.est_fige(question))


def nombres(question: Question) -> list[int | None]:
    return [case.nombre for case in lu(question).cases]


def salle(client, seance) -> str:
    return client.get(reverse("seances:salle", args=[seance.code])).content.decode()


def test_d_un_telephone_on_repond_et_on_peut_changer(client, seance, question):
    entrer(client, seance)
    assert "Comment venez-vous" in salle(client, seance)
    assert envoyer(client, seance, question, "1").status_code == 302
    assert "Votre réponse est enregistrée" in salle(client, seance)
    envoyer(client, seance, question, "2")
    envoyer(client, seance, question, "2")
    assert [r.choix for r in Reponse.objects.all()] == [[2]]


def test_deux_appareils_d_une_meme_personne_font_une_reponse(client, seance, question):
    entrer(client, seance)
    qui = Participation.objects.get()
    autre = Client()
    autre.post(reverse("seances:reprendre", args=[seance.code]), {"reprise": qui.reprise})
    for telephone, choix in ((client, "0"), (autre, "1")):
        assert envoyer(telephone, seance, question, choix).status_code == 302
    assert [r.choix for r in Reponse.objects.all()] == [[1]]


@pytest.mark.parametrize("reponse", ["", "3", "-1", "Le bus", "<script>"])
def test_une_reponse_inconnue_est_refusee(client, seance, question, reponse):
    entrer(client, seance)
    assert envoyer(client, seance, question, reponse).status_code == 422
    assert not Reponse.objects.exists()


def test_un_texte_trop_long_revient_tel_quel(client, seance, membre):
    question = ecrire_une_question(membre, seance, "texte")
    poser(membre, question)
    entrer(client, seance)
    response = envoyer(client, seance, question, "a" * (TEXTE_MAX + 1))
    assert response.status_code == 422
    assert "a" * (TEXTE_MAX + 1) in response.content.decode()
    assert envoyer(client, seance, question, "a" * TEXTE_MAX).status_code == 302


@pytest.mark.parametrize(
    ("genre", "envoi", "gardee"),
    [
        ("multiple", ["2", "0"], ([0, 2], "")),
        ("echelle", "4", ([4], "")),
        ("texte", "Par la digue.", ([], "Par la digue.")),
    ],
)
def test_chaque_sorte_de_question_garde_sa_reponse(client, seance, membre, genre, envoi, gardee):
    question = ecrire_une_question(membre, seance, genre)
    poser(membre, question)
    entrer(client, seance)
    assert envoyer(client, seance, question, envoi).status_code == 302
    reponse = Reponse.objects.get()
    assert (reponse.choix, reponse.texte) == gardee


def test_une_question_fermee_ne_prend_plus_rien_et_le_dit(client, seance, membre, question):
    entrer(client, seance)
    poser(membre, question, "ferme")
    response = client.post(
        reverse("questionnaires:repondre_en_direct", args=[seance.code, question.uuid]),
        {"reponse": "1", "version": question.version},
        follow=True,
    )
    assert "votre réponse n’a pas été prise" in response.content.decode()
    assert not Reponse.objects.exists()


def test_une_seance_close_ne_prend_plus_rien_et_le_dit(client, seance, membre, question):
    entrer(client, seance)
    clore(membre, seance)
    response = client.post(
        reverse("questionnaires:repondre_en_direct", args=[seance.code, question.uuid]),
        {"reponse": "1", "version": question.version},
        follow=True,
    )
    assert "Votre réponse n’a pas été prise" in response.content.decode()
    assert not Reponse.objects.exists()
    with pytest.raises(Refus):
        repondre(Participation.objects.get(), question, 1)


def test_qui_n_est_pas_entre_est_renvoye_a_la_porte(client, seance, question):
    assert envoyer(client, seance, question, "1")["Location"] == seance.adresse_publique
    assert not Reponse.objects.exists()


def test_la_question_d_une_autre_seance_ne_se_repond_pas(client, seance, membre, dossier):
    from tests.outils.seances import ouvrir_une_seance

    autre = ouvrir_une_seance(membre, dossier, "Ailleurs")
    question = ecrire_une_question(membre, autre)
    poser(membre, question)
    entrer(client, seance)
    assert envoyer(client, seance, question, "1").status_code == 404


# --- writing questions ---------------------------------------------------------------------------


def test_une_question_a_laquelle_on_a_repondu_ne_change_plus(client_de, seance, membre, question):
    faire_repondre(seance, question, 0)
    poser(membre, question, "ferme")
    with pytest.raises(ValidationError, match="déjà répondu"):
        services.changer(
            identite=Identite(membre), question=question, version=1, champs={"texte": "Autre chose"}
        )
    with pytest.raises(ValidationError, match="déjà répondu"):
        services.retirer(identite=Identite(membre), question=question)
    adresse = seance.dossier.adresse("questionnaires:changer", question.uuid)
    assert client_de(membre).get(adresse).status_code == 302


def test_une_question_a_l_ecran_ne_change_pas_sous_les_doigts(membre, question):
    with pytest.raises(ValidationError, match="à l’écran"):
        services.changer(
            identite=Identite(membre), question=question, version=1, champs={"texte": "Autre chose"}
        )


def test_une_reponse_a_la_question_d_avant_est_refusee(client, seance, membre, question):
    entrer(client, seance)
    poser(membre, question, "ferme")
    services.changer(
        identite=Identite(membre), question=question, version=1, champs={"options": OPTIONS[::-1]}
    )
    poser(membre, question)
    envoyer(client, seance, question, "0")
    assert not Reponse.objects.exists()


@pytest.mark.parametrize(
    "champs",
    [
        {"genre": "choix", "options": "Une seule"},
        {"genre": "choix", "options": "Deux\nfois\r\n  Deux\n fois"[:4]},
        {"genre": "multiple", "options": "\n".join(map(str, range(21)))},
        {"genre": "choix", "options": "a\n" + "b" * 201},
        {"genre": "inconnu", "options": "a\nb"},
    ],
)
def test_une_question_mal_faite_revient_avec_son_erreur(client_de, seance, membre, champs):
    adresse = seance.dossier.adresse("questionnaires:ajouter_en_seance", seance.uuid)
    donnees = {"texte": "Et alors", "degres": "5", "demande": "7a0d8c1e-0000-4000-8000-000000000000"}
    assert client_de(membre).post(adresse, {**donnees, **champs}).status_code == 422
    assert not Question.objects.exists()


def test_une_question_s_ecrit_une_fois_et_change_de_place(client_de, seance, membre):
    client = client_de(membre)
    adresse = seance.dossier.adresse("questionnaires:ajouter_en_seance", seance.uuid)
    for n, texte in ((1, "Une"), (1, "Une"), (2, "Deux")):
        donnees = {
            "texte": texte,
            "genre": "choix",
            "options": "Oui\nNon\n\nOui",
            "degres": "5",
            "demande": f"7a0d8c1e-0000-4000-8000-00000000000{n}",
        }
        assert client.post(adresse, donnees).status_code == 302
    une, deux = Question.objects.order_by("rang")
    assert (une.texte, une.options, deux.texte) == ("Une", ["Oui", "Non"], "Deux")
    client.post(seance.dossier.adresse("questionnaires:deplacer", deux.uuid), {"vers": "haut"})
    assert [q.texte for q in Question.objects.order_by("rang")] == ["Deux", "Une"]


# --- results -------------------------------------------------------------------------------------


def test_la_salle_ne_voit_les_resultats_que_montres(client, seance, membre, question):
    entrer(client, seance)
    faire_repondre(seance, question, 0, 0, 1)
    assert "2 · 67" not in salle(client, seance)
    poser(membre, question, "ferme")
    assert "La question est fermée" in salle(client, seance)
    poser(membre, question, "montre")
    page = salle(client, seance)
    assert "2 · 67" in page
    assert "Lire les chiffres dans un tableau" in page


def test_des_resultats_montres_ne_se_rouvrent_pas(membre, question):
    poser(membre, question, "montre")
    with pytest.raises(ValidationError, match="ne se rouvre pas"):
        poser(membre, question)


def test_avec_les_prenoms_tout_se_compte(seance, membre, question):
    faire_repondre(seance, question, 0, 0, 2)
    assert nombres(question) == [2, 0, 1]


def test_anonyme_rien_ne_se_lit_avant_d_etre_montre(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    faire_repondre(seance, question, *[0] * 6, *[1] * 6)
    assert (nombres(question), lu(question).reserve) == ([], resultats.PAS_ENCORE)


def test_anonyme_a_moins_de_cinq_rien_n_est_montre(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    faire_repondre(seance, question, 0, 0, 0, 0)
    poser(membre, question, "montre")
    assert (nombres(question), lu(question).reserve) == ([], resultats.TROP_PEU)


def test_anonyme_un_petit_nombre_en_cache_un_autre(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    faire_repondre(seance, question, *[0] * 7, *[1] * 6, 2)
    poser(membre, question, "montre")
    lus = nombres(question)
    assert lus[2] is None
    assert lus.count(None) == 2
    assert lus == nombres(question), "deux lectures différentes se compareraient"


def test_anonyme_a_plusieurs_choix_chaque_case_est_une_question(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance, "multiple")
    poser(membre, question)
    for n in range(10):
        repondre(arriver(seance), question, 0, *([1] if n < 5 else []))
    poser(membre, question, "montre")
    assert nombres(question) == [None, 5, None], "dix sur dix dit ce que chacun a coché"


def test_close_la_seance_laisse_lire_et_ne_laisse_plus_repondre(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    faire_repondre(seance, question, *[0] * 5, *[1] * 5, *[2] * 5)
    clore(membre, seance)
    assert nombres(question) == [5, 5, 5]
    assert Question.objects.get(pk=question.pk).figee_le is not None


def test_partir_apres_les_resultats_anonymes_ne_change_pas_les_nombres(seance, membre):
    from communs.seances.services import partir

    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    gens = faire_repondre(seance, question, *[0] * 5, *[1] * 5, *[2] * 5)
    poser(membre, question, "montre")
    partir(participation=gens[0])
    assert nombres(question) == [5, 5, 5]
    assert not Participation.objects.filter(pk=gens[0].pk).exists()


def test_l_anonymat_ne_change_plus_apres_une_reponse(seance, membre, question):
    faire_repondre(seance, question, 0)
    with pytest.raises(ValidationError):
        anonymiser(membre, seance)
    assert Questionnaire.objects.get().anonymat == "nominatif"


def test_un_texte_n_est_lu_de_la_salle_que_montre(client, client_de, seance, membre):
    question = ecrire_une_question(membre, seance, "texte")
    poser(membre, question)
    entrer(client, seance)
    envoyer(client, seance, question, "<img src=x onerror=alert(1)>")
    poser(membre, question, "montre")
    assert "onerror" not in salle(client, seance)
    mur = seance.dossier.adresse("seances:projection", seance.uuid)
    assert "onerror" not in client_de(membre).get(mur).content.decode()
    parole = Reponse.objects.get()
    adresse = seance.dossier.adresse("questionnaires:montrer", question.uuid, parole.uuid)
    client_de(membre).post(adresse, {"oui": "1"})
    page = client_de(membre).get(mur).content.decode()
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page


def test_l_export_nominatif_neutralise_les_formules(seance, membre):
    question = ecrire_une_question(membre, seance, "texte")
    poser(membre, question)
    repondre(arriver(seance, "Nolwenn"), question, texte="=HYPERLINK(1)")
    octets = exports.ecrire(Questionnaire.objects.get(), "csv").decode("utf-8-sig")
    entete, ligne = csv.reader(io.StringIO(octets), delimiter=";")
    assert entete == ["nom", question.texte]
    assert ligne == ["Nolwenn", "'=HYPERLINK(1)"]
    assert exports.ecrire(Questionnaire.objects.get(), "xlsx").startswith(b"PK")


def test_l_export_anonyme_ne_donne_que_ce_qui_se_lit(seance, membre):
    anonymiser(membre, seance)
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    faire_repondre(seance, question, *[0] * 5, *[1] * 5, *[2] * 4)
    poser(membre, question, "montre")
    _, lignes = exports.table(Questionnaire.objects.get())
    lus = {option: nombre for _, option, nombre in lignes}
    assert lus["À pied"] == "masqué"
    assert sorted(lus.values()) == ["5", "masqué", "masqué"]
