"""Coming into a séance by its code: no account, no script, and nothing to gain by trying codes."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.dossiers.services import supprimer
from communs.seances import services
from communs.seances.models import Participation, Seance
from tests.outils.seances import arriver, clore, ecrire_une_question, entrer, poser, repondre

pytestmark = pytest.mark.django_db


def salle(seance: Seance) -> str:
    return reverse("seances:salle", args=[seance.code])


def test_le_code_se_tape_comme_on_le_lit(client, seance):
    tape = f" {seance.code[:3].lower()}-{seance.code[3:].lower()} "
    response = client.post(reverse("seances:rejoindre"), {"code": tape})
    assert response["Location"] == salle(seance)
    response = client.get(salle(seance).replace(seance.code, seance.code.lower()))
    assert response["Location"] == salle(seance)


def test_on_entre_sans_compte_et_le_meme_telephone_reprend(client, seance):
    assert "Entrer" in client.get(salle(seance)).content.decode()
    entrer(client, seance, "Nolwenn")
    assert "Bienvenue, Nolwenn" in client.get(salle(seance)).content.decode()
    entrer(client, seance, "Nolwenn")
    assert Participation.objects.count() == 1


def test_le_meme_formulaire_envoye_deux_fois_fait_entrer_une_personne(seance):
    demande = uuid4()
    for _ in range(2):
        telephone = Client()
        adresse = reverse("seances:entrer", args=[seance.code])
        assert telephone.post(adresse, {"demande": demande}).status_code == 302
    assert Participation.objects.count() == 1


def test_un_autre_appareil_reprend_par_le_code_personnel(seance):
    qui = arriver(seance, "Nolwenn")
    ordinateur = Client()
    adresse = reverse("seances:reprendre", args=[seance.code])
    response = ordinateur.post(adresse, {"reprise": qui.reprise_lisible.lower()})
    assert response["Location"] == salle(seance)
    assert "Bienvenue, Nolwenn" in ordinateur.get(salle(seance)).content.decode()


def test_un_code_personnel_s_essaie_peu_de_fois(client, seance, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "seances_reprise": "3/m/ip,100/h/key"}
    qui = arriver(seance)
    adresse = reverse("seances:reprendre", args=[seance.code])
    for _ in range(3):
        assert client.post(adresse, {"reprise": "AAAAAAAA"}).status_code == 422
    assert client.post(adresse, {"reprise": qui.reprise}).status_code == 429


def test_le_code_d_une_autre_seance_ne_fait_pas_reprendre(client, seance, membre, dossier):
    from tests.outils.seances import ouvrir_une_seance

    autre = ouvrir_une_seance(membre, dossier, "Ailleurs")
    qui = arriver(autre, "Erwan")
    adresse = reverse("seances:reprendre", args=[seance.code])
    assert client.post(adresse, {"reprise": qui.reprise}).status_code == 422


def test_le_temoin_d_une_seance_n_ouvre_pas_une_autre(client, seance, membre, dossier):
    from tests.outils.seances import ouvrir_une_seance

    autre = ouvrir_une_seance(membre, dossier, "Ailleurs")
    entrer(client, seance)
    client.cookies["vigie_seance"]["path"] = "/"
    assert "Bienvenue" not in client.get(salle(autre)).content.decode()


def test_un_temoin_fabrique_ne_dit_personne(client, seance):
    client.cookies["vigie_seance"] = "W1sxLDFd:faux:faux"
    assert "Bienvenue" not in client.get(salle(seance)).content.decode()


def test_un_code_inconnu_se_dit(client, seance):
    response = client.get("/s/ZZZZZZ/")
    assert response.status_code == 404
    assert "Aucune séance ne porte ce code" in response.content.decode()


def test_apres_trop_de_codes_inconnus_le_bon_est_refuse_aussi_mais_pas_a_qui_est_dedans(
    client, seance, settings
):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "seances_inconnu": "3/m/ip,100/m/key"}
    dedans = Client()
    entrer(dedans, seance)
    for essai in ("ACDEFG", "ACDEFH", "ACDEFJ"):
        assert client.get(f"/s/{essai}/").status_code == 404
    response = client.get(salle(seance))
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert client.post(reverse("seances:rejoindre"), {"code": seance.code}).status_code == 429
    assert client.post(reverse("seances:entrer", args=[seance.code]), {}).status_code == 429
    assert dedans.get(salle(seance)).status_code == 200


def test_des_codes_essayes_de_partout_sont_comptes_ensemble(seance, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "seances_inconnu": "60/m/ip,5/m/key"}
    for n in range(5):
        assert Client(REMOTE_ADDR=f"192.0.2.{n}").get("/s/ACDEFG/").status_code == 404
    assert Client(REMOTE_ADDR="198.51.100.1").get(salle(seance)).status_code == 429


def test_de_bons_codes_ne_comptent_pas(seance, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "seances_inconnu": "2/m/ip,2/m/key"}
    for _ in range(5):
        assert Client().get(salle(seance)).status_code == 200


def test_la_version_ne_dit_rien_a_qui_n_est_pas_entre(client, seance):
    adresse = reverse("seances:version_salle", args=[seance.code])
    ailleurs = reverse("seances:version_salle", args=["ZZZZZZ"])
    assert [client.get(a, {"v": "1"}).content for a in (adresse, ailleurs)] == [b"", b""]
    assert [client.get(a).status_code for a in (adresse, ailleurs)] == [200, 200]


def test_l_entree_fermee_laisse_dehors_sans_mettre_dehors(client, seance, membre):
    entrer(client, seance)
    services.tenir_l_entree(identite=Identite(membre), seance=seance, fermee=True)
    tard = Client()
    assert "L’entrée est fermée" in tard.get(salle(seance)).content.decode()
    response = tard.post(reverse("seances:entrer", args=[seance.code]), {"demande": uuid4()})
    assert response.status_code == 422
    assert client.get(salle(seance)).status_code == 200
    assert Participation.objects.count() == 1


def test_une_salle_pleine_ne_recoit_plus(client, seance, monkeypatch):
    monkeypatch.setattr(services, "PLACES_MAX", 1)
    arriver(seance)
    response = client.post(reverse("seances:entrer", args=[seance.code]), {"demande": uuid4()})
    assert response.status_code == 422


def test_une_seance_close_se_dit_a_qui_arrive_et_a_qui_etait_la(client, seance, membre):
    entrer(client, seance)
    clore(membre, seance)
    response = client.get(salle(seance))
    assert (response.status_code, "Merci d’avoir pris part" in response.content.decode()) == (200, True)
    tard = Client().get(salle(seance))
    assert (tard.status_code, "C’est fini" in tard.content.decode()) == (410, True)
    assert Client().post(reverse("seances:entrer", args=[seance.code]), {}).status_code == 410


def test_le_dossier_mis_de_cote_emporte_ses_seances(client, seance, membre):
    supprimer(identite=Identite(membre), dossier=seance.dossier)
    assert client.get(salle(seance)).status_code == 404


@pytest.mark.parametrize("prenom", ["N" * 41, "https://escroc.example", "Nol\u202ewenn"])
def test_un_prenom_est_court_et_sans_lien(client, seance, prenom):
    adresse = reverse("seances:entrer", args=[seance.code])
    assert client.post(adresse, {"prenom": prenom, "demande": uuid4()}).status_code == 422
    assert not Participation.objects.exists()


def test_partir_efface_le_passage_et_les_reponses(client, seance, membre):
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    entrer(client, seance, "Nolwenn")
    repondre(Participation.objects.get(), question, 1)
    response = client.post(reverse("seances:partir", args=[seance.code]))
    assert response["Location"] == reverse("seances:rejoindre")
    assert not Participation.objects.exists()
    assert not question.reponses.exists()
    assert "Bienvenue" not in client.get(salle(seance)).content.decode()
