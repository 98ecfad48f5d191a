"""What the page of a teinte says of its life."""

import pytest
from django.utils import timezone

from nuancier.fiches import FicheLacune
from nuancier.models import Teinte, Verification
from nuancier.vie.resume import lire_la_vie
from nuancier.vie.versions import tenir_a_jour
from tests.outils.teintes import creer_teinte
from tests.outils.vie import commenter

pytestmark = pytest.mark.django_db


def _entiere() -> Teinte:
    return Teinte.objects.entieres().get(code="4.1")


def test_it_costs_the_same_whatever_was_said(membre, teinte, django_assert_num_queries):
    tenir_a_jour()
    for nombre in (1, 5):
        for _ in range(nombre):
            commenter(membre, teinte)
        entiere = _entiere()
        with django_assert_num_queries(4):
            vie = lire_la_vie(entiere)
    assert (vie.nombre, len(vie.commentaires), vie.version.numero) == (6, 3, 1)


def test_a_dead_link_costs_one_more(teinte, django_assert_num_queries):
    Verification.objects.create(adresse="https://phare.example/manuel", mort_le=timezone.now())
    entiere = _entiere()
    with django_assert_num_queries(5):
        vie = lire_la_vie(entiere)
    assert [(m.titre, m.partie, m.cible) for m in vie.liens_morts] == [
        ("Manuel du terrain", "ressources", "manuel-du-terrain")
    ]


def test_each_gap_leads_to_where_it_is_filled():
    creer_teinte(
        lacunes=tuple(FicheLacune(p, "vide") for p in ("contenus", "module", "formateurs", "references"))
    )
    assert [
        a.adresse.removeprefix("/nuancier/teintes/4.1/proposer/") for a in lire_la_vie(_entiere()).lacunes
    ] == [
        "contenus/",
        "module/",
        "module/aller-voir/",
        "references/",
    ]


def test_the_last_words_and_the_way_to_the_desk_are_for_whom_they_concern(
    client, client_de, membre, editrice, teinte
):
    commenter(membre, teinte, "Un mot récent.")
    page = "/nuancier/teintes/4.1/"
    assert "Un mot récent." in client.get(page).content.decode()
    assert "/nuancier/atelier/" not in client_de(membre).get(page).content.decode()
    assert "/nuancier/atelier/" in client_de(editrice).get(page).content.decode()
