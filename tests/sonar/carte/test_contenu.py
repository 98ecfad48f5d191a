"""The map holds what could be read of the print, no more, and says what it is unsure of."""

from collections import Counter

import pytest

from communs.catalogue.models import Recommandable, Recommandation
from sonar.carte.enums import Certitude, Source, Zone
from sonar.carte.figures import HAUTEUR, LARGEUR, dessiner
from sonar.carte.lecture import questions
from sonar.carte.models import Concept, Pole, QuestionDeCarte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

# The zone of each label, by its number, as estimated when the print was read (reconstruction, section 1).
ZONES = {
    "globale": [1, 5, 6, 8],
    "capacitation_globale": [2, 3, 4, 7, 15, 19, 20, 21, 24, 25, 30, 35],
    "solution_globale": [9, 10, 13, 14, 16, 17, 22, 26, 27, 31, 32, 36],
    "centre": [11, 12, 18, 23, 28, 29, 33, 34, 39, 44, 45, 48, 50, 56, 59, 60, 61, 62],
    "solution": [37, 38, 40, 41],
    "capacitation_interne": [42, 46, 53, 55, 58, 64, 66],
    "solution_interne": [43, 47, 49, 51, 52, 54, 57, 63, 69, 72],
    "interne": [65, 67, 68, 70, 71, 73],
}
DOUTES = {Certitude.PROBABLE: [11, 14, 20, 45, 65], Certitude.DOUTEUX: [12, 43, 66]}


def test_seventy_three_labels_each_in_the_zone_that_was_read():
    lus: dict[str, list[int]] = {}
    for concept in Concept.objects.de_la_carte():
        lus.setdefault(concept.zone, []).append(concept.numero)
    assert {zone: sorted(numeros) for zone, numeros in lus.items()} == ZONES
    assert sum(len(numeros) for numeros in ZONES.values()) == 73


def test_what_was_read_with_a_doubt_says_so():
    for certitude, numeros in DOUTES.items():
        lus = Concept.objects.de_la_carte().filter(certitude=certitude).order_by("numero")
        assert list(lus.values_list("numero", flat=True)) == numeros
    assert not Concept.objects.filter(place_confirmee=True).exists()
    assert not Concept.objects.exclude(certitude=Certitude.SUR).filter(remarque="").exists()


def test_fourteen_definitions_come_from_the_print_one_of_them_off_the_map():
    imprimes = Concept.objects.filter(source=Source.IMPRIME)
    assert imprimes.count() == 14
    assert [c.cle for c in imprimes.filter(x=None)] == ["design"]
    assert not Concept.objects.filter(definition="").exists()
    assert (Pole.objects.count(), QuestionDeCarte.objects.count()) == (4, 5)


def test_each_word_is_found_at_its_anchor(client):
    page = client.get("/sonar/definitions/").content.decode()
    for concept in Concept.objects.all():
        trouve = Recommandable.objects.get(type="concept", cle=concept.cle)
        assert trouve.adresse == f"/sonar/definitions/#{concept.cle}"
        assert f'id="{concept.cle}"' in page


def test_every_recommendation_of_the_map_leads_to_something_that_exists():
    liens = Recommandation.objects.filter(origine_type="concept")
    existants = set(Recommandable.objects.values_list("type", "cle"))
    cles = set(Concept.objects.values_list("cle", flat=True))
    assert [lien for lien in liens if (lien.cible_type, lien.cible_cle) not in existants] == []
    assert [lien for lien in liens if lien.origine_cle not in cles] == []
    assert len(set(liens.values_list("origine_cle", flat=True))) >= 30
    assert {"teinte", "outil", "notice"} <= set(liens.values_list("cible_type", flat=True))


def test_no_label_of_the_drawing_hides_another():
    dessin = dessiner(Concept.objects.de_la_carte(), questions())
    assert Counter(e.concept.zone for e in dessin.etiquettes)[Zone.CENTRE] == 18
    cadres = [(e.concept.cle, e.cadre) for e in dessin.etiquettes]
    cadres += [(f"question {rang}", q.cadre) for rang, q in enumerate(dessin.questions)]
    touches = [
        (un, autre)
        for rang, (un, cadre) in enumerate(cadres)
        for autre, voisin in cadres[rang + 1 :]
        if cadre.touche(voisin)
    ]
    assert touches == []
    for _, cadre in cadres:
        assert cadre.gauche >= 0 and cadre.droite <= LARGEUR and cadre.haut >= 0 and cadre.bas <= HAUTEUR
