"""What readers read: every part of an issue, at a cost that does not grow with it."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from communs.collectivites.models import Collectivite
from communs.etats.models import Acteur
from tests.outils.veille import (
    ARTICLE,
    NUMERO,
    RAPPORT,
    creer_bulletin,
    creer_notice,
    creer_numero,
    creer_numero_publie,
)
from tests.outils.veille_lecture import creer_image
from veille.models import Erratum, Notice, Numero, RendezVous
from veille.notices.fiches import FicheLien, FicheMoment
from veille.numeros.fiches import FicheDecouverte, FicheEncadre, FichePartenaire, FicheRubrique

pytestmark = pytest.mark.django_db

ADRESSE = "/veille/lettre-du-large/n-41/"
REEL = "/veille/en-quelques-clics/hors-serie-2/"


def lire(client, url: str, attendu: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == attendu
    return html.unescape(response.content.decode())


def nombreuses(combien: int) -> FicheRubrique:
    notices = tuple(replace(ARTICLE, titre=f"Marée {no}") for no in range(combien))
    boite = FicheEncadre(
        "boite", "À découvrir", tuple(FicheDecouverte(f"d{n}", "Phare") for n in range(combien))
    )
    return FicheRubrique("lieux", "Les lieux", notices, (boite,))


def test_the_october_2018_issue_is_shown_whole_and_in_order(client, contenu):
    page = lire(client, REEL)
    assert [int(n) for n in re.findall(r'class="notice-rang" aria-hidden="true">(\d+)<', page)] == [
        *range(1, 57)
    ]
    rubriques = re.split(r'<section class="rubrique"', page)[1:]
    assert [len(re.findall(r'<article class="notice"', r)) for r in rubriques] == [7, 5, 15, 12, 10, 7]
    boites = re.findall(r'<div class="encadre">(.*?)</div>', page, re.S)
    assert [boite.count("<h4>") for boite in boites] == [2, 3, 1, 5, 4]
    assert page.count('<li id="agenda-') == 5
    jalons = [
        "Innovation publique & territoires",
        *(f"{titre}</h2>" for titre in ("Au sommaire", "Éditorial", "Avec", "À la une")),
        "#Design",
    ]
    jalons += [
        "7 au 9\u00a0novembre 2018",
        "Date limite",
        "Jusqu’au 7\u00a0décembre 2018",
        "Colophon</h2>",
        "1978",
    ]
    places = [page.index(jalon, page.index("<h1")) for jalon in jalons]
    assert places == sorted(places)


def test_every_entry_of_the_contents_leads_somewhere_in_the_page_and_no_anchor_stands_twice(client, contenu):
    page = lire(client, REEL)
    ancres = re.findall(r'\sid="([^"]+)"', page)
    assert len(ancres) == len(set(ancres))
    menees = re.findall(r'href="#([^"]+)"', page)
    assert len(menees) >= 11 and set(menees) <= set(ancres)


@pytest.mark.parametrize("combien", [1, 12])
def test_the_cost_of_an_issue_does_not_grow_with_its_notices(client, django_assert_num_queries, combien):
    creer_numero_publie(replace(NUMERO, rubriques=(nombreuses(combien),)))
    with django_assert_num_queries(14):
        lire(client, ADRESSE)
    with django_assert_num_queries(0):
        lire(client, ADRESSE)


@pytest.mark.parametrize("combien", [2, 12])
def test_nor_that_of_a_notice_with_those_near_it(client, django_assert_num_queries, combien):
    creer_numero_publie(replace(NUMERO, rubriques=(nombreuses(combien),)))
    notice = Notice.objects.get(titre="Marée 0")
    with django_assert_num_queries(14):
        lire(client, notice.get_absolute_url())


@pytest.mark.parametrize("combien", [1, 6])
def test_nor_that_of_home_and_archive_with_their_issues(client, django_assert_num_queries, combien):
    for no in range(combien):
        creer_numero_publie(replace(NUMERO, cle=f"n-{no}", une=(), rubriques=(), agenda=()))
    with django_assert_num_queries(3):
        lire(client, "/veille/")
    with django_assert_num_queries(2):
        lire(client, "/veille/lettre-du-large/")


def test_the_home_page_of_the_platform_opens_the_door(client, contenu):
    assert 'href="/veille/"' in lire(client, "/")


def test_before_the_first_issue_home_says_so(client, db):
    assert "Aucun numéro n’est encore paru" in lire(client, "/veille/")


def test_home_shows_the_latest_issue_and_its_rubriques(client):
    creer_numero_publie()
    page = lire(client, "/veille/")
    assert "Innover au bord de l’eau" in page and f'href="{ADRESSE}#rubrique-lieux"' in page
    assert 'id="rubrique-lieux"' in lire(client, ADRESSE)


def test_the_archive_is_by_year_and_holds_published_issues_only(client):
    creer_numero_publie()
    creer_numero_publie(
        replace(NUMERO, cle="n-30", numero="30", titre="Plus tôt", date="2016-23", une=(), rubriques=())
    )
    creer_numero(replace(NUMERO, cle="n-42", titre="À venir", une=(), rubriques=()))
    page = lire(client, "/veille/lettre-du-large/")
    assert re.findall(r'id="annee-(\d+)"', page) == ["2016", "2018"]
    assert "automne 2016" in page and "À venir" not in page
    creer_bulletin("vide")
    assert client.get("/veille/vide/").status_code == 404


def test_neighbours_are_the_published_issues_of_the_same_bulletin(client):
    for no in (1, 2, 3):
        numero = creer_numero_publie(
            replace(NUMERO, cle=f"n-{no}", titre=f"Titre {no}", une=(), rubriques=())
        )
        Numero.objects.filter(pk=numero.pk).update(publie_le=datetime(2018, no, 1, tzinfo=UTC))
    creer_numero_publie(replace(NUMERO, cle="autre", une=(), rubriques=()), bulletin=creer_bulletin("autre"))
    page = lire(client, "/veille/lettre-du-large/n-2/")
    assert re.findall(r'href="([^"]+)" rel="(prev|next)"', page) == [
        ("/veille/lettre-du-large/n-1/", "prev"),
        ("/veille/lettre-du-large/n-3/", "next"),
    ]
    assert 'rel="prev"' not in lire(client, "/veille/lettre-du-large/n-1/")


def test_what_was_found_wrong_stands_at_the_head_of_the_issue(client, administratrice):
    numero = creer_numero_publie()
    Erratum.objects.create(numero=numero, texte="Lire *vingt*.", auteur=Acteur.objects.de(administratrice))
    page = lire(client, ADRESSE)
    assert "<em>vingt</em>" in page
    assert page.index("Erratum</h2>") < page.index("Éditorial</h2>")


def test_a_cancelled_event_stays_and_says_so(client):
    creer_numero_publie()
    RendezVous.objects.filter(cle="journees").update(annule_le=timezone.now())
    entree = lire(client, ADRESSE).split('id="agenda-journees"')[1].split("</li>")[0]
    assert "Annulé" in entree and "5 et 6\u00a0novembre 2018" in entree


def test_a_draft_is_nowhere(client):
    creer_numero()
    assert client.get(ADRESSE).status_code == 404
    assert client.post(f"{ADRESSE}livret/").status_code == 404
    assert "Innover au bord" not in lire(client, "/veille/")


def test_hostile_texts_are_shown_as_they_are(client):
    mechant = "<script>alert(1)</script>"
    notice = replace(ARTICLE, titre=mechant, sous_titre=mechant, resume=mechant, publication=mechant)
    creer_numero_publie(
        replace(
            NUMERO,
            titre=mechant,
            editorial=mechant + " [x](javascript:alert(1))",
            colophon=mechant,
            partenaires=(FichePartenaire(mechant),),
            une=(notice,),
        )
    )
    for adresse in (ADRESSE, "/veille/", Notice.objects.get(titre=mechant).get_absolute_url()):
        texte = client.get(adresse).content.decode()
        assert "<script>alert" not in texte and '"javascript:' not in texte
        assert "&lt;script&gt;" in texte


def test_a_notice_tells_all_it_knows(client):
    fiche = replace(
        ARTICLE,
        genre="these",
        sous_titre="Une enquête",
        acces="gratuit",
        doi="10.1000/182",
        issn="0153-4831",
        territoires=("Rennes", "Gand"),
        mots_cles=("marée",),
        moments=(FicheMoment("soutenance", "2018-02-05", "Devant cinq marins."),),
        liens=(FicheLien("https://phare.example/marees", "Lire"), FicheLien("", "Synthèse", "synthese")),
    )
    numero = creer_numero_publie(replace(NUMERO, une=(fiche,)))
    notice = Notice.objects.get(doi="10.1000/182")
    numero.rendez_vous.filter(cle="journees").update(notice=notice)
    page = lire(client, notice.get_absolute_url())
    for dit in (
        *("Thèse ou mémoire", "Une enquête", "Revue du large</cite>, n° 12", "Accès gratuit", "0153-4831"),
        *('href="https://doi.org/10.1000/182"', "Rennes et Gand", "marée", "Tiers-lieux"),
        *("Soutenue le 5 février 2018. Devant cinq marins.", 'href="https://phare.example/marees"'),
        *("(adresse non conservée)", f'href="{ADRESSE}#notice-{notice.pk}"', "à la une"),
        *("5 et 6\u00a0novembre 2018", "Mettre dans mon panier"),
    ):
        assert dit in page, dit


def test_the_notices_near_are_public_share_a_theme_and_those_that_share_most_come_first(client):
    themes = ("tiers-lieux", "participation")
    maintenant = timezone.now()
    notice = creer_notice(themes=themes, publiee_le=maintenant)
    creer_notice(titre="Deux", themes=themes, publiee_le=maintenant)
    creer_notice(titre="Un", themes=("participation",), publiee_le=maintenant)
    creer_notice(titre="Cachée", themes=themes)
    creer_notice(RAPPORT, titre="Ailleurs", themes=(), publiee_le=maintenant)
    proches = lire(client, notice.get_absolute_url()).split('id="proches"')[1]
    assert re.findall(r'/veille/notices/\d+/">([^<]+)<', proches) == ["Deux", "Un"]


def test_the_picture_of_an_issue_is_served_with_it_and_no_other(client, collectivite: Collectivite):
    numero = creer_numero_publie()
    image, autre = (creer_image(collectivite, nom) for nom in ("phare", "secret"))
    Numero.objects.filter(pk=numero.pk).update(couverture=image, couverture_alternative="Un phare")
    assert f'src="{ADRESSE}images/{image.uuid}/"' in lire(client, ADRESSE)
    assert 'alt="Un phare"' in lire(client, ADRESSE)
    assert (
        client.get(f"{ADRESSE}images/{image.uuid}/").status_code == 410
    )  # the file itself is not on this disk
    for inconnue in (autre.uuid, uuid4()):
        assert client.get(f"{ADRESSE}images/{inconnue}/").status_code == 404
