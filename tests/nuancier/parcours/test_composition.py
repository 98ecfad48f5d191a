import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from nuancier.parcours import composition, services
from nuancier.parcours.models import MAX_GESTES, MAX_PASTILLES, Parcours, Pastille
from tests.outils.parcours import composer

pytestmark = pytest.mark.django_db


def rangee(parcours: Parcours) -> list[tuple[int, str]]:
    return list(parcours.pastilles.order_by("rang").values_list("rang", "teinte__code"))


def adresse(nom: str, parcours: Parcours, *args) -> str:
    return reverse(f"nuancier:{nom}", args=[parcours.uuid, *args])


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


def test_a_path_is_made_with_its_chips_and_the_checklist_of_the_advice(parcours, administratrice):
    assert rangee(parcours) == [(1, "4.1"), (2, "4.2"), (3, "4.3")]
    assert list(parcours.gestes.values_list("rang", "conseil", "texte")) == [
        (1, "cadrage", "Tenir la réunion de cadrage"),
        (2, "cadrage", "Écrire les attentes"),
        (3, "test", "Répéter"),
    ]
    assert (parcours.auteur, parcours.visibilite) == (administratrice, "prive")


def test_the_form_of_a_new_path_sent_twice_makes_one(alice, teintes):
    envoi = {"demande": uuid4(), "titre": "Deux jours", "jours": 2}
    premiere = alice.post(reverse("nuancier:nouveau_parcours"), envoi)
    seconde = alice.post(reverse("nuancier:nouveau_parcours"), envoi)
    assert premiere["Location"] == seconde["Location"]
    assert Parcours.objects.count() == 1


@pytest.mark.parametrize(
    ("champ", "valeur", "erreur"),
    [
        ("jours", "-3", "supérieure ou égale à 1"),
        ("jours", "0", "supérieure ou égale à 1"),
        ("jours", "61", "inférieure ou égale à 60"),
        ("participants", "-1", "supérieure ou égale à 1"),
        ("participants", "douze", "Saisissez un nombre entier"),
        ("titre", "", "obligatoire"),
        ("titre", "Venez sur www.exemple.example", "ne contient pas d’adresse de site"),
    ],
)
def test_what_makes_no_sense_is_refused_in_french_and_nothing_is_made(alice, teintes, champ, valeur, erreur):
    envoi = {"demande": uuid4(), "titre": "Deux jours"} | {champ: valeur}
    response = alice.post(reverse("nuancier:nouveau_parcours"), envoi)
    assert response.status_code == 422
    assert erreur in response.content.decode()
    assert not Parcours.objects.exists()


def test_a_path_without_module_is_made_shown_and_said_to_be_empty(alice, administratrice):
    vide = composer(administratrice)
    response = alice.get(vide.get_absolute_url())
    assert response.status_code == 200
    assert "Ce parcours n’a encore aucune pastille." in response.content.decode()


def test_adding_puts_the_chip_last_and_the_same_post_twice_adds_one(alice, parcours):
    envoi = {"demande": uuid4(), "choix": "4.1-aller-voir"}
    for _ in range(2):
        assert alice.post(adresse("ajouter_au_parcours", parcours), envoi).status_code == 302
    assert rangee(parcours) == [(1, "4.1"), (2, "4.2"), (3, "4.3"), (4, "4.1")]


@pytest.mark.parametrize("choix", ["9.9", "4.1-inconnu", "", "4.1-" + "x" * 200, "'; --"])
def test_what_is_not_in_the_chart_cannot_be_added(alice, parcours, choix):
    response = alice.post(
        adresse("ajouter_au_parcours", parcours), {"demande": uuid4(), "choix": choix}, follow=True
    )
    assert response.status_code == 200
    assert len(rangee(parcours)) == 3


def test_ten_thousand_chips_are_refused_with_the_limit(administratrice, teintes):
    with pytest.raises(ValidationError, match="60 pastilles au plus"):
        services.creer(
            identite=Identite(administratrice),
            titre="Trop",
            demande=uuid4(),
            choix=[(teintes[0], None)] * 10_000,
        )
    assert not Parcours.objects.exists()


def test_the_sixty_first_chip_is_refused_with_the_limit(alice, administratrice, teintes):
    plein = composer(administratrice, *[teintes[0]] * MAX_PASTILLES)
    response = alice.post(
        adresse("ajouter_au_parcours", plein), {"demande": uuid4(), "choix": "4.2"}, follow=True
    )
    assert "Un parcours tient en 60 pastilles au plus." in response.content.decode().replace("\u00a0", " ")
    assert plein.pastilles.count() == MAX_PASTILLES


@pytest.mark.parametrize(
    ("depuis", "vers", "attendu"),
    [
        (1, 3, ["4.2", "4.3", "4.1"]),
        (3, 1, ["4.3", "4.1", "4.2"]),
        (2, 1, ["4.2", "4.1", "4.3"]),
        (2, 2, ["4.1", "4.2", "4.3"]),
        (1, 0, ["4.1", "4.2", "4.3"]),
        (1, 61, ["4.2", "4.3", "4.1"]),
    ],
)
def test_a_chip_goes_to_any_rank_and_asking_twice_changes_nothing_more(
    alice, parcours, depuis, vers, attendu
):
    pastille = parcours.pastilles.get(rang=depuis)
    for _ in range(2):
        alice.post(adresse("deplacer_pastille", parcours, pastille.uuid), {"rang": vers})
        assert rangee(parcours) == list(enumerate(attendu, 1))


@pytest.mark.parametrize("rang", ["", "-4", "beaucoup", "100000000000"])
def test_a_rank_that_is_no_rank_is_refused(alice, parcours, rang):
    pastille = parcours.pastilles.get(rang=1)
    response = alice.post(adresse("deplacer_pastille", parcours, pastille.uuid), {"rang": rang})
    assert response.status_code == 400
    assert [code for _, code in rangee(parcours)] == ["4.1", "4.2", "4.3"]


def test_a_chip_taken_off_twice_comes_back_once_where_it_was_with_its_note(alice, parcours):
    pastille = parcours.pastilles.get(rang=2)
    pastille.note, pastille.jour, pastille.demi_journees = "Prévoir du carton", 2, 3
    pastille.save()
    for _ in range(2):
        alice.post(adresse("retirer_pastille", parcours, pastille.uuid))
    assert rangee(parcours) == [(1, "4.1"), (2, "4.3")]
    page = alice.get(parcours.get_absolute_url()).content.decode()
    assert "est retirée" in page
    for _ in range(2):
        alice.post(adresse("remettre_pastille", parcours))
    assert rangee(parcours) == [(1, "4.1"), (2, "4.2"), (3, "4.3")]
    remise = parcours.pastilles.get(rang=2)
    assert (remise.uuid, remise.note, remise.jour, remise.demi_journees) == (
        pastille.uuid,
        "Prévoir du carton",
        2,
        3,
    )
    assert remise.module == pastille.module


def reglage(pastille: Pastille, **champs) -> dict:
    return {"version": pastille.version, "module": pastille.module_id or ""} | champs


def test_a_chip_is_set_and_the_page_tells_it(alice, parcours):
    pastille = parcours.pastilles.get(rang=1)
    envoi = reglage(pastille, demi_journees=3, jour=2, moment="apres_midi", note="Sortir tôt")
    response = alice.post(adresse("pastille", parcours, pastille.uuid), envoi)
    assert response["Location"] == f"{parcours.get_absolute_url()}#pastille-{pastille.uuid}"
    page = alice.get(parcours.get_absolute_url()).content.decode()
    assert "Un jour et demi, jour 2, après-midi" in page
    assert "Sortir tôt" in page


@pytest.mark.parametrize(
    ("champs", "erreur"),
    [
        ({"demi_journees": -2}, "supérieure ou égale à 1"),
        ({"demi_journees": 10_000}, "inférieure ou égale à 120"),
        ({"jour": 0}, "supérieure ou égale à 1"),
        ({"moment": "matin"}, "Un matin ou un après-midi demande un jour."),
        ({"moment": "minuit", "jour": 1}, "Sélectionnez un choix valide"),
        ({"note": "n" * 601}, "au plus 600 caractères"),
    ],
)
def test_a_chip_set_wrongly_keeps_what_it_said(alice, parcours, champs, erreur):
    pastille = parcours.pastilles.get(rang=1)
    response = alice.post(adresse("pastille", parcours, pastille.uuid), reglage(pastille, **champs))
    assert response.status_code == 422
    assert erreur in response.content.decode()
    pastille.refresh_from_db()
    assert (pastille.demi_journees, pastille.jour, pastille.note, pastille.version) == (None, None, "", 1)


def test_the_module_of_another_teinte_is_refused(alice, parcours):
    pastille, autre = parcours.pastilles.get(rang=1), parcours.pastilles.get(rang=2)
    response = alice.post(
        adresse("pastille", parcours, pastille.uuid), reglage(pastille, module=autre.module_id)
    )
    assert response.status_code == 422
    pastille.refresh_from_db()
    assert pastille.module.teinte_id == pastille.teinte_id


def test_two_windows_on_one_chip_the_second_sees_both_texts_and_nothing_is_lost(alice, parcours):
    pastille = parcours.pastilles.get(rang=1)
    url = adresse("pastille", parcours, pastille.uuid)
    alice.post(url, reglage(pastille, note="La première"))
    response = alice.post(url, reglage(pastille, note="La seconde"))
    texte = response.content.decode()
    assert response.status_code == 409
    assert "La première" in texte
    assert "La seconde" in texte
    pastille.refresh_from_db()
    assert pastille.note == "La première"


def test_two_windows_on_the_presentation_the_second_sees_both_texts(alice, parcours):
    url = adresse("presenter_parcours", parcours)
    envoi = {"version": parcours.version, "titre": parcours.titre}
    alice.post(url, envoi | {"intention": "Pour les cadres"})
    response = alice.post(url, envoi | {"intention": "Pour les agents"})
    assert response.status_code == 409
    parcours.refresh_from_db()
    assert parcours.intention == "Pour les cadres"


def test_a_teinte_withdrawn_after_it_was_put_in_is_shown_as_such_and_breaks_nothing(alice, parcours):
    teinte = parcours.pastilles.get(rang=1).teinte
    teinte.retiree_le = timezone.now()
    teinte.save()
    response = alice.get(parcours.get_absolute_url())
    texte = response.content.decode()
    assert response.status_code == 200
    assert "Retirée du Nuancier" in texte
    assert f'href="{teinte.get_absolute_url()}"' not in texte
    assert alice.get(adresse("pastille", parcours, parcours.pastilles.get(rang=1).uuid)).status_code == 200


def test_a_module_that_left_the_chart_leaves_its_chip(alice, parcours):
    parcours.pastilles.get(rang=1).module.delete()
    response = alice.get(parcours.get_absolute_url())
    assert "Il reste à choisir un module" in response.content.decode() or "pas encore de module" in (
        response.content.decode()
    )
    assert len(rangee(parcours)) == 3


def test_the_search_finds_by_word_by_skill_and_without_accents(alice, parcours):
    def trouve(q: str) -> set[str]:
        texte = alice.get(adresse("chercher_pour_parcours", parcours), {"q": q}).content.decode()
        return {code for code in ("4.1", "4.2", "4.3") if f">{code}</span>" in texte}

    assert trouve("maquette") == {"4.2"}
    assert trouve("recit") == {"4.3"}
    assert trouve("4.1") == {"4.1"}
    assert trouve("4.") == {"4.1", "4.2", "4.3"}
    assert trouve("") == {"4.1", "4.2", "4.3"}
    assert trouve("introuvable") == set()


def test_the_search_knows_plurals_unfinished_words_and_typing_errors_and_says_so(alice, parcours):
    def texte(q: str) -> str:
        return alice.get(adresse("chercher_pour_parcours", parcours), {"q": q}).content.decode()

    for q in ("les maquettes", "maq", "fabriquer une maq"):
        page = texte(q)
        assert [code for code in ("4.1", "4.2", "4.3") if f">{code}</span>" in page] == ["4.2"]
        assert "qui leur ressemblent" not in page
    page = texte("maqette")
    assert ">4.2</span>" in page
    assert ">4.3</span>" not in page
    assert "qui leur ressemblent" in page


def test_the_search_costs_the_same_however_many_teintes(alice, parcours, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        alice.get(adresse("chercher_pour_parcours", parcours), {"q": "maqette"})


# --- the checklist -------------------------------------------------------------------------------


def test_a_gesture_is_ticked_with_who_and_when_and_unticked(alice, parcours, administratrice):
    geste = parcours.gestes.get(rang=1)
    alice.post(adresse("cocher_geste", parcours, geste.uuid), {"fait": "on"})
    geste.refresh_from_db()
    premiere = geste.fait_le
    assert geste.fait_par.compte == administratrice
    alice.post(adresse("cocher_geste", parcours, geste.uuid), {"fait": "on"})
    geste.refresh_from_db()
    assert geste.fait_le == premiere
    page = alice.get(parcours.get_absolute_url()).content.decode()
    assert "1 geste fait sur 3" in page
    assert "par Alice Kerguelen" in page
    alice.post(adresse("cocher_geste", parcours, geste.uuid), {"fait": ""})
    geste.refresh_from_db()
    assert (geste.fait_le, geste.fait_par) == (None, None)


def test_one_s_own_line_is_added_once_noted_and_taken_away(alice, parcours):
    envoi = {"demande": uuid4(), "texte": "Réserver la salle"}
    for _ in range(2):
        alice.post(adresse("ajouter_geste", parcours), envoi)
    geste = parcours.gestes.get(conseil="")
    alice.post(
        adresse("geste", parcours, geste.uuid),
        {"version": geste.version, "texte": "Réserver deux salles", "note": "Au rez-de-chaussée"},
    )
    geste.refresh_from_db()
    assert (geste.texte, geste.note) == ("Réserver deux salles", "Au rez-de-chaussée")
    for _ in range(2):
        alice.post(adresse("oter_geste", parcours, geste.uuid))
    assert parcours.gestes.count() == 3


def test_a_gesture_of_the_chart_keeps_its_text_and_cannot_be_taken_away(alice, parcours):
    geste = parcours.gestes.get(rang=1)
    alice.post(
        adresse("geste", parcours, geste.uuid), {"version": 1, "texte": "Autre chose", "note": "Vue mardi"}
    )
    alice.post(adresse("oter_geste", parcours, geste.uuid))
    geste.refresh_from_db()
    assert (geste.texte, geste.note) == ("Tenir la réunion de cadrage", "Vue mardi")


def test_an_empty_line_is_refused_and_the_page_says_why(alice, parcours):
    response = alice.post(adresse("ajouter_geste", parcours), {"demande": uuid4(), "texte": " "})
    assert response.status_code == 422
    assert parcours.gestes.count() == 3


def test_the_checklist_is_bounded(parcours, administratrice):
    with pytest.raises(ValidationError, match="120 gestes au plus"):
        for rang in range(MAX_GESTES):
            composition.ajouter_un_geste(
                identite=Identite(administratrice), parcours=parcours, texte=f"Geste {rang}", demande=uuid4()
            )
    assert parcours.gestes.count() == MAX_GESTES


def test_the_history_tells_what_was_done(alice, parcours):
    pastille = parcours.pastilles.get(rang=3)
    alice.post(adresse("deplacer_pastille", parcours, pastille.uuid), {"rang": 1})
    texte = alice.get(adresse("histoire_parcours", parcours)).content.decode()
    assert "a créé ce parcours" in texte
    assert "a déplacé la teinte 4.3 au rang 1" in texte


# --- two at once ---------------------------------------------------------------------------------


def a_la_fois(*gestes: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each on its own connection; what each returned or raised."""
    resultats: list[object] = [None] * len(gestes)
    depart = threading.Barrier(len(gestes))

    def courir(place: int, geste: Callable[[], object]) -> None:
        depart.wait()
        try:
            resultats[place] = geste()
        except (Conflit, ValidationError) as erreur:
            resultats[place] = erreur
        finally:
            connections.close_all()

    fils = [threading.Thread(target=courir, args=(i, g)) for i, g in enumerate(gestes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=20)
    connection.ensure_connection()
    return resultats


@pytest.mark.django_db(transaction=True)
def test_two_windows_moving_and_adding_at_once_leave_one_row_without_hole(administratrice, teintes):
    parcours = composer(administratrice, *teintes)
    identite = Identite(administratrice)
    premiere, derniere = parcours.pastilles.get(rang=1), parcours.pastilles.get(rang=3)
    a_la_fois(
        lambda: composition.deplacer(identite=identite, parcours=parcours, pastille=premiere, rang=3),
        lambda: composition.deplacer(identite=identite, parcours=parcours, pastille=derniere, rang=1),
        lambda: composition.ajouter(
            identite=identite, parcours=parcours, teinte=teintes[0], module=None, demande=uuid4()
        ),
        lambda: composition.retirer(
            identite=identite, parcours=parcours, cle=parcours.pastilles.get(rang=2).uuid
        ),
    )
    rangs = [rang for rang, _ in rangee(parcours)]
    assert rangs == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_twice_at_once_makes_one_path(administratrice, teintes):
    demande = uuid4()
    faits = a_la_fois(
        *[lambda: services.creer(identite=Identite(administratrice), titre="Une fois", demande=demande)] * 2
    )
    assert [p.uuid for p in faits] == [demande, demande]
    assert Parcours.objects.get().gestes.count() == 3


def test_a_chip_put_back_after_its_form_was_sent_again_is_a_second_chip(administratrice, parcours, teintes):
    """Added, taken off, added again by the browser's « back », then put back: nothing breaks."""
    identite, demande = Identite(administratrice), uuid4()
    saisie = {"identite": identite, "parcours": parcours, "teinte": teintes[0], "module": None}
    composition.ajouter(**saisie, demande=demande)
    composition.retirer(identite=identite, parcours=parcours, cle=demande)
    composition.ajouter(**saisie, demande=demande)
    assert composition.remettre(identite=identite, parcours=parcours) is True
    assert list(parcours.pastilles.order_by("rang").values_list("rang", flat=True)) == [1, 2, 3, 4, 5]
