"""The table through its addresses: who comes in, what is answered, what is never lost."""

import re
import time
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from communs.collectivites.models import Adhesion
from eclaireurs.evaluation.conclave.cookies import NOM
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.conclave.tableau import attente, services
from eclaireurs.evaluation.conclave.tableau.models import Proposition
from tests.outils.tableaux import VIF, convive, convoquer, dresser, envoi, navigateur_de, tenir_le_conclave

pytestmark = pytest.mark.django_db


@pytest.fixture
def ouvrir_le_soir(table) -> Proposition:
    return table.ajouter("Ouvrir le soir")


def suivre(client, table, depuis, etiquette="", ou=""):
    entetes = {"HTTP_IF_NONE_MATCH": etiquette} if etiquette else {}
    return client.get(table.adresse("suivre_le_tableau_martyr"), {"depuis": depuis, "ou": str(ou)}, **entetes)


# --- who comes in --------------------------------------------------------------------------------


def test_convoked_people_and_pilots_fill_it_in_with_or_without_account(
    table, ouvrir_le_soir, nolwenn, erwan, client_de, administratrice
):
    for client in (navigateur_de(nolwenn), navigateur_de(erwan), client_de(administratrice)):
        page = client.get(table.adresse()).content.decode()
        assert "Ouvrir le soir</textarea>" in page
        assert page.count("<h1") == 1


def test_the_page_of_somebody_without_account_leads_nowhere_else_in_the_dossier(table, ouvrir_le_soir, erwan):
    page = navigateur_de(erwan).get(table.adresse()).content.decode()
    assert table.evaluation.dossier.get_absolute_url() + '"' not in page
    assert "Clore le tableau" not in page


def test_a_stranger_learns_nothing_and_nobody_is_asked_to_sign_in(
    table, ouvrir_le_soir, etrangere, client_de
):
    adresses = [
        table.adresse(),
        table.adresse("suivre_le_tableau_martyr") + "?depuis=0",
        table.adresse("proposition", ouvrir_le_soir.uuid),
        table.adresse("journal_du_tableau_martyr"),
    ]
    for adresse in adresses:
        assert client_de(etrangere).get(adresse).status_code == 404
        assert Client().get(adresse).status_code == 302


@pytest.mark.parametrize("fonction", ["elu", "direction"])
def test_an_elu_or_a_director_with_the_address_is_kept_out_everywhere(
    table, ouvrir_le_soir, nolwenn, fonction
):
    client = navigateur_de(nolwenn)
    assert suivre(client, table, 0).status_code == 200
    Adhesion.objects.filter(compte=nolwenn.compte).update(fonction=fonction)
    champs = envoi(titre=("Par décret", 1))
    assert client.get(table.adresse()).status_code == 403
    assert suivre(client, table, 0).status_code == 403
    assert client.post(table.adresse("proposition", ouvrir_le_soir.uuid), champs).status_code == 403
    assert client.post(table.adresse("proposition", ouvrir_le_soir.uuid), champs, **VIF).status_code == 403
    assert table.relue(ouvrir_le_soir).titre == "Ouvrir le soir"


def test_who_refuses_reads_nothing_more_at_the_live_address(table, erwan):
    """A screen that only waits is not sent out before ten seconds; the first change asks the door."""
    client = navigateur_de(erwan)
    depuis = table.relire().version
    etiquette = suivre(client, table, depuis)["ETag"]
    Convocation.objects.filter(pk=erwan.pk).update(reponse="refusee", repondu_le=timezone.now())
    assert suivre(client, table, depuis, etiquette).status_code == 304
    assert suivre(client, table, depuis).status_code == 403
    table.ajouter("Ouvrir le soir")
    assert suivre(client, table, depuis, etiquette).status_code == 403


def test_who_refuses_is_out_of_a_table_where_nothing_moves_too(table, erwan, monkeypatch):
    monkeypatch.setattr(attente, "DUREE", 1)
    client = navigateur_de(erwan)
    etiquette = suivre(client, table, 0)["ETag"]
    Convocation.objects.filter(pk=erwan.pk).update(reponse="refusee", repondu_le=timezone.now())
    time.sleep(1.1)
    assert suivre(client, table, 0, etiquette).status_code == 403


def test_nobody_waits_with_somebody_else_s_place(table, erwan):
    etiquette = suivre(navigateur_de(erwan), table, 0)["ETag"]
    assert suivre(Client(), table, 0, etiquette).status_code == 302


def test_a_forged_cookie_opens_nothing(table, erwan):
    client = navigateur_de(erwan)
    client.cookies[NOM] = client.cookies[NOM].value[:-2] + "xx"
    assert client.get(table.adresse()).status_code == 302
    assert suivre(client, table, 0).status_code == 302


def test_before_it_opens_only_those_who_lead_see_it(evaluation, administratrice, client_de):
    table = dresser(evaluation, administratrice, ouvert=False)
    table.ajouter("Posée avant le jour")
    client = navigateur_de(convoquer(evaluation, "Nolwenn"))
    page = client.get(table.adresse()).content.decode()
    assert "n’est pas encore ouvert" in page and "Posée avant le jour" not in page
    assert "Posée avant le jour" not in suivre(client, table, 0).content.decode()
    assert (
        "Posée avant le jour" not in client.get(table.adresse("journal_du_tableau_martyr")).content.decode()
    )
    assert "Posée avant le jour" in client_de(administratrice).get(table.adresse()).content.decode()


def test_before_it_is_prepared_pilots_prepare_it(evaluation, administratrice, client_de):
    tenir_le_conclave(evaluation)
    client, adresse = client_de(administratrice), evaluation.dossier.adresse("evaluation:tableau_martyr")
    assert "Préparer le tableau" in client.get(adresse).content.decode()
    for _ in range(2):
        assert client.post(adresse + "preparer/").status_code == 302
    assert "Ouvrir le tableau aux participants" in client.get(adresse).content.decode()


# --- live ----------------------------------------------------------------------------------------


def test_nothing_new_is_304_and_a_change_brings_its_line_alone(table, nolwenn, erwan):
    une, autre = table.ajouter("Ouvrir le soir"), table.ajouter("Acheter un bus")
    client = navigateur_de(nolwenn)
    depuis = table.relire().version
    etiquette = suivre(client, table, depuis)["ETag"]
    assert suivre(client, table, depuis, etiquette).status_code == 304
    navigateur_de(erwan).post(
        table.adresse("proposition", une.uuid), envoi(titre=("Ouvrir le jeudi", 1)), **VIF
    )
    neuf = suivre(client, table, depuis, etiquette)
    texte = neuf.content.decode()
    assert neuf.status_code == 200 and neuf["ETag"] != etiquette
    assert "Ouvrir le jeudi" in texte and str(autre.uuid) not in texte


def test_who_is_where_is_told_to_the_others(table, ouvrir_le_soir, nolwenn, erwan):
    suivre(navigateur_de(nolwenn), table, 0, ou=ouvrir_le_soir.uuid)
    texte = suivre(navigateur_de(erwan), table, table.relire().version).content.decode()
    assert re.findall(r'data-ou="([^"]*)">(\w+)<', texte) == [(str(ouvrir_le_soir.uuid), "Nolwenn")]


def test_a_question_costs_the_same_whatever_the_size_of_the_table(table, nolwenn, django_assert_num_queries):
    client = navigateur_de(nolwenn)
    for n in range(3):
        table.ajouter(f"Action {n}")
    depuis = table.relire().version
    etiquette = suivre(client, table, depuis)["ETag"]
    with django_assert_num_queries(1):  # the clock's: the door was asked a moment ago
        suivre(client, table, depuis, etiquette)


@pytest.mark.parametrize(
    "question", ["", "?depuis=-1", "?depuis=x", "?depuis=1&ou=nulle-part", "?depuis=99999999999"]
)
def test_a_question_without_sense_is_refused(table, nolwenn, question):
    assert navigateur_de(nolwenn).get(table.adresse("suivre_le_tableau_martyr") + question).status_code == 400


def test_without_redis_everything_works_but_nobody_is_seen(table, ouvrir_le_soir, nolwenn, erwan, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nulle/part.sock?db=0"}}
    ecrit = navigateur_de(nolwenn).post(
        table.adresse("proposition", ouvrir_le_soir.uuid), envoi(titre=("Ouvrir le jeudi", 1)), **VIF
    )
    assert ecrit.status_code == 200
    texte = suivre(navigateur_de(erwan), table, 1).content.decode()
    assert "Ouvrir le jeudi" in texte and "data-ou=" not in texte


# --- writing -------------------------------------------------------------------------------------


def test_the_script_is_told_the_version_it_reached_then_both_texts(table, ouvrir_le_soir, nolwenn, erwan):
    adresse = table.adresse("proposition", ouvrir_le_soir.uuid)
    premier = navigateur_de(nolwenn).post(adresse, envoi(titre=("Ouvrir  le jeudi ", 1)), **VIF)
    assert premier.json() == {
        "versions": {"titre": 2},
        "valeurs": {"titre": "Ouvrir le jeudi"},
        "disputes": [],
    }
    second = navigateur_de(erwan).post(adresse, envoi(titre=("Ouvrir le samedi", 1)), **VIF)
    assert second.status_code == 409
    assert second.json()["disputes"] == [
        {"champ": "titre", "version": 2, "leur": "Ouvrir le jeudi", "valeur": "Ouvrir le jeudi"}
    ]


def test_without_script_a_page_shows_both_texts_and_sends_the_chosen_one(
    table, ouvrir_le_soir, nolwenn, erwan
):
    adresse = table.adresse("proposition", ouvrir_le_soir.uuid)
    tout = {
        "description": ("", 1),
        "service": ("", 1),
        "debut_le": ("", 1),
        "fin_le": ("", 1),
    }
    assert (
        navigateur_de(nolwenn).post(adresse, envoi(titre=("Ouvrir le jeudi", 1), **tout)).status_code == 302
    )
    client = navigateur_de(erwan)
    page = client.post(adresse, envoi(titre=("Ouvrir le samedi", 1), **tout))
    texte = page.content.decode()
    assert page.status_code == 409 and "Ouvrir le jeudi" in texte and "Ouvrir le samedi" in texte
    base = re.search(r'name="base-titre"\s+value="(\d+)"', texte)[1]
    assert client.post(adresse, envoi(titre=("Ouvrir le samedi", base))).status_code == 302
    assert table.relue(ouvrir_le_soir).titre == "Ouvrir le samedi"


def test_without_script_a_line_is_added_moved_taken_out_and_put_back(table, nolwenn):
    client = navigateur_de(nolwenn)
    ajouter = table.adresse("ajouter_proposition", table.preconisation().uuid)
    for titre in ("Une", "Deux"):
        reponse = client.post(ajouter, {"titre": titre, "action": "", "demande": str(uuid4())})
        assert reponse.status_code == 302
    une, deux = Proposition.objects.order_by("ordre")
    client.post(ajouter, {"titre": "Une tâche", "action": str(deux.uuid), "demande": str(uuid4())})
    geste = table.adresse("geste_de_proposition", deux.uuid)
    client.post(geste, {"geste": "monter", "demande": str(uuid4())})
    assert [p.titre for p in Proposition.objects.filter(action=None).order_by("ordre")] == ["Deux", "Une"]
    client.post(geste, {"geste": "retirer", "demande": str(uuid4())})
    page = client.get(table.adresse()).content.decode()
    assert f'id="ligne-{deux.uuid}"' not in page and f'id="retablir-{deux.uuid}"' in page
    client.post(geste, {"geste": "retablir", "demande": str(uuid4())})
    page = client.get(table.adresse()).content.decode()
    assert f'id="ligne-{deux.uuid}"' in page and "Une tâche</textarea>" in page and une.titre in page


def test_what_is_typed_after_the_closing_is_refused_and_given_back(table, ouvrir_le_soir, nolwenn):
    table.avancer("clore")
    client, adresse = navigateur_de(nolwenn), table.adresse("proposition", ouvrir_le_soir.uuid)
    champs = envoi(titre=("Un texte à ne pas perdre", 1))
    page = client.post(adresse, champs)
    assert page.status_code == 409 and "Un texte à ne pas perdre" in page.content.decode()
    vif = client.post(adresse, champs, **VIF)
    assert vif.status_code == 409 and "clos" in vif.json()["refus"]
    lue = client.get(table.adresse()).content.decode()
    assert "Ouvrir le soir" in lue and "<textarea" not in lue


def test_what_is_typed_on_a_line_taken_out_is_given_back_with_the_way_to_restore_it(
    table, ouvrir_le_soir, nolwenn
):
    services.retirer(convive=table.anime, proposition=table.relue(ouvrir_le_soir), demande=uuid4())
    client, adresse = navigateur_de(nolwenn), table.adresse("proposition", ouvrir_le_soir.uuid)
    page = client.post(adresse, envoi(titre=("Un texte à ne pas perdre", 1)))
    texte = page.content.decode()
    assert page.status_code == 410
    assert "Un texte à ne pas perdre" in texte and "Rétablir la ligne" in texte


def test_a_title_of_ten_thousand_signs_is_refused_with_a_sentence(table, ouvrir_le_soir, nolwenn):
    client, adresse = navigateur_de(nolwenn), table.adresse("proposition", ouvrir_le_soir.uuid)
    vif = client.post(adresse, envoi(titre=("x" * 10_000, 1)), **VIF)
    assert vif.status_code == 422 and "200 signes" in vif.json()["erreurs"]["titre"]
    page = client.post(adresse, envoi(titre=("x" * 10_000, 1)))
    assert page.status_code == 422 and "200 signes" in page.content.decode()
    ajouter = table.adresse("ajouter_proposition", table.preconisation().uuid)
    assert client.post(ajouter, {"titre": "x" * 10_000, "demande": str(uuid4())}, **VIF).status_code == 422
    assert Proposition.objects.count() == 1


def test_markup_stays_text(table, nolwenn, erwan):
    piege = "<script>alert(1)</script></textarea><img src=x onerror=alert(2)>"
    action = table.ajouter(piege, qui=convive(nolwenn))
    client = navigateur_de(erwan)
    for texte in (
        client.get(table.adresse()).content.decode(),
        suivre(client, table, 1).content.decode(),
        client.get(table.adresse("journal_du_tableau_martyr")).content.decode(),
    ):
        assert "&lt;script&gt;alert(1)" in texte
        assert "<script>alert(1)" not in texte and "<img src=x" not in texte
    assert table.relue(action).titre == piege


@pytest.mark.parametrize(
    "champs",
    [
        {},
        {"demande": "x", "titre": "Un", "base-titre": "1"},
        {"demande": "00000000-0000-4000-8000-000000000000", "titre": "Un"},
        {"demande": "00000000-0000-4000-8000-000000000000", "titre": "Un", "base-titre": "-1"},
        {"demande": "00000000-0000-4000-8000-000000000000", "service": "999999999", "base-service": "1"},
        {"demande": "00000000-0000-4000-8000-000000000000", "debut_le": "demain", "base-debut_le": "1"},
        {"demande": "00000000-0000-4000-8000-000000000000", "titre": "a\x00b", "base-titre": "1"},
    ],
)
def test_a_broken_form_writes_nothing(table, ouvrir_le_soir, nolwenn, champs):
    client, adresse = navigateur_de(nolwenn), table.adresse("proposition", ouvrir_le_soir.uuid)
    for entetes in ({}, VIF):
        assert client.post(adresse, champs, **entetes).status_code == 422
    assert table.relue(ouvrir_le_soir).versions["titre"] == 1


def test_unknown_things_are_404_and_unknown_gestures_are_refused(table, ouvrir_le_soir, nolwenn):
    client = navigateur_de(nolwenn)
    assert client.post(table.adresse("proposition", uuid4()), envoi(titre=("Un", 1))).status_code == 404
    assert client.post(table.adresse("ajouter_proposition", uuid4()), {}).status_code == 404
    ailleurs = {"titre": "Une", "action": str(uuid4()), "demande": str(uuid4())}
    ajouter = table.adresse("ajouter_proposition", table.preconisation().uuid)
    assert client.post(ajouter, ailleurs).status_code == 404
    geste = table.adresse("geste_de_proposition", ouvrir_le_soir.uuid)
    assert client.post(geste, {"geste": "brûler", "demande": str(uuid4())}).status_code == 400


def test_a_flood_of_writing_is_slowed_down(table, ouvrir_le_soir, nolwenn, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"tableau_ecrire": "3/m/key"}
    client, adresse = navigateur_de(nolwenn), table.adresse("proposition", ouvrir_le_soir.uuid)
    codes = [client.post(adresse, envoi(titre=(f"T{n}", n)), **VIF).status_code for n in range(1, 5)]
    assert codes == [200, 200, 200, 429]


def test_those_who_lead_close_pour_and_print_from_the_page(table, ouvrir_le_soir, administratrice, client_de):
    client = client_de(administratrice)
    client.post(table.adresse("etape_du_tableau_martyr"), {"geste": "clore"})
    assert "Verser au tableau de suivi" in client.get(table.adresse()).content.decode()
    reponse = client.post(table.adresse("verser_le_tableau_martyr"), follow=True)
    assert "1 ligne ajoutée ou complétée au tableau de suivi." in reponse.content.decode()
    reponse = client.post(table.adresse("verser_le_tableau_martyr"), follow=True)
    assert "Tout y était déjà." in reponse.content.decode()
    livret = client.post(table.adresse("imprimer_le_tableau_martyr"))
    assert livret.status_code == 302 and "/livrets/" in livret["Location"]


def test_who_does_not_lead_takes_no_step(table, nolwenn):
    client = navigateur_de(nolwenn)
    for nom, champs in (
        ("etape_du_tableau_martyr", {"geste": "clore"}),
        ("verser_le_tableau_martyr", {}),
        ("preparer_le_tableau_martyr", {}),
        ("imprimer_le_tableau_martyr", {}),
    ):
        assert client.post(table.adresse(nom), champs).status_code == 403
    assert table.relire().etat == "ouvert"


def test_two_who_lead_close_it_once(table, ouvrir_le_soir, administratrice, client_de):
    """The évaluateur and the applicateur press the same button: the second is told that it was done."""
    applicateur = table.evaluation.gens["applicateur"].compte
    adresse = table.adresse("etape_du_tableau_martyr")
    for compte in (administratrice, applicateur):
        page = client_de(compte).post(adresse, {"geste": "clore"}, follow=True).content.decode()
        assert ("C’était déjà fait." in page) == (compte == applicateur)
    assert table.relire().clos


def test_a_table_shows_one_recommendation_to_the_group_that_works_on_it(table, nolwenn):
    table.ajouter("Ouvrir le soir")
    table.ajouter("Acheter un bus", numero=2)
    page = navigateur_de(nolwenn).get(table.adresse(), {"p": "2"}).content.decode()
    assert "Acheter un bus</textarea>" in page and "Ouvrir le soir</textarea>" not in page
    ailleurs = navigateur_de(nolwenn).get(table.adresse(), {"p": "999"}).content.decode()
    assert "Ouvrir le soir</textarea>" in ailleurs


def test_a_line_is_made_once_for_everybody_and_holds_nothing_of_anybody(table, nolwenn, erwan):
    """The second reader is given the first one's markup: it can hold neither token nor name."""
    action = table.ajouter("Ouvrir le soir")
    table.ajouter("Prévenir les équipes", action=action)
    textes = [suivre(navigateur_de(qui), table, 1).content.decode() for qui in (nolwenn, erwan)]
    morceaux = [
        texte[texte.index('<li class="ligne ligne-action"') : texte.index("<section")] for texte in textes
    ]
    assert morceaux[0] == morceaux[1]
    assert "csrfmiddlewaretoken" not in morceaux[0] and "Nolwenn" not in morceaux[0]
    assert 'name="demande" value=""' in morceaux[0]


def test_a_task_that_changes_is_not_hidden_by_the_markup_kept_of_its_action(table, nolwenn, erwan):
    action = table.ajouter("Ouvrir le soir")
    tache = table.ajouter("Prévenir", action=action)
    suivre(navigateur_de(nolwenn), table, 1)
    navigateur_de(nolwenn).post(table.adresse("proposition", tache.uuid), envoi(titre=("Réunir", 1)), **VIF)
    texte = suivre(navigateur_de(erwan), table, 1).content.decode()
    assert "Réunir</textarea>" in texte and "Prévenir</textarea>" not in texte


# --- the wall of the room ------------------------------------------------------------------------


def test_the_wall_says_where_each_recommendation_stands_and_what_was_written_last(
    table, ouvrir_le_soir, client_de, administratrice
):
    mur = client_de(administratrice)
    page = mur.get(table.adresse("projeter_le_tableau_martyr")).content.decode()
    assert "<strong>1</strong> action possible," in page
    assert "<strong>1</strong> préconisation attend encore la sienne" in page
    assert "On vient d’écrire" in page
    assert "Ouvrir le soir" in page
    assert page.count("<h1") == 1
    version = table.relire().version
    question = {"v": version}
    assert mur.get(table.adresse("projeter_le_tableau_martyr"), question).status_code == 204
    table.ajouter("Ouvrir le <script>dimanche")
    page = mur.get(table.adresse("projeter_le_tableau_martyr"), question).content.decode()
    assert "Ouvrir le &lt;script&gt;dimanche" in page
    assert page.index("dimanche") < page.index("Ouvrir le soir")


def test_the_wall_is_projected_by_those_who_lead_alone(table, nolwenn, erwan, etrangere, client_de):
    adresse = table.adresse("projeter_le_tableau_martyr")
    assert client_de(nolwenn.compte).get(adresse).status_code == 403
    assert client_de(etrangere).get(adresse).status_code == 404
    for sans_compte in (navigateur_de(erwan), Client()):
        assert sans_compte.get(adresse).status_code == 302
