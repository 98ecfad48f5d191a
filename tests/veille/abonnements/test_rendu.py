"""What a subscriber receives: both versions, personal links, nothing that watches."""

from dataclasses import replace
from email import message_from_bytes, policy
from html import unescape

import pytest

from tests.outils.veille import ARTICLE, NUMERO, creer_bulletin, creer_numero, creer_numero_publie
from tests.outils.veille_abonnements import abonner
from veille.abonnements.jetons import lire_depart, lire_preferences, lire_remise
from veille.abonnements.rendu import Modele, composer
from veille.models import Numero, Theme
from veille.numeros.fiches import FicheRubrique

pytestmark = pytest.mark.django_db


def entier(numero: Numero) -> Numero:
    return Numero.objects.entiers().get(pk=numero.pk)


def corps(octets: bytes) -> tuple[str, str]:
    lu = message_from_bytes(octets, policy=policy.default)
    return lu.get_body(("plain",)).get_content(), lu.get_body(("html",)).get_content()


def test_it_says_the_issue_in_text_and_in_html():
    numero, abonne = creer_numero_publie(), abonner()
    message = composer(numero, abonne)
    assert message.subject == "La lettre du large, n°\xa041\xa0: Innover au bord de l’eau"
    assert message.to == ["lea@phare.example"]
    html = unescape(message.alternatives[0][0])
    for version in (message.body, html):
        for dit in (
            "Les marées de l’innovation",
            "Faire ensemble au bord de l’eau",
            "La carte des phares",
            "Un numéro sur ce que font les ports.",
            "Journées du large",
            "6 novembre 2018",
            "7 décembre 2018",
            "http://testserver/veille/lettre-du-large/n-41/",
        ):
            assert dit in version.replace("\u00a0", " ")
    assert "Revue du large, n° 12" in html


def test_nothing_in_it_watches_the_reader():
    html = composer(creer_numero_publie(), abonner()).alternatives[0][0]
    for absent in ("<img", "<script", "<link", "url(", "<iframe", "@import", "pixel"):
        assert absent not in html
    assert 'style="' in html, "les styles sont dans les balises"


def test_each_copy_has_its_own_links_and_the_rest_is_made_once(django_assert_num_queries):
    numero, lea, maud = creer_numero_publie(), abonner(), abonner("maud@phare.example")
    modele = Modele(entier(numero))
    with django_assert_num_queries(0):
        premier, second = (
            message_from_bytes(modele.octets(abonne, pk), policy=policy.default)
            for pk, abonne in ((1, lea), (2, maud))
        )
    assert (premier["To"], second["To"]) == ("lea@phare.example", "maud@phare.example")
    assert modele._compile is not None, "le chemin rapide"
    for message, abonne, pk in ((premier, lea, 1), (second, maud, 2)):
        lien = message["List-Unsubscribe"].strip(" <>")
        assert lire_depart(lien.rstrip("/").rsplit("/", 1)[1]) == (
            abonne.uuid,
            numero.bulletin_id,
        )
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert lire_remise(message["Message-ID"].removeprefix("<veille.").split("@")[0]) == pk
        assert message["Date"]
        for version in corps(bytes(message)):
            assert lien in version
            jeton = version.split("/preferences/")[1].split("/")[0]
            assert lire_preferences(jeton) == abonne.uuid


def test_the_fast_way_makes_the_same_message_as_the_slow_one():
    abonne = abonner()
    modele = Modele(entier(creer_numero_publie()))
    rapide = modele.octets(abonne, 7)
    modele.__dict__["_compile"] = None
    assert corps(modele.octets(abonne, 7)) == corps(rapide)


def test_a_line_that_cannot_be_folded_is_encoded_and_its_links_hold():
    numero = creer_numero_publie(editorial="é" * 1500)
    abonne = abonner()
    modele = Modele(entier(numero))
    texte, html = corps(modele.octets(abonne, 1))
    for version in (texte, html):
        assert lire_preferences(version.split("/preferences/")[1].split("/")[0]) == abonne.uuid
        assert "é" * 1500 in version


def test_a_subscriber_with_themes_reads_their_notices_only_and_is_told_so():
    abonne = abonner()
    creer_numero()
    abonne.themes.set([Theme.objects.get(cle="tiers-lieux")])
    message = composer(Numero.objects.get(), abonne)
    for version in (message.body, message.alternatives[0][0]):
        assert "Les marées de l’innovation" in version
        assert "Faire ensemble au bord de l’eau" not in version
        assert "Vous avez choisi ce thème\xa0: Tiers-lieux" in unescape(version)


def test_html_and_line_breaks_in_what_people_write_do_no_harm():
    mechante = replace(ARTICLE, titre="<script>alert(1)</script>", resume="<img src=x onerror=alert(1)>")
    fiche = replace(
        NUMERO,
        titre="Un titre\r\nBcc: victime@ailleurs.example",
        une=(),
        rubriques=(FicheRubrique(cle="r", titre="<b>Lieux</b>", notices=(mechante,)),),
    )
    numero = creer_numero(fiche, bulletin=creer_bulletin("b", nom="Lettre <du> large"))
    octets = Modele(entier(numero)).octets(abonner(), 1)
    lu = message_from_bytes(octets, policy=policy.default)
    assert lu["Bcc"] is None
    assert "Un titre Bcc: victime@ailleurs.example" in lu["Subject"]
    html = corps(octets)[1]
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
