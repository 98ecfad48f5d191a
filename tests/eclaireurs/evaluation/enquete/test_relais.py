"""Relays: a kit by a secret link, sheets typed once, what each brought, revoked without closing the door."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from communs.etats.tables import franchir
from communs.questionnaires.forms_lien import RepondreForm
from communs.questionnaires.models import Provenance, Questionnaire, Repondant, Reponse
from eclaireurs.evaluation.enquete import provenances, reception, relais, sondage
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enquete.provenances import Recolte
from eclaireurs.evaluation.enquete.transitions import CONTRIBUTION, ENQUETE
from tests.outils.evaluations import Evaluation, ouvrir_un_relais
from tests.outils.seances import ajouter, avancer

pytestmark = pytest.mark.django_db

MOTS = "Le bus de huit heures ne passe plus devant l’école."


@pytest.fixture
def publiee(evaluation: Evaluation) -> Evaluation:
    """The survey is open to the public."""
    Enquete.objects.filter(dossier=evaluation.dossier).update(introduction="Dites-nous tout.")
    franchir(ENQUETE, identite=evaluation.identite("evaluateur"), objet=evaluation.enquete, nom="publier")
    return evaluation


@pytest.fixture
def phare(publiee: Evaluation) -> Relais:
    return ouvrir_un_relais(publiee)


@pytest.fixture
def le_sondage(administratrice, publiee: Evaluation, phare: Relais) -> Questionnaire:
    """Open: a choice, then a text."""
    identite = publiee.identite("evaluateur")
    questionnaire = sondage.preparer(identite=identite, enquete=publiee.enquete)
    ajouter(administratrice, questionnaire, obligatoire=True)
    ajouter(administratrice, questionnaire, "texte", texte="Un mot")
    return avancer(administratrice, questionnaire, "ouvrir")


def feuille(questionnaire: Questionnaire | None = None, choix: str = "", texte: str = "", **champs) -> dict:
    """What the screen of a relay posts."""
    donnees = {"demande": str(uuid4()), "texte": texte, "prenom": "", "accord": "taire", **champs}
    if questionnaire is not None:
        un, deux = questionnaire.questions.all()
        donnees["ouvert"] = RepondreForm(questionnaire=questionnaire).initial["ouvert"]
        donnees |= {f"q-{un.uuid}": choix, f"q-{deux.uuid}": ""}
    return donnees


def saisir(phare: Relais, donnees: dict, client: Client | None = None):
    return (client or Client()).post(reverse("relais:saisir", args=[phare.jeton]), donnees)


# --- opened, revoked -------------------------------------------------------------------------------


def test_l_evaluatrice_ouvre_un_relais_une_seule_fois(client_de, administratrice, publiee):
    adresse = publiee.dossier.adresse("evaluation:relais")
    envoi = {"demande": str(uuid4()), "nom": "Médiathèque du Phare", "lieu": "Quai nord"}
    for _ in range(2):
        response = client_de(administratrice).post(adresse, envoi, follow=True)
    ouvert = Relais.objects.get()
    assert (str(ouvert), len(ouvert.code), len(ouvert.jeton)) == ("Médiathèque du Phare, Quai nord", 8, 43)
    page = response.content.decode()
    assert ouvert.adresse_du_kit in page
    assert ouvert.code_lisible in page


def test_un_relais_ne_passe_pas_d_une_enquete_a_l_autre(publiee, phare):
    with pytest.raises(ValidationError, match="déjà servi"):
        autre = Enquete.objects.exclude(pk=phare.enquete_id).first() or _une_autre_enquete(publiee)
        relais.ouvrir(
            identite=publiee.identite("evaluateur"), enquete=autre, demande=phare.uuid, nom="X", lieu=""
        )


def _une_autre_enquete(evaluation: Evaluation) -> Enquete:
    from tests.outils.evaluations import creer_evaluation

    fondatrice = evaluation.identite("evaluateur").personne
    return creer_evaluation(fondatrice, evaluation.dossier.collectivite).enquete


def test_chaque_porte_des_relais_est_gardee(client, client_de, etrangere, publiee, phare):
    """Of the desk: a stranger, somebody of the dossier who does not organise it, and the applicateur."""
    bureau = publiee.dossier.adresse("evaluation:relais")
    le_geste = publiee.dossier.adresse("evaluation:geste_relais", phare.uuid)
    le_sondage = publiee.dossier.adresse("evaluation:sondage")
    revoquer, neuf = {"geste": "revoquer"}, {"demande": str(uuid4()), "nom": "Autre", "lieu": ""}
    essais = [(bureau, neuf), (le_geste, revoquer), (le_sondage, {"x": "1"})]
    agent = publiee.identite("agent").personne
    applique = publiee.identite("applicateur").personne
    for adresse, donnees in essais:
        assert client_de(etrangere).post(adresse, donnees).status_code == 404
        assert client_de(agent).post(adresse, donnees).status_code == 403
        assert client_de(applique).post(adresse, donnees).status_code == 403
        assert reverse("account_login") in client.post(adresse, donnees)["Location"]
    assert client_de(agent).get(bureau).status_code == 403
    page = client_de(applique).get(bureau).content.decode()  # she moderates: she reads, and changes nothing
    assert phare.nom in page
    assert phare.jeton not in page
    assert (Relais.objects.filter(revoque_le=None).count(), Questionnaire.objects.count()) == (1, 0)


def test_un_kit_inconnu_n_existe_pas(client, phare):
    for nom, reste in (("kit", []), ("saisir", []), ("imprimer", ["affiche"])):
        adresse = reverse(f"relais:{nom}", args=[phare.jeton[:-1] + "x", *reste])
        assert client.post(adresse).status_code in {404, 405}
        assert nom == "imprimer" or client.get(adresse).status_code == 404
    assert client.post(reverse("relais:imprimer", args=[phare.jeton, "autre"])).status_code == 404


def test_le_kit_d_un_dossier_mis_de_cote_ne_s_ouvre_plus(client, publiee, phare):
    from django.utils import timezone

    type(publiee.dossier).objects.update(supprime_le=timezone.now())
    assert client.get(phare.adresse_du_kit).status_code == 404


def test_le_kit_donne_le_lien_et_n_est_pas_suivi(client, phare):
    response = client.get(phare.adresse_du_kit)
    page = response.content.decode()
    assert f"/{phare.code}/" in page
    assert "La feuille à afficher" in page
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")


def test_revoque_le_kit_se_ferme_le_dit_et_se_retablit(client, client_de, administratrice, publiee, phare):
    saisir(phare, feuille(texte=MOTS))
    le_geste = publiee.dossier.adresse("evaluation:geste_relais", phare.uuid)
    client_de(administratrice).post(le_geste, {"geste": "revoquer"})
    response = client.get(phare.adresse_du_kit)
    page = response.content.decode()
    assert response.status_code == 410
    assert "n’est plus en service" in page
    assert publiee.enquete.adresse_publique in page
    assert saisir(phare, feuille(texte="Trop tard.")).status_code == 410
    assert client.post(reverse("relais:imprimer", args=[phare.jeton, "affiche"])).status_code == 410
    assert Contribution.objects.get().relais == phare  # what it had brought stays
    client_de(administratrice).post(le_geste, {"geste": "retablir"})
    assert client.get(phare.adresse_du_kit).status_code == 200


def test_une_feuille_saisie_a_l_instant_de_la_revocation_n_entre_pas(publiee, phare):
    relais.revoquer(identite=publiee.identite("evaluateur"), relais=phare)
    dite = relais.Feuille({}, None, {"texte": MOTS, "nom": "", "accord": "taire"})
    with pytest.raises(ValidationError, match="révoqué"):
        relais.saisir(relais=phare, demande=uuid4(), feuille=dite, par=None)
    assert not Contribution.objects.exists()


# --- sheets of paper -------------------------------------------------------------------------------


def test_une_feuille_fait_une_contribution_et_une_reponse_et_le_formulaire_revient_vierge(phare, le_sondage):
    client = Client()
    response = saisir(phare, feuille(le_sondage, "1", MOTS, prenom="Nolwenn", accord="publier"), client)
    page = client.get(response["Location"]).content.decode()
    assert "La feuille est enregistrée" in page
    assert "<b>1</b> contribution et <b>1</b> réponse" in page
    assert MOTS not in page
    recue = Contribution.objects.get()
    assert (recue.texte, recue.nom, recue.accord, recue.voie) == (MOTS, "Nolwenn", "publier", "papier")
    assert (recue.relais, str(recue.saisie_par)) == (phare, "Médiathèque du Phare, Quai nord")
    assert [(r.choix, r.texte) for r in Reponse.objects.all()] == [([1], "")]
    assert Repondant.objects.get().voie == "papier"


def test_la_meme_feuille_deux_fois_n_en_fait_qu_une(phare, le_sondage):
    envoi = feuille(le_sondage, "1", MOTS)
    for _ in range(2):
        assert saisir(phare, envoi).status_code == 302
    assert (Contribution.objects.count(), Repondant.objects.count()) == (1, 1)
    assert Provenance.objects.get().nombre == 1


def test_rien_dans_la_base_ne_relie_la_contribution_signee_aux_reponses_anonymes(phare, le_sondage):
    saisir(phare, feuille(le_sondage, "1", MOTS, prenom="Nolwenn"))
    recue, repondant = Contribution.objects.get(), Repondant.objects.get()
    assert repondant.uuid not in {recue.demande, recue.uuid}
    assert repondant.nom == ""


def test_une_feuille_ne_porte_que_le_sondage_ou_que_des_mots(phare, le_sondage):
    saisir(phare, feuille(le_sondage, "1"))
    assert (Contribution.objects.count(), Repondant.objects.count()) == (0, 1)
    saisir(phare, feuille(le_sondage, "", MOTS))
    assert (Contribution.objects.count(), Repondant.objects.count()) == (1, 1)


def test_une_feuille_vide_est_refusee_et_une_faute_garde_ce_qui_est_tape(phare, le_sondage):
    response = saisir(phare, feuille(le_sondage))
    assert (response.status_code, "feuille est vide" in response.content.decode()) == (422, True)
    response = saisir(phare, feuille(le_sondage, "9", MOTS))
    assert (response.status_code, MOTS in response.content.decode()) == (422, True)
    assert not (Contribution.objects.exists() or Repondant.objects.exists())


def test_une_feuille_entre_entiere_ou_pas_du_tout(administratrice, publiee, phare, le_sondage):
    """The survey was closed by hand between two sheets: its poll, open still, takes nothing of this one."""
    envoi = feuille(le_sondage, "1", MOTS)
    franchir(ENQUETE, identite=publiee.identite("evaluateur"), objet=publiee.enquete, nom="clore")
    response = saisir(phare, envoi)
    assert (response.status_code, "ne prend plus" in response.content.decode()) == (422, True)
    assert not (Contribution.objects.exists() or Repondant.objects.exists())


def test_le_sondage_clos_la_feuille_ne_garde_que_les_mots(administratrice, phare, le_sondage):
    avancer(administratrice, le_sondage, "clore")
    page = Client().get(reverse("relais:saisir", args=[phare.jeton])).content.decode()
    assert "Comment venez-vous" not in page
    saisir(phare, feuille(None, texte=MOTS))
    assert (Contribution.objects.count(), Repondant.objects.count()) == (1, 0)


def test_qui_mene_l_enquete_saisit_pour_un_relais_sous_son_propre_nom(client_de, administratrice, phare):
    saisir(phare, feuille(texte=MOTS), client_de(administratrice))
    assert Contribution.objects.get().saisie_par.compte == administratrice


# --- what each brought -----------------------------------------------------------------------------


def contribuer(enquete: Enquete, par: Relais | None, texte: str) -> Contribution:
    return reception.recevoir(enquete=enquete, demande=uuid4(), champs={"texte": texte}, relais=par)


def test_la_comparaison_dit_par_ou_tout_est_venu(client, publiee, phare, le_sondage):
    identite = publiee.identite("evaluateur")
    port = ouvrir_un_relais(publiee, "Capitainerie", "")
    une = contribuer(publiee.enquete, phare, "Un mot du phare.")
    contribuer(publiee.enquete, phare, "Un autre mot.")
    contribuer(publiee.enquete, None, "Venu tout seul.")
    franchir(CONTRIBUTION, identite=identite, objet=une, nom="accepter", numero=une.numero)
    saisir(port, feuille(le_sondage, "1", MOTS))
    lien = relais.adresse_du_sondage(le_sondage, phare)
    for adresse in (lien, lien, le_sondage.adresse_publique):
        Client().post(adresse, feuille(le_sondage, "0"))
    vus = {
        b.relais.nom if b.relais else "": (b.en_ligne, b.papier)
        for b in provenances.comparer(publiee.enquete)
    }
    assert vus == {
        "Capitainerie": (Recolte(), Recolte(1, 0, 1)),
        "Médiathèque du Phare": (Recolte(2, 1, 2), Recolte()),
        "": (Recolte(1, 0, 1), Recolte()),
    }


def test_la_comparaison_se_lit_en_autant_de_requetes_quel_que_soit_le_nombre(
    django_assert_num_queries, publiee, phare, le_sondage
):
    for n in range(5):
        contribuer(publiee.enquete, ouvrir_un_relais(publiee, f"Relais {n}"), f"Mot {n}.")
    enquete = Enquete.objects.select_related("questionnaire").get(pk=phare.enquete_id)
    with django_assert_num_queries(4):
        assert len(provenances.comparer(enquete)) == 7


def test_un_relais_ne_lit_pas_les_petits_nombres_de_son_lien(client, publiee, phare):
    for n in range(4):
        contribuer(publiee.enquete, phare, f"Mot {n}.")
    saisir(phare, feuille(texte=MOTS))
    assert provenances.pour_le_relais(phare) == [
        ("En ligne, par votre lien", "moins de 5", "moins de 5", "moins de 5"),
        ("Sur papier, saisies ici", "1", "0", "0"),
    ]
    contribuer(publiee.enquete, phare, "Le cinquième.")
    assert provenances.pour_le_relais(phare)[0][1] == "5"


# --- the poll --------------------------------------------------------------------------------------


def test_le_sondage_se_prepare_une_fois_anonyme_et_ses_resultats_attendent(
    client_de, administratrice, publiee, phare, le_sondage
):
    adresse = publiee.dossier.adresse("evaluation:sondage")
    bureau = client_de(administratrice)
    bureau.post(adresse)
    assert Questionnaire.objects.get().anonyme
    for _ in range(6):
        Client().post(le_sondage.adresse_publique, feuille(le_sondage, "0"))
    page = bureau.get(adresse).content.decode()
    assert "6 personnes ont répondu" in page
    assert "les résultats paraissent quand on les montre" in page
    avancer(administratrice, le_sondage, "clore")
    page = bureau.get(adresse).content.decode()
    assert "6 · 100" in page or "masqué" in page


def test_par_un_relais_revoque_on_repond_sans_compter_pour_lui(publiee, phare, le_sondage):
    relais.revoquer(identite=publiee.identite("evaluateur"), relais=phare)
    phare.refresh_from_db()
    assert relais.adresse_du_sondage(le_sondage, phare) == le_sondage.adresse_publique
