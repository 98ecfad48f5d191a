"""Every page that a person can open: axe finds nothing, nothing overflows, day and night, phone and desk."""

import pytest

from tests.contrats.adresses import NOTRES, url_de
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

# Not pages: machine answers, redirects and addresses that only accept a post.
PAS_DES_PAGES = {
    "account_inactive",
    "api:schema",
    "api_catalogue:recherche",
    "api_racine",
    "api_sonar:barometre",
    "api_sonar:feuille",
    "api_sonar:questionnaire",
    "api_sonar:resultat",
    "collectivites:accepter_demande",
    "collectivites:annuler_invitation",
    "collectivites:refuser_demande",
    "compte_oidc",
    "compte_oidc_delier",
    "compte_oidc_relier",
    "collectivites:renvoyer_invitation",
    "collectivites:retirer",
    "collectivites:supprimer_service",
    "compte_fermer_session",
    "fichiers:fichier",
    "fichiers:televersement",
    "fichiers:televersements",
    "eclaireurs:retablir",
    "eclaireurs:retirer",
    "dossiers:archive",
    "dossiers:associer",
    "dossiers:dissocier",
    "dossiers:lecture",
    "dossiers:lien",
    "dossiers:oublier",
    "dossiers:relancer",
    "dossiers:retablir",
    "dossiers:retirer",
    "dossiers:retirer_commentaire",
    "dossiers:revoquer_lien",
    "dossiers:supprimer",
    "echeances:calendrier",
    "echeances:renouveler",
    "echeances:revoquer",
    "evaluation:ajouter_question",
    "evaluation:annuler_geste",
    "evaluation:cadrage_geste",
    "evaluation:deplacer_critere",
    "evaluation:deplacer_question",
    "evaluation:programmer",
    "evaluation:rencontre_geste",
    "evaluation:signer",
    "evaluation:supprimer_critere",
    "evaluation:supprimer_question",
    "evaluation:agenda_du_tableau",
    "evaluation:confirmer_import",
    "evaluation:fichier_du_tableau",
    "evaluation:imprimer_le_tableau",
    "evaluation:avis",
    "evaluation:apporter",
    "evaluation:collecte_geste",
    "evaluation:comparaison",
    "evaluation:decision",
    "evaluation:deplacer_ligne",
    "evaluation:deplacer_piece",
    "evaluation:deplacer_theme",
    "evaluation:etape_du_plan",
    "evaluation:etape_du_rapport",
    "evaluation:fichier_indice",
    "evaluation:livret_collecte",
    "evaluation:lot",
    "evaluation:rang",
    "evaluation:ranger",
    "evaluation:reprendre_indice",
    "evaluation:supprimer_indice",
    "evaluation:supprimer_theme",
    "evaluation:rangee",
    "evaluation:retirer_remarque",
    "evaluation:supprimer_ligne",
    "evaluation:supprimer_piece",
    "evaluation:texte_scelle",
    "livrets:etat",
    "livrets:fichier",
    "livrets:refaire",
    "sonar:barometre_csv",
    "sonar:barometre_json",
    "sonar:barometre_tableur",
    "sonar:carnet",
    "sonar:effacer",
    "sonar:envoyer_lien",
    "sonar:image_png",
    "sonar:image_svg",
    "web:robots",
    "web:sante",
    "web:sante_pret",
    "web:sante_vivant",
}


@pytest.mark.parametrize("nom", sorted(set(NOTRES) - PAS_DES_PAGES))
def test_a_page_is_accessible_by_day_and_by_night(ouvrir, decor, nom):
    url = url_de(nom, decor)
    for largeur, sombre in ((320, True), (1440, False)):
        page = ouvrir(url, largeur=largeur, sombre=sombre, compte=decor.administratrice)
        assert page.locator("h1").count() == 1
        assert defauts_axe(page) == []
        assert not deborde(page)


@pytest.mark.parametrize(
    "nom", ["collectivites:espace", "collectivites:collectivite", "collectivites:membres"]
)
def test_a_very_long_name_does_not_widen_a_phone_s_page(ouvrir, decor, nom):
    decor.collectivite.nom = "Interminablement" * 9
    decor.collectivite.save(update_fields=["nom"])
    page = ouvrir(url_de(nom, decor), largeur=320, compte=decor.administratrice)
    assert not deborde(page)


@pytest.mark.parametrize(
    "nom", ["account_login", "account_signup", "account_reset_password", "collectivites:invitation"]
)
def test_a_door_is_accessible_to_somebody_who_is_not_signed_in(ouvrir, decor, nom):
    for largeur, sombre in ((320, False), (1440, True)):
        page = ouvrir(url_de(nom, decor), largeur=largeur, sombre=sombre)
        assert page.locator("h1").count() == 1
        assert defauts_axe(page) == []
        assert not deborde(page)
