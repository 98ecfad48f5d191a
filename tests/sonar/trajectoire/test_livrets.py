"""What is printed: a poster that a print shop takes, a booklet that names nobody it should not."""

import io

import pikepdf
import pytest
from django.urls import reverse

from communs.collectivites import services as collectivites
from communs.collectivites.identite import PERSONNE, Identite
from communs.livrets.gabarits import gabarit
from communs.livrets.models import Livret
from communs.livrets.rendu import composer, imprimer
from communs.livrets.services import demander
from sonar.trajectoire.livrets import AFFICHE, Affiche
from sonar.trajectoire.models import PointTrajectoire, Tour
from sonar.trajectoire.services import LIVRET
from tests.outils import trajectoires as outils
from tests.outils.papier import mots_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]
MM = 72 / 25.4


def mesures(boite: pikepdf.Array) -> list[int]:
    """Left, bottom, width, height in whole millimetres."""
    gauche, bas, droite, haut = (float(x) for x in boite)
    return [round(x / MM) for x in (gauche, bas, droite - gauche, haut - bas)]


def test_the_poster_is_one_a2_sheet_with_bleed_marks_and_its_fonts():
    octets = imprimer(composer(gabarit(AFFICHE), Affiche(), {})).octets
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        (page,) = pdf.pages
        assert mesures(page.TrimBox) == [0, 0, 420, 594]
        assert mesures(page.BleedBox) == [-4, -4, 427, 601]  # 3.5 mm: the three that are asked, and a little
        assert mesures(page.MediaBox) == [-10, -10, 440, 614]
        polices = [str(f.BaseFont) for f in page.Resources.Font.values()]
        assert all("Vigie" in police for police in polices)
        descendants = [f.DescendantFonts[0].FontDescriptor for f in page.Resources.Font.values()]
        assert all("/FontFile2" in d or "/FontFile3" in d for d in descendants)
    mots = mots_de(octets)
    for attendu in (
        "Gouvernance systémique",
        "D’embarquer à systémiser",
        "La 27e Région",
        "AGPL 3.0",
        "version 1",
    ):
        assert attendu in mots


def test_anybody_asks_for_the_poster_and_it_is_printed_once(client):
    adresses = {client.post(reverse("sonar:trajectoire_affiche"))["Location"] for _ in range(3)}
    assert len(adresses) == 1
    assert client.get(adresses.pop()).status_code == 200


@pytest.fixture
def tour(membre, administratrice, collectivite) -> Tour:
    tour = outils.tour_de(outils.ouvrir(membre, collectivite))
    outils.remettre(membre, tour, {"tests": [2, 1]}, note="Deux essais & <b>trois</b> leçons.")
    outils.repondre(administratrice, tour, {"tests": [0]}, note="Un brouillon")
    return outils.clore(membre, tour)


def test_the_booklet_says_what_was_handed_in_and_no_draft(tour):
    tour = outils.tour_de(tour.sujet)
    imprime = imprimer(composer(gabarit(LIVRET), tour, {}))
    mots = mots_de(imprime.octets)
    for attendu in (
        "Le guichet mobile",
        "Deux essais & <b>trois</b> leçons.",
        "Bachir",
        "La prochaine balise",
    ):
        assert attendu in mots
    assert "Un brouillon" not in mots


def test_a_stranger_does_not_reach_the_booklet(client_de, membre, etrangere, tour):
    livret = demander(gabarit=LIVRET, objet=outils.tour_de(tour.sujet), identite=Identite(membre))
    adresse = reverse("livrets:livret", args=[livret.uuid])
    assert client_de(membre).get(adresse).status_code == 200
    assert client_de(etrangere).get(adresse).status_code == 404
    assert PERSONNE.compte is None


def test_a_collectivite_that_goes_takes_its_booklets_along(membre, tour):
    demander(gabarit=LIVRET, objet=outils.tour_de(tour.sujet), identite=Identite(membre))
    collectivites.supprimer_collectivite(collectivite=tour.sujet.collectivite)
    assert not Livret.objects.filter(gabarit=LIVRET).exists()


def test_an_erased_account_leaves_levels_only_and_takes_its_booklets(membre, administratrice, tour):
    demander(gabarit=LIVRET, objet=outils.tour_de(tour.sujet), identite=Identite(membre))
    collectivites.supprimer_compte(compte=membre)
    (point, _) = PointTrajectoire.objects.filter(position__remise_le__isnull=False).order_by("pk")
    assert (point.niveau, point.note, point.position.compte) == (2, "", None)
    assert not Livret.objects.filter(gabarit=LIVRET).exists()
    mots = mots_de(imprimer(composer(gabarit(LIVRET), outils.tour_de(tour.sujet), {})).octets)
    assert "Bachir" not in mots
    assert "Une personne dont les données ont été effacées" in mots
