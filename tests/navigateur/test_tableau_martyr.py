"""Several screens around one table, in real browsers: each sees the others, nobody loses a word."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from eclaireurs.evaluation.conclave.tableau import services
from eclaireurs.evaluation.conclave.tableau.models import Proposition, Trait
from eclaireurs.evaluation.conclave.tableau.saisies import Saisie
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.evaluations import creer_evaluation, remplir_le_plan
from tests.outils.tableaux import Table, convoquer, dresser, navigateur_de, temoin_de

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
AILLEURS = 30_000  # milliseconds: what a screen must ask the server for, or wait until it has taken


@pytest.fixture
def table(site, administratrice, collectivite) -> Table:
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=2, actions=0, taches=0)
    return dresser(evaluation, administratrice)


@pytest.fixture
def asseoir(ouvrir, site, table):
    """`asseoir(prenom)`: somebody convoked comes in, by her account or, without, by her cookie."""

    def _asseoir(prenom: str, *, compte: bool = True, **options) -> Page:
        convocation = convoquer(table.evaluation, prenom, compte=compte)
        page = ouvrir("/sante/vivant/", **options)
        nom, valeur = temoin_de(navigateur_de(convocation))
        page.context.add_cookies([{"name": nom, "value": valeur, "url": site}])
        page.goto(site + table.adresse())
        return page

    return _asseoir


def titre(page: Page, ligne: Proposition):
    return page.locator(f"#titre-{ligne.uuid}")


def saine(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_a_table_of_thirty_recommendations_holds_on_a_phone(site, administratrice, collectivite, ouvrir):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=30, actions=0, taches=0)
    table = dresser(evaluation, administratrice)
    page = ouvrir(table.adresse(), largeur=320, compte=administratrice)
    expect(page.get_by_role("link", name="Préconisation 30")).to_be_attached()
    assert not deborde(page)


def test_two_people_see_each_other_write_add_move_and_take_out(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn, erwan = asseoir("Nolwenn"), asseoir("Erwan", compte=False, largeur=320)
    titre(nolwenn, action).fill("Ouvrir le jeudi soir")
    expect(titre(erwan, action)).to_have_value("Ouvrir le jeudi soir", timeout=AILLEURS)
    expect(erwan.locator(f"#ligne-{action.uuid} [data-presents]").first).to_have_text(
        "Nolwenn est ici", timeout=AILLEURS
    )
    nolwenn.get_by_label("Nouvelle action").first.fill("Acheter un bus")
    nolwenn.keyboard.press("Enter")
    expect(nolwenn.get_by_label("Nouvelle action").first).to_be_focused()
    expect(erwan.get_by_label("Action", exact=True)).to_have_count(2, timeout=AILLEURS)
    bus = Proposition.objects.get(titre="Acheter un bus")
    erwan.locator(f"#ligne-{bus.uuid}").get_by_label("Nouvelle tâche").fill("Trouver un chauffeur")
    erwan.keyboard.press("Enter")
    expect(nolwenn.locator(f"#taches-{bus.uuid}").get_by_label("Tâche", exact=True)).to_have_value(
        "Trouver un chauffeur", timeout=AILLEURS
    )
    erwan.get_by_role("button", name="Monter « Acheter un bus »").click()
    expect(nolwenn.get_by_label("Action", exact=True).first).to_have_value("Acheter un bus", timeout=AILLEURS)
    erwan.get_by_role("button", name="Retirer « Ouvrir le jeudi soir »").or_(
        erwan.get_by_role("button", name="Retirer « Ouvrir le soir »")
    ).click()
    expect(titre(nolwenn, action)).to_have_count(0, timeout=AILLEURS)
    nolwenn.locator(f"#retablir-{action.uuid}").click()
    expect(titre(erwan, action)).to_have_value("Ouvrir le jeudi soir", timeout=AILLEURS)
    saine(nolwenn)
    saine(erwan)


def test_the_same_field_shows_both_texts_and_the_second_chooses(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn, erwan = asseoir("Nolwenn"), asseoir("Erwan", largeur=320)
    titre(erwan, action).focus()
    erwan.context.set_offline(True)  # what he types cannot leave yet
    erwan.keyboard.press("End")
    erwan.keyboard.type(" et le samedi", delay=10)
    titre(erwan, action).fill("Ouvrir le samedi")
    titre(nolwenn, action).fill("Ouvrir le jeudi")
    expect(titre(nolwenn, action).locator("..")).to_have_attribute("data-etat", "garde", timeout=AILLEURS)
    erwan.context.set_offline(False)
    panneau = erwan.locator(".dispute")
    expect(panneau).to_be_visible(timeout=AILLEURS)
    expect(panneau.locator("[data-leur]")).to_contain_text("Ouvrir le", timeout=AILLEURS)
    expect(titre(erwan, action)).to_have_value("Ouvrir le samedi")
    saine(erwan)
    panneau.get_by_role("button", name="Enregistrer le mien à la place").click()
    expect(panneau).to_have_count(0, timeout=AILLEURS)
    # Her cursor is still there: she is told, and the field changes when she leaves it.
    expect(nolwenn.locator(".vif-autre")).to_have_text(
        "Changé à l’instant : Ouvrir le samedi", timeout=AILLEURS
    )
    expect(titre(nolwenn, action)).to_have_value("Ouvrir le jeudi")
    nolwenn.keyboard.press("Tab")
    expect(titre(nolwenn, action)).to_have_value("Ouvrir le samedi")


def test_what_others_do_never_touches_the_hand_that_writes(table, asseoir):
    """Lines come, move and change around a half-typed text: text, focus and cursor stay."""
    action, autre = table.ajouter("Ouvrir le soir"), table.ajouter("Acheter un bus")
    nolwenn = asseoir("Nolwenn")
    champ = nolwenn.locator(f"#description-{action.uuid}")
    champ.focus()
    nolwenn.route("**/lignes/**", lambda route: route.abort())  # her words do not leave: half-typed for long
    champ.press_sequentially("De dix-huit à")
    nolwenn.keyboard.press("ArrowLeft")
    table.ajouter("Une troisième")
    services.deplacer(convive=table.anime, proposition=table.relue(autre), sens=-1, demande=uuid4())
    services.ecrire(
        convive=table.anime,
        proposition=table.relue(action),
        saisies={"titre": Saisie("Ouvrir le jeudi", 1)},
        demande=uuid4(),
    )
    expect(titre(nolwenn, action)).to_have_value("Ouvrir le jeudi", timeout=AILLEURS)
    expect(nolwenn.get_by_label("Action", exact=True).first).to_have_value("Acheter un bus", timeout=AILLEURS)
    expect(champ).to_be_focused()
    expect(champ).to_have_value("De dix-huit à")
    assert champ.evaluate("(c) => c.selectionStart") == len("De dix-huit à") - 1
    nolwenn.unroute("**/lignes/**")
    expect(champ.locator("..")).to_have_attribute("data-etat", "garde", timeout=AILLEURS)
    assert table.relue(action).description == "De dix-huit à"


def test_a_lost_connection_keeps_what_was_typed_and_resumes_once(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn = asseoir("Nolwenn", largeur=320)
    expect(nolwenn.locator("html.vif-en-marche")).to_have_count(1)
    nolwenn.context.set_offline(True)
    titre(nolwenn, action).fill("Ouvrir le jeudi")
    expect(nolwenn.locator("[data-liaison]")).to_contain_text("Connexion perdue", timeout=AILLEURS)
    nolwenn.get_by_label("Nouvelle action").first.fill("Acheter un bus")
    nolwenn.keyboard.press("Enter")
    expect(nolwenn.get_by_text("Acheter un bus")).to_be_visible()
    nolwenn.context.set_offline(False)
    expect(nolwenn.locator("[data-liaison]")).to_contain_text("Connexion retrouvée", timeout=AILLEURS)
    expect(nolwenn.get_by_label("Action", exact=True)).to_have_count(2, timeout=AILLEURS)
    assert table.relue(action).titre == "Ouvrir le jeudi"
    assert sorted(Trait.objects.values_list("geste", flat=True)) == ["ajout", "ajout", "ecriture"]
    assert nolwenn.evaluate("() => Object.keys(localStorage)") == []


def test_a_page_reloaded_with_unsent_words_finds_them_again(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn = asseoir("Nolwenn")
    nolwenn.route("**/lignes/**", lambda route: route.abort())
    titre(nolwenn, action).fill("Ouvrir le jeudi")
    nolwenn.keyboard.press("Tab")
    nolwenn.reload()
    expect(titre(nolwenn, action)).to_have_value("Ouvrir le jeudi")
    nolwenn.unroute("**/lignes/**")
    expect(titre(nolwenn, action).locator("..")).to_have_attribute("data-etat", "garde", timeout=AILLEURS)
    assert table.relue(action).titre == "Ouvrir le jeudi"


def test_an_answer_lost_on_the_way_is_not_written_twice(table, asseoir):
    """The server took it, the answer never came: the same gesture goes again, and is one."""
    action = table.ajouter("Ouvrir le soir")
    nolwenn = asseoir("Nolwenn")
    perdues = []

    def perdre_la_reponse(route):
        if perdues:
            route.continue_()
            return
        perdues.append(route.fetch())
        route.abort()

    nolwenn.route("**/lignes/**", perdre_la_reponse)
    titre(nolwenn, action).fill("Ouvrir le jeudi")
    expect(titre(nolwenn, action).locator("..")).to_have_attribute("data-etat", "garde", timeout=AILLEURS)
    assert perdues[0].status == 200
    assert Trait.objects.filter(geste="ecriture").count() == 1
    expect(nolwenn.locator(".dispute")).to_have_count(0)


def test_a_line_taken_out_under_a_pen_keeps_its_words_and_comes_back(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn, erwan = asseoir("Nolwenn"), asseoir("Erwan")
    champ = nolwenn.locator(f"#description-{action.uuid}")
    champ.focus()
    erwan.get_by_role("button", name="Retirer « Ouvrir le soir »").click()
    expect(nolwenn.locator(".partie")).to_be_visible(timeout=AILLEURS)
    champ.press_sequentially("De 18 à 21 heures")
    expect(champ.locator("..")).to_have_attribute("data-etat", "refus", timeout=AILLEURS)
    nolwenn.get_by_role("button", name="Rétablir la ligne").click()
    expect(champ.locator("..")).to_have_attribute("data-etat", "garde", timeout=AILLEURS)
    expect(erwan.locator(f"#description-{action.uuid}")).to_have_value("De 18 à 21 heures", timeout=AILLEURS)


def test_the_whole_table_is_led_from_the_keyboard(table, asseoir):
    une, deux = table.ajouter("Une"), table.ajouter("Deux")
    nolwenn = asseoir("Nolwenn")
    titre(nolwenn, deux).focus()
    nolwenn.keyboard.press("Alt+ArrowUp")
    expect(nolwenn.get_by_label("Action", exact=True).first).to_have_value("Deux", timeout=AILLEURS)
    expect(titre(nolwenn, deux)).to_be_focused()
    nolwenn.keyboard.press("Control+Enter")
    expect(nolwenn.locator(f"#ligne-{deux.uuid}").get_by_label("Nouvelle tâche")).to_be_focused()
    nolwenn.keyboard.type("Une tâche")
    nolwenn.keyboard.press("Enter")
    expect(nolwenn.locator(f"#taches-{deux.uuid}").get_by_label("Tâche", exact=True)).to_have_value(
        "Une tâche", timeout=AILLEURS
    )
    nolwenn.get_by_role("button", name="Retirer « Une »").focus()
    nolwenn.keyboard.press("Enter")
    bouton = nolwenn.locator("[data-liaison] button")
    expect(bouton).to_be_focused()
    nolwenn.keyboard.press("Enter")
    expect(titre(nolwenn, une)).to_be_focused(timeout=AILLEURS)


def test_the_screens_follow_when_it_opens_and_closes(evaluation_fermee, asseoir_fermee):
    table, asseoir = evaluation_fermee, asseoir_fermee
    nolwenn = asseoir("Nolwenn")
    expect(nolwenn.get_by_text("n’est pas encore ouvert")).to_be_visible()
    table.avancer("ouvrir")
    expect(nolwenn.get_by_label("Nouvelle action").first).to_be_visible(timeout=AILLEURS)
    table.avancer("clore")
    expect(nolwenn.get_by_text("il ne s’écrit plus")).to_be_visible(timeout=AILLEURS)
    saine(nolwenn)


@pytest.fixture
def evaluation_fermee(table) -> Table:
    table.avancer("suspendre")
    return table


@pytest.fixture
def asseoir_fermee(evaluation_fermee, asseoir):
    return asseoir


def test_without_script_the_table_is_filled_in_by_its_forms(table, asseoir):
    action = table.ajouter("Ouvrir le soir")
    nolwenn = asseoir("Nolwenn", js=False, largeur=320)
    titre(nolwenn, action).fill("Ouvrir le jeudi")
    nolwenn.locator(f"#ligne-{action.uuid}").get_by_role("button", name="Enregistrer").click()
    expect(titre(nolwenn, action)).to_have_value("Ouvrir le jeudi")
    nolwenn.get_by_label("Nouvelle action").first.fill("Acheter un bus")
    nolwenn.get_by_role("button", name="Ajouter").nth(1).click()
    expect(nolwenn.get_by_label("Action", exact=True)).to_have_count(2)
    titre(nolwenn, action).fill("Le mien")
    Proposition.objects.filter(pk=action.pk).update(
        titre="Le leur", versions=Proposition.objects.get(pk=action.pk).versions | {"titre": 3}
    )
    nolwenn.locator(f"#ligne-{action.uuid}").get_by_role("button", name="Enregistrer").click()
    expect(nolwenn.locator("h1")).to_have_text("Quelqu’un a écrit en même temps que vous")
    saine_sans_script(nolwenn)
    nolwenn.get_by_role("button", name="Enregistrer le mien").click()
    expect(titre(nolwenn, action)).to_have_value("Le mien")


def saine_sans_script(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert page.get_by_text("Le leur").count() == 1
