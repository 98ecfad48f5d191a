"""The desk of the document base, page by page."""

from dataclasses import replace

import pytest
from django.urls import reverse

from communs.etats.models import Ligne
from tests.outils.veille import ARTICLE, RAPPORT, creer_notice, creer_numero, creer_numero_publie
from tests.outils.veille_notices import formulaire
from veille.models import Fusion, Notice
from veille.notices import services
from veille.notices.fiches import FicheAuteur, FicheLien, FicheMoment, FicheNotice, lire

pytestmark = pytest.mark.django_db

LISTE = "/veille/atelier/notices/"
NOUVELLE = f"{LISTE}nouvelle/"
COMPLETE = replace(
    ARTICLE,
    sous_titre="Un guide",
    doi="10.1000/marees",
    isbn="978-2-07-036822-8",
    issn="0378-5955",
    acces="gratuit",
    en_ligne=True,
    nombre_pages=20,
    moments=(FicheMoment("soutenance", "2018-23", "à Rennes"),),
    liens=(
        FicheLien("https://phare.example/marees", "Le PDF", "document"),
        FicheLien("", "Sommaire", "sommaire"),
    ),
    themes=("participation", "tiers-lieux"),
    territoires=("Bretagne", "Rennes"),
    mots_cles=("phares",),
    note="Relire.",
)


def _page(reponse, code=200):
    assert reponse.status_code == code, reponse.content.decode()[:3000]
    return reponse.content.decode()


def test_a_whole_notice_is_described_and_read_back_the_same(atelier):
    creer_notice(titre="Pour les thèmes")
    reponse = atelier.post(NOUVELLE, formulaire(COMPLETE))

    notice = Notice.objects.entieres().latest("pk")
    assert reponse.status_code == 302
    assert lire(notice) == COMPLETE
    assert notice.cree_par.nom_affiche == "Denise Rousseau"


def test_sending_the_page_of_a_notice_unchanged_changes_nothing(atelier):
    notice = creer_notice(COMPLETE, reste={"ris": {"ZZ": "à garder"}})
    atelier.post(f"{LISTE}{notice.pk}/", formulaire(COMPLETE, notice.version))

    ecrite = Notice.objects.entieres().get(pk=notice.pk)
    assert (ecrite.version, ecrite.reste) == (1, {"ris": {"ZZ": "à garder"}})
    assert Ligne.objects.count() == 0


def test_what_is_wrong_is_said_in_french_and_nothing_is_lost(atelier):
    creer_notice(titre="Pour les thèmes")
    envoi = formulaire(
        COMPLETE,
        titre="",
        doi="pas un doi",
        isbn="9782070368229",
        issn="0378-5956",
        date_annee="18",
        **{"liens-0-adresse": "javascript:alert(1)", "auteurs-1-prenom": "Léa"},
    )
    page = _page(atelier.post(NOUVELLE, envoi), 422)

    for phrase in (
        "Un DOI commence par",
        "cet ISBN ne tombe pas juste",
        "cet ISSN ne tombe pas juste",
        "l’année en quatre chiffres",
        "adresse d’une page du web",
        "Un organisme n’a pas de prénom",
        "Ce champ est obligatoire",
    ):
        assert phrase in page
    assert "pas un doi" in page
    assert "à Rennes" in page
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("morceaux", "date"),
    [
        (("2018", "", ""), "2018"),
        (("2018", "23", ""), "2018-23"),
        (("2018", "09", ""), "2018-09"),
        (("2018", "09", "18"), "2018-09-18"),
        (("", "", ""), ""),
    ],
)
def test_a_date_says_only_what_is_known(atelier, morceaux, date):
    annee, mois, jour = morceaux
    envoi = formulaire(FicheNotice(titre="Un"), date_annee=annee, date_mois=mois, date_jour=jour)
    assert atelier.post(NOUVELLE, envoi).status_code == 302
    assert Notice.objects.get().date == date


@pytest.mark.parametrize(
    ("morceaux", "phrase"),
    [
        (("2018", "02", "30"), "n’existe pas dans le calendrier"),
        (("2018", "23", "5"), "Sélectionnez un choix valide"),
        (("2018", "23", "05"), "Un jour va avec un mois"),
        (("", "09", ""), "l’année en quatre chiffres"),
    ],
)
def test_a_date_that_does_not_exist_is_refused(atelier, morceaux, phrase):
    annee, mois, jour = morceaux
    envoi = formulaire(FicheNotice(titre="Un"), date_annee=annee, date_mois=mois, date_jour=jour)
    assert phrase in _page(atelier.post(NOUVELLE, envoi), 422)


def test_rows_come_move_and_go_without_script_and_keep_what_was_typed(atelier):
    envoi = formulaire(replace(ARTICLE, titre="En cours", themes=()))
    page = _page(atelier.post(NOUVELLE, envoi | {"geste": "ajouter:auteurs"}))
    assert 'name="auteurs-2-nom"' in page
    assert 'value="En cours"' in page

    page = _page(atelier.post(NOUVELLE, envoi | {"geste": "monter:auteurs:1"}))
    assert page.index("Atelier du Phare") < page.index('value="Martin"')

    page = _page(atelier.post(NOUVELLE, envoi | {"geste": "retirer:auteurs:0"}))
    assert 'value="Martin"' not in page
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "geste", ["retirer:auteurs:99", "monter:auteurs:x", "retirer:liens", "ajouter:moments"]
)
def test_a_strange_gesture_breaks_nothing(atelier, geste):
    envoi = formulaire(FicheNotice(titre="Un"), **{"auteurs-TOTAL_FORMS": "9999999", "geste": geste})
    assert atelier.post(NOUVELLE, envoi).status_code == 200


def test_empty_rows_say_nothing(atelier):
    fiche = replace(ARTICLE, themes=(), auteurs=(FicheAuteur(""), FicheAuteur("Martin", "Aline")))
    atelier.post(NOUVELLE, formulaire(fiche))
    assert lire(Notice.objects.entieres().get()).auteurs == (FicheAuteur("Martin", "Aline"),)


def test_the_summary_is_shown_as_it_will_be_read(atelier):
    envoi = formulaire(FicheNotice(titre="Un", resume="Un **phare** <script>alert(1)</script>"))
    page = _page(atelier.post(NOUVELLE, envoi | {"geste": "apercu"}))
    assert "<strong>phare</strong>" in page
    assert "<script>alert" not in page


def test_hostile_texts_are_shown_as_texts(atelier):
    mechant = '"><img src=x onerror=alert(1)>'
    notice = creer_notice(
        titre=mechant,
        publication=mechant,
        territoires=(mechant,),
        auteurs=(FicheAuteur(mechant),),
        note=mechant,
    )
    for adresse in (LISTE, f"{LISTE}{notice.pk}/", f"{LISTE}{notice.pk}/supprimer/"):
        assert "<img src=x" not in _page(atelier.get(adresse))


def test_a_likely_duplicate_is_offered_before_anything_is_saved(atelier):
    present = creer_notice()
    page = _page(atelier.post(NOUVELLE, formulaire(replace(ARTICLE, pages="33"))), 422)

    assert "Ce document est peut-être déjà dans la base" in page
    assert "même titre, même année" in page
    assert reverse("veille:atelier_notice", args=[present.pk]) in page
    assert Notice.objects.count() == 1


def test_whoever_looked_saves_it_anyway(atelier):
    present = creer_notice()
    envoi = formulaire(ARTICLE, geste="quand-meme", vus=f"{present.pk},")
    assert atelier.post(NOUVELLE, envoi).status_code == 302
    assert Notice.objects.count() == 2


def test_a_duplicate_that_nobody_looked_at_is_offered_all_the_same(atelier):
    creer_notice()
    envoi = formulaire(ARTICLE, geste="quand-meme", vus="999999,")
    assert atelier.post(NOUVELLE, envoi).status_code == 422


def test_it_is_the_same_saved_and_merged_on_the_next_page(atelier):
    present = creer_notice()
    envoi = formulaire(replace(ARTICLE, pages="33"), geste=f"fusionner:{present.pk}", vus=f"{present.pk},")
    reponse = atelier.post(NOUVELLE, envoi)
    nouvelle = Notice.objects.latest("pk")
    assert reponse["Location"] == reverse("veille:atelier_fusionner", args=[present.pk, nouvelle.pk])

    page = _page(atelier.get(reponse["Location"]))
    assert "32-51" in page
    choix = {"gardee": present.pk, "version_une": 1, "version_autre": 1, "champ-pages": "autre"}
    assert atelier.post(reponse["Location"], choix).status_code == 302
    assert Notice.objects.presentes().get().pages == "33"
    assert Fusion.objects.get().absorbee == nouvelle


def test_the_second_notice_may_be_the_one_that_stays(atelier):
    une, autre = creer_notice(), creer_notice(pages="33")
    adresse = reverse("veille:atelier_fusionner", args=[une.pk, autre.pk])
    choix = {"gardee": autre.pk, "version_une": 1, "version_autre": 1, "champ-pages": "une"}
    assert atelier.post(adresse, choix).status_code == 302

    gardee = Notice.objects.presentes().get()
    assert (gardee.pk, gardee.pages) == (autre.pk, "32-51")
    partie = _page(atelier.get(f"{LISTE}{une.pk}/"))
    assert "Défaire la fusion" in partie
    assert atelier.post(f"{LISTE}{une.pk}/defaire/").status_code == 302
    assert Notice.objects.presentes().count() == 2


def test_a_merge_chosen_on_an_old_text_is_refused(atelier):
    une, autre = creer_notice(), creer_notice()
    adresse = reverse("veille:atelier_fusionner", args=[une.pk, autre.pk])
    choix = {"gardee": une.pk, "version_une": 7, "version_autre": 1}
    assert "relisez, puis recommencez" in _page(atelier.post(adresse, choix), 409)
    assert _page(atelier.get(reverse("veille:atelier_fusionner", args=[une.pk, une.pk])), 409)


def test_a_stale_page_gives_both_texts_back(atelier, denise):
    notice = creer_notice()
    services.corriger(
        identite=denise, notice=notice, fiche=replace(ARTICLE, titre="Le leur"), version_lue=notice.version
    )
    envoi = formulaire(replace(ARTICLE, titre="Le mien"), notice.version)
    page = _page(atelier.post(f"{LISTE}{notice.pk}/", envoi), 409)
    assert "Quelqu’un a enregistré cette notice en même temps que vous" in page
    assert "Le leur" in page
    assert 'value="Le mien"' in page
    assert 'name="version" value="2"' in page
    assert Notice.objects.get().titre == "Le leur"

    assert atelier.post(f"{LISTE}{notice.pk}/", envoi | {"version": 2}).status_code == 302
    assert Notice.objects.get().titre == "Le mien"


def test_the_history_says_before_and_after(atelier, denise):
    notice = creer_notice()
    fiche = replace(
        ARTICLE, date="2018-23", auteurs=(FicheAuteur("Phare", organisme=True, role="direction"),)
    )
    services.corriger(identite=denise, notice=notice, fiche=fiche, version_lue=1)
    page = _page(atelier.get(f"{LISTE}{notice.pk}/histoire/"))
    assert "Denise Rousseau" in page
    assert "septembre 2018" in page
    assert "automne 2018" in page
    assert "Phare (sous la direction de, organisme)" in page


def test_a_notice_of_a_published_issue_is_withdrawn_instead_of_deleted(atelier):
    notice = creer_numero_publie().parutions.first().notice
    page = _page(atelier.post(f"{LISTE}{notice.pk}/supprimer/"), 409)
    assert "Innover au bord de l’eau" in page
    assert reverse("veille:atelier_retirer_notice", args=[notice.pk]) in page

    assert _page(atelier.post(f"{LISTE}{notice.pk}/retirer/", {"motif": ""}), 422)
    atelier.post(f"{LISTE}{notice.pk}/retirer/", {"motif": "Doublon."})
    assert "Remettre au public" in _page(atelier.get(f"{LISTE}{notice.pk}/"))
    atelier.post(f"{LISTE}{notice.pk}/remettre/")
    assert Notice.objects.en_vue().filter(pk=notice.pk).exists()


def test_the_bin_gives_back_for_thirty_days(atelier):
    notice = creer_notice()
    atelier.post(f"{LISTE}{notice.pk}/supprimer/")
    assert "Les marées" in _page(atelier.get(LISTE, {"etat": "corbeille"}))
    assert "Les marées" not in _page(atelier.get(LISTE))
    assert "Reprendre cette notice" in _page(atelier.get(f"{LISTE}{notice.pk}/"))
    assert atelier.post(f"{LISTE}{notice.pk}/", formulaire(ARTICLE, 1)).status_code == 410
    atelier.post(f"{LISTE}{notice.pk}/restaurer/")
    assert Notice.objects.presentes().get() == notice


@pytest.mark.parametrize(
    ("demande", "trouvees"),
    [
        ({"q": "marees"}, 1),
        ({"q": "Martin marées"}, 1),
        ({"q": "ALINE"}, 1),
        ({"q": "https://doi.org/10.1000/marees"}, 1),
        ({"q": "2-07-036822-X"}, 1),
        ({"q": "phares inconnus"}, 0),
        ({"q": "%' or 1=1 --"}, 0),
        ({"genre": "rapport"}, 1),
        ({"theme": "participation"}, 1),
        ({"annee": "2018"}, 1),
        ({"etat": "publiee"}, 0),
        ({"etat": "brouillon"}, 2),
        ({"etat": "jamais"}, 2),
        ({"etat": "n’importe quoi", "annee": "x", "theme": "inconnu"}, 2),
        ({"tri": "titre"}, 2),
    ],
)
def test_the_list_is_narrowed_by_its_address(atelier, demande, trouvees):
    creer_notice(doi="10.1000/marees", isbn="978-2-07-036822-8")
    creer_notice(RAPPORT)
    assert atelier.get(LISTE, demande).context["page"].paginator.count == trouvees


def test_the_list_costs_the_same_whatever_it_holds(atelier, django_assert_num_queries):
    creer_notice()
    for rang in range(40):
        creer_notice(titre=f"Notice {rang}")
    creer_numero()
    atelier.get(LISTE)
    with django_assert_num_queries(9):
        atelier.get(LISTE)


def test_the_page_of_a_notice_costs_the_same_whatever_it_holds(atelier, django_assert_num_queries):
    notice = creer_notice(COMPLETE, auteurs=tuple(FicheAuteur(f"Nom {n}") for n in range(30)))
    atelier.get(f"{LISTE}{notice.pk}/")
    with django_assert_num_queries(11):
        atelier.get(f"{LISTE}{notice.pk}/")


@pytest.mark.parametrize("adresse", [LISTE, NOUVELLE, f"{LISTE}doublons/", "/veille/atelier/themes/"])
def test_the_desk_is_closed_to_everybody_else(client_de, membre, adresse):
    assert client_de(membre).get(adresse).status_code == 403


def test_duplicates_are_told_apart_from_their_page(atelier):
    une, autre = creer_notice(), creer_notice()
    assert "Comparer et fusionner" in _page(atelier.get(f"{LISTE}doublons/"))
    atelier.post(f"{LISTE}{une.pk}/distinguer/{autre.pk}/")
    assert "Aucun doublon" in _page(atelier.get(f"{LISTE}doublons/"))
