"""A form sent back as it came changes nothing, on any piece of the chart as it is shipped."""

import pytest
from django.http import QueryDict

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Partie
from nuancier.fiches import lire
from nuancier.models import Teinte
from nuancier.vie.forms_pieces import formulaire_de
from nuancier.vie.pieces import MANQUES, PRESENTATION, appliquer, lire_piece
from nuancier.vie.propositions import avec_cle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def renvoyer(form):
    """What a browser sends of a form that nobody touched."""
    donnees = QueryDict(mutable=True)
    for case in form:
        valeur = case.value()
        if isinstance(valeur, bool):
            valeur = ["on"] if valeur else []
        elif not isinstance(valeur, (list, tuple)):
            valeur = ["" if valeur is None else str(valeur)]
        donnees.setlist(case.html_name, [str(v) for v in valeur])
    return donnees


def pieces(fiche):
    """Every piece of it: (part, key)."""
    yield from ((partie, "") for partie in (PRESENTATION, MANQUES, *(p.value for p in LISTES)))
    yield from ((Partie.MODULE.value, module.cle) for module in fiche.modules)
    for partie in BIBLIOGRAPHIES:
        yield from ((partie.value, c.ressource.cle) for c in getattr(fiche, partie))


def test_no_piece_of_any_teinte_loses_anything_to_its_form():
    vus, changes = 0, []
    for teinte in Teinte.objects.entieres().order_by("pk"):
        fiche = lire(teinte)
        for partie, cible in pieces(fiche):
            present = lire_piece(fiche, partie, cible)
            form = formulaire_de(partie, renvoyer(formulaire_de(partie, None, present)), present)
            vus += 1
            if not form.is_valid():
                changes.append((teinte.code, partie, cible, dict(form.errors)))
                continue
            cle, valeurs = avec_cle(fiche, partie, cible, form.valeurs())
            apres = appliquer(fiche, partie, cle, valeurs)
            if apres != fiche:
                changes.append((teinte.code, partie, cible, fiche.lacunes != apres.lacunes))
    assert not changes, changes
    assert vus == 280
