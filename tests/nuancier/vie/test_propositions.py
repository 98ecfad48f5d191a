"""Proposals: made by people, read side by side by editors, accepted all at once or not at all."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.services import supprimer_compte
from communs.courrier.models import Courriel
from communs.etats.models import Ligne
from nuancier.fiches import FicheLacune, FicheModule
from nuancier.models import Proposition, Ressource, Teinte, Version
from nuancier.vie import propositions as service
from nuancier.vie.enums import Etat, Genre
from nuancier.vie.versions import fiche_de, publier, relire, retirer
from tests.outils.teintes import FICHE, creer_nuancier, creer_teinte
from tests.outils.tuyau import en_parallele
from tests.outils.vie import proposer

pytestmark = pytest.mark.django_db

FINALITES = ("Repartir des usages", "Sortir des bureaux")
PROPOSER = "/nuancier/teintes/4.1/proposer/finalites/"


def saisie(**champs):
    return {
        "lignes": "Repartir des usages\n\nSortir des bureaux",
        "raison": "Plus court.",
        "consentement": "on",
        "demande": str(uuid4()),
    } | champs


@pytest.fixture
def proposition(membre, teinte) -> Proposition:
    return proposer(membre, teinte)


def relire_a(proposition):
    return reverse("nuancier:relire_proposition", args=[proposition.uuid])


def geste_a(client, proposition, geste, texte="", version=None):
    return client.post(
        reverse("nuancier:geste_proposition", args=[proposition.uuid]),
        {"geste": geste, "texte": texte, "version": version or proposition.version},
    )


def accepter(client, proposition, teinte, lignes="Repartir des usages\nSortir des bureaux"):
    return client.post(
        relire_a(proposition),
        {"lignes": lignes, "version": proposition.version, "version_teinte": teinte.version},
    )


# --- proposing -----------------------------------------------------------------------------------


def test_a_person_proposes_and_nothing_changes_before_an_editor_has_read(client_de, membre, teinte):
    response = client_de(membre).post(PROPOSER, saisie(), follow=True)

    proposition = Proposition.objects.get()
    assert (proposition.genre, proposition.etat) == (Genre.CORRECTION, Etat.PROPOSEE)
    assert (proposition.valeurs, proposition.licence) == (list(FINALITES), "CC BY-NC-SA")
    assert proposition.base == list(FICHE.finalites)
    assert relire(teinte) == FICHE
    assert "nous vous écrirons à chaque étape" in response.content.decode()


@pytest.mark.parametrize("champ", ["raison", "consentement", "demande"])
def test_what_is_missing_sends_the_form_back_with_its_words(client_de, membre, teinte, champ):
    donnees = saisie(lignes="Un mot précieux")
    del donnees[champ]
    response = client_de(membre).post(PROPOSER, donnees)

    assert response.status_code == 422
    assert "Un mot précieux" in response.content.decode()
    assert not Proposition.objects.exists()


def test_the_same_form_sent_twice_is_one_proposal(client_de, membre, teinte):
    donnees = saisie()
    for _ in range(2):
        assert client_de(membre).post(PROPOSER, donnees).status_code == 302
    assert Proposition.objects.count() == 1


def test_the_form_of_another_does_not_open_her_proposal(client_de, membre, etrangere, teinte):
    donnees = saisie()
    client_de(membre).post(PROPOSER, donnees)
    response = client_de(etrangere).post(PROPOSER, donnees)

    assert response.status_code == 422
    assert "déjà servi" in response.content.decode()


def test_a_proposal_that_changes_nothing_is_not_kept(client_de, membre, teinte):
    response = client_de(membre).post(PROPOSER, saisie(lignes="\n".join(FICHE.finalites)))

    assert response.status_code == 422
    assert "Vous n’avez rien changé" in response.content.decode()


@pytest.mark.parametrize(
    "lignes", ["x" * 601, "\n".join(["idée"] * 61)], ids=["one line too long", "too many lines"]
)
def test_a_huge_text_is_refused_with_its_words(client_de, membre, teinte, lignes):
    response = client_de(membre).post(PROPOSER, saisie(lignes=lignes))

    assert response.status_code == 422
    assert lignes[:100] in response.content.decode()
    assert not Proposition.objects.exists()


def test_past_twenty_an_hour_a_person_waits(client_de, membre, teinte):
    client = client_de(membre)
    codes = [client.post(PROPOSER, saisie(lignes=f"Idée {n}")).status_code for n in range(21)]
    assert codes == [302] * 20 + [429]


def test_hostile_markup_is_text_everywhere(client_de, membre, editrice, teinte):
    pieges = "<script>alert(1)</script>\n[clic](javascript:alert(2)) **gras**\n{{ 7|add:7 }} {% debug %}"
    client_de(membre).post(PROPOSER, saisie(lignes=pieges, raison="<img src=x onerror=alert(3)>"))
    proposition = Proposition.objects.get()
    client = client_de(editrice)
    pages = [
        client.get(url).content.decode() for url in (relire_a(proposition), proposition.get_absolute_url())
    ]
    client.post(
        relire_a(proposition),
        {"lignes": pieges, "version": 1, "version_teinte": 1},
    )
    pages.append(client.get("/nuancier/teintes/4.1/versions/2/").content.decode())

    for page in pages:
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
    assert relire(teinte).finalites == tuple(pieges.split("\n"))


@pytest.mark.parametrize("adresse", ["javascript:alert(1)", "ftp://phare.example/", "phare"])
def test_a_resource_leads_to_the_web_only(client_de, membre, teinte, adresse):
    donnees = saisie(titre="Un guide", genre="guide", langue="fr", liens=adresse)
    response = client_de(membre).post("/nuancier/teintes/4.1/proposer/ressources/", donnees)

    assert response.status_code == 422
    assert "n’est pas l’adresse d’une page du web" in response.content.decode()


@pytest.mark.parametrize(
    "suite", ["4.1/proposer/lacunes/", "4.1/proposer/autre/", "4.1/proposer/lexique/rien/", "9.9/proposer/"]
)
def test_what_cannot_be_proposed_is_not_there(client_de, membre, teinte, suite):
    assert client_de(membre).get(f"/nuancier/teintes/{suite}").status_code == 404


def test_a_withdrawn_teinte_gives_the_words_back_and_says_what_to_do(client_de, membre, editrice, teinte):
    retirer(identite=Identite(editrice), teinte=teinte, motif="Double.")
    response = client_de(membre).post(PROPOSER, saisie(lignes="Des mots à ne pas perdre"))

    assert response.status_code == 410
    page = response.content.decode()
    assert "Des mots à ne pas perdre" in page
    assert "Plus court." in page
    assert "retirée du Nuancier" in page
    assert not Proposition.objects.exists()


def test_a_teinte_deleted_meanwhile_gives_the_words_back_too(client_de, membre, teinte):
    teinte.delete()
    response = client_de(membre).post(PROPOSER, saisie(lignes="Des mots à ne pas perdre"))

    assert response.status_code == 410
    assert "Des mots à ne pas perdre" in response.content.decode()


# --- reading, asking, answering ------------------------------------------------------------------


def test_a_stranger_does_not_learn_that_a_proposal_exists(client_de, etrangere, proposition):
    client = client_de(etrangere)
    assert client.get(proposition.get_absolute_url()).status_code == 404
    assert client.get(relire_a(proposition)).status_code == 404
    assert geste_a(client, proposition, "retirer").status_code == 404


def test_its_author_may_not_accept_it(client_de, membre, proposition, teinte):
    assert accepter(client_de(membre), proposition, teinte).status_code == 403
    assert geste_a(client_de(membre), proposition, "decliner", "Non").status_code == 403
    assert relire(teinte) == FICHE


def test_an_editor_asks_the_author_answers_and_it_is_read_again(client_de, membre, editrice, proposition):
    geste_a(client_de(editrice), proposition, "questionner", "D’où vient ce chiffre ?")
    proposition.refresh_from_db()
    assert proposition.etat == Etat.QUESTION
    courriel = Courriel.objects.get(destinataire=membre.email)
    assert courriel.sujet == "Une question sur votre proposition"
    assert "D’où vient ce chiffre ?" in courriel.texte
    assert proposition.get_absolute_url() in courriel.texte

    geste_a(client_de(membre), proposition, "repondre", "Du rapport de 2014.")
    proposition.refresh_from_db()
    assert proposition.etat == Etat.REPONDUE
    page = client_de(editrice).get(relire_a(proposition)).content.decode()
    assert "Du rapport de 2014." in page
    assert "D’où vient ce chiffre ?" in page


def test_an_empty_question_comes_back_open(client_de, editrice, proposition):
    response = geste_a(client_de(editrice), proposition, "questionner", "  ")

    assert response.status_code == 422
    assert Proposition.objects.get().etat == Etat.PROPOSEE


def test_a_refusal_says_why_to_its_author(client_de, membre, editrice, proposition):
    assert geste_a(client_de(editrice), proposition, "decliner", "").status_code == 422
    geste_a(client_de(editrice), proposition, "decliner", "Le texte présent dit plus.")

    proposition.refresh_from_db()
    assert (proposition.etat, proposition.motif) == (Etat.DECLINEE, "Le texte présent dit plus.")
    assert "Le texte présent dit plus." in Courriel.objects.get(destinataire=membre.email).texte
    page = client_de(membre).get(proposition.get_absolute_url()).content.decode()
    assert "Le texte présent dit plus." in page


def test_its_author_takes_it_back_and_editors_no_longer_see_it(client_de, membre, editrice, proposition):
    assert geste_a(client_de(membre), proposition, "retirer").status_code == 302
    again = geste_a(client_de(membre), proposition, "retirer")

    assert again.status_code == 302
    assert Proposition.objects.get().etat == Etat.RETIREE
    assert client_de(editrice).get(proposition.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("geste", ["", "accepter", "inconnu"])
def test_an_unknown_gesture_is_refused(client_de, editrice, proposition, geste):
    assert geste_a(client_de(editrice), proposition, geste, "x").status_code == 400


def test_a_gesture_on_a_proposal_that_moved_on_says_so_and_keeps_its_words(
    client_de, editrice, editeur, proposition
):
    geste_a(client_de(editeur), proposition, "questionner", "D’où ?")
    response = geste_a(client_de(editrice), proposition, "decliner", "Trop vague, dommage.", version=1)

    assert response.status_code == 409
    assert "Trop vague, dommage." in response.content.decode()
    assert Proposition.objects.get().etat == Etat.QUESTION


# --- accepting -----------------------------------------------------------------------------------


def test_present_and_proposed_stand_side_by_side(client_de, editrice, proposition):
    page = client_de(editrice).get(relire_a(proposition)).content.decode()

    assert "Texte présent" in page
    assert "Texte proposé" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "Plus court." in page


@pytest.mark.django_db(transaction=True)
def test_accepting_writes_that_piece_alone_and_credits_its_author(
    client, client_de, membre, editrice, proposition, teinte
):
    assert "Repartir des usages" not in client.get("/nuancier/teintes/4.1/versions/1/").content.decode()
    assert accepter(client_de(editrice), proposition, teinte).status_code == 302

    assert relire(teinte) == replace(FICHE, finalites=FINALITES)
    version = Version.objects.get(numero=2)
    assert (version.qui, version.validee_par.nom_affiche) == ("Bachir Le Goff", "Gaëlle Morvan")
    assert version.proposition == proposition
    proposition.refresh_from_db()
    assert (proposition.etat, proposition.retouche) == (Etat.ACCEPTEE, False)
    courriel = Courriel.objects.get(destinataire=membre.email)
    assert courriel.sujet == "Votre proposition est dans le Nuancier"
    assert "/nuancier/teintes/4.1/versions/2/" in courriel.texte
    assert "acceptée par Gaëlle Morvan" in client.get("/nuancier/teintes/4.1/versions/").content.decode()


def test_an_editor_amends_before_accepting(client_de, membre, editrice, proposition, teinte):
    accepter(client_de(editrice), proposition, teinte, lignes="Repartir de l’usage\nSortir des bureaux")

    proposition.refresh_from_db()
    assert proposition.retouche
    assert relire(teinte).finalites == ("Repartir de l’usage", "Sortir des bureaux")
    assert "après une retouche" in Courriel.objects.get(destinataire=membre.email).texte


def test_a_text_changed_meanwhile_shows_on_the_left_and_accepting_writes_over_what_was_seen(
    client_de, editrice, editeur, proposition, teinte
):
    nouvelle = replace(FICHE, finalites=("Un texte tout neuf",), titre="Titre neuf")
    publier(identite=Identite(editeur), teinte=teinte, fiche=nouvelle, version_lue=1)
    page = client_de(editrice).get(relire_a(proposition)).content.decode()
    assert "Le texte a changé depuis cette proposition" in page
    assert "Un texte tout neuf" in page

    response = accepter(client_de(editrice), proposition, teinte)  # read before: version 1
    assert response.status_code == 409
    assert "Un texte tout neuf" in response.content.decode()
    assert relire(teinte) == nouvelle
    assert Proposition.objects.get().etat == Etat.PROPOSEE

    teinte.refresh_from_db()
    assert accepter(client_de(editrice), proposition, teinte).status_code == 302
    assert relire(teinte) == replace(nouvelle, finalites=FINALITES)


@pytest.mark.django_db(transaction=True)
def test_two_editors_accept_at_once_one_wins_and_nothing_is_half_done(
    client_de, editrice, editeur, proposition, teinte
):
    codes = []
    clients = [client_de(editrice), client_de(editeur)]
    en_parallele(*[lambda c=c: codes.append(accepter(c, proposition, teinte).status_code) for c in clients])

    assert sorted(codes) == [302, 409]
    assert [v.numero for v in teinte.versions.order_by("numero")] == [1, 2]
    assert Courriel.objects.count() == 1
    assert Ligne.objects.filter(verbe="nuancier.proposition.accepter").count() == 1


@pytest.mark.parametrize("avant", ["accepter", "decliner", "retirer"])
def test_what_is_decided_is_not_accepted_again(client_de, membre, editrice, proposition, teinte, avant):
    if avant == "accepter":
        accepter(client_de(editrice), proposition, teinte)
    else:
        geste_a(client_de(membre if avant == "retirer" else editrice), proposition, avant, "Non.")
    response = accepter(client_de(editrice), proposition, teinte, lignes="Autre chose")

    assert response.status_code == (404 if avant == "retirer" else 409)
    if avant != "retirer":
        assert "n’est plus possible" in response.content.decode()
    assert relire(teinte).finalites in (FINALITES, FICHE.finalites)


def test_a_teinte_withdrawn_or_deleted_meanwhile_is_said_and_the_proposal_stays(
    client_de, editrice, proposition, teinte
):
    retirer(identite=Identite(editrice), teinte=teinte, motif="Double.")
    for response in (
        client_de(editrice).get(relire_a(proposition)),
        accepter(client_de(editrice), proposition, teinte),
    ):
        assert response.status_code == 410
        assert "remettez la teinte, ou déclinez" in response.content.decode()
    teinte.delete()
    assert accepter(client_de(editrice), proposition, teinte).status_code == 410
    assert Proposition.objects.get().etat == Etat.PROPOSEE
    geste_a(client_de(editrice), proposition, "decliner", "La teinte n’existe plus.")
    assert Proposition.objects.get().etat == Etat.DECLINEE


def test_what_the_models_refuse_leaves_the_proposal_open_with_its_words(client_de, membre, editrice, teinte):
    proposition = proposer(membre, teinte, "presentation", {"titre": "T", "titre_court": "T", "resume": "R"})
    response = client_de(editrice).post(
        relire_a(proposition),
        {"titre": "x" * 200, "titre_court": "T", "resume": "R", "version": 1, "version_teinte": 1},
    )

    assert response.status_code == 422
    assert Proposition.objects.get().etat == Etat.PROPOSEE


def test_filling_a_gap_removes_it(client_de, membre, editrice):
    teinte = creer_teinte(contenus=(), lacunes=(FicheLacune("contenus", "a_completer"),))
    creer_nuancier()
    page = client_de(membre).get("/nuancier/teintes/4.1/").content.decode()
    assert 'href="/nuancier/teintes/4.1/proposer/contenus/"' in page
    client_de(membre).post(
        "/nuancier/teintes/4.1/proposer/contenus/", saisie(lignes="Un récit à plusieurs voix")
    )
    proposition = Proposition.objects.get()
    accepter(client_de(editrice), proposition, teinte, lignes="Un récit à plusieurs voix")

    assert relire(teinte).contenus == ("Un récit à plusieurs voix",)
    assert relire(teinte).lacunes == ()


def test_a_new_module_is_added_with_a_key_of_its_own(client_de, membre, editrice, teinte):
    donnees = saisie(
        titre="Aller voir", format="atelier", duree_max="2", deroule="Partir\nRevenir", publics=["tous"]
    )
    client_de(membre).post("/nuancier/teintes/4.1/proposer/module/", donnees)
    proposition = Proposition.objects.get()
    assert proposition.genre == Genre.MODULE
    response = client_de(editrice).post(relire_a(proposition), donnees | {"version": 1, "version_teinte": 1})

    assert response.status_code == 302
    assert relire(teinte).modules[1] == FicheModule(
        cle="aller-voir-2", titre="Aller voir", format="atelier", duree_min=2, duree_max=2,
        publics=("tous",), deroule=("Partir", "Revenir"),
    )  # fmt: skip
    assert not Proposition.objects.get().retouche


def test_a_new_resource_is_a_record_with_its_link(client_de, membre, editrice, teinte):
    donnees = saisie(
        titre="Guide de l’été", genre="guide", langue="fr", liens="https://phare.example/ete | Le guide",
        auteurs="Aline Martin\nJean Cariou", precision="Chapitre 3",
    )  # fmt: skip
    client_de(membre).post("/nuancier/teintes/4.1/proposer/references/", donnees)
    proposition = Proposition.objects.get()
    client_de(editrice).post(relire_a(proposition), donnees | {"version": 1, "version_teinte": 1})

    citation = relire(teinte).references[0]
    assert (citation.ressource.cle, citation.precision) == ("guide-de-lete", "Chapitre 3")
    assert citation.ressource.auteurs == ("Aline Martin", "Jean Cariou")
    assert citation.ressource.liens[0].libelle == "Le guide"
    assert relire(teinte).lacunes == ()  # references were said missing
    assert proposition.genre == Genre.RESSOURCE


def test_a_record_of_the_same_title_does_not_replace_the_first(client_de, membre, editrice, teinte):
    donnees = saisie(titre="Manuel du terrain", genre="ouvrage", langue="fr")
    client_de(membre).post("/nuancier/teintes/4.1/proposer/ressources/", donnees)
    proposition = Proposition.objects.get()
    client_de(editrice).post(relire_a(proposition), donnees | {"version": 1, "version_teinte": 1})

    assert set(Ressource.objects.values_list("cle", flat=True)) == {
        "manuel-du-terrain",
        "manuel-du-terrain-2",
    }


def test_a_new_teinte_takes_the_next_number_of_its_family(client, client_de, membre, editrice, teinte):
    donnees = saisie(
        titre="Dessiner le terrain", titre_court="Dessiner", resume="Un carnet.", lexique="carnet\ncroquis"
    )
    client_de(membre).post("/nuancier/familles/4/proposer/", donnees)
    proposition = Proposition.objects.get()
    response = client_de(editrice).post(relire_a(proposition), donnees | {"version": 1})

    assert response.status_code == 302
    nouvelle = Teinte.objects.get(code="4.2")
    assert fiche_de(nouvelle.versions.get()).lexique == ("carnet", "croquis")
    proposition.refresh_from_db()
    assert (proposition.etat, proposition.code, proposition.teinte) == (Etat.ACCEPTEE, "4.2", nouvelle)
    assert client.get("/nuancier/teintes/4.2/").status_code == 200


def test_erasing_the_author_keeps_her_words_without_her_name(
    client_de, membre, editrice, proposition, teinte
):
    supprimer_compte(compte=membre)
    assert accepter(client_de(editrice), proposition, teinte).status_code == 302

    assert Version.objects.get(numero=2).qui == "Une personne dont les données ont été effacées"
    assert not Courriel.objects.exists()


# --- the desk ------------------------------------------------------------------------------------


def test_the_desk_is_the_editors_own(client_de, membre):
    assert client_de(membre).get("/nuancier/atelier/").status_code == 403


def test_the_desk_shows_what_is_to_be_read_with_counts_and_filters(client_de, membre, editrice, teinte):
    autre = proposer(membre, creer_teinte("4.2"), valeurs=["Une autre"], raison="Raison de la seconde.")
    proposer(membre, teinte, raison="Raison de la première.")
    client = client_de(editrice)
    geste_a(client, autre, "decliner", "Non.")

    page = client.get("/nuancier/atelier/").content.decode()
    assert "Raison de la première." in page
    assert "Raison de la seconde." not in page
    assert "Propositions (1)" in page
    declinees = client.get("/nuancier/atelier/?etat=declinee&q=4.2").content.decode()
    assert "Raison de la seconde." in declinees
    assert "Rien à relire ici" in client.get("/nuancier/atelier/?genre=module").content.decode()


@pytest.mark.parametrize("combien", [1, 6])
def test_the_desk_costs_the_same_whatever_its_length(
    client_de, membre, editrice, teinte, django_assert_num_queries, combien
):
    for n in range(combien):
        proposer(membre, teinte, valeurs=[f"Idée {n}"])
    client = client_de(editrice)
    with django_assert_num_queries(12):
        assert client.get("/nuancier/atelier/").status_code == 200


def test_the_author_follows_her_own(client_de, membre, etrangere, proposition):
    assert "Plus court." in client_de(membre).get("/nuancier/mes-propositions/").content.decode()
    assert "Plus court." not in client_de(etrangere).get("/nuancier/mes-propositions/").content.decode()


def test_an_acceptance_in_the_code_asks_for_the_right_too(membre, proposition):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        service.accepter(
            identite=Identite(membre), proposition=proposition, valeurs=[], version=1, version_teinte=1
        )
