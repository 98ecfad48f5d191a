"""The printed forms: real PDFs, with little and with a lot; a worker that dies."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.html import strip_tags

from communs.collectivites.identite import PERSONNE
from communs.fichiers.models import Fichier
from communs.livrets import services as livrets
from communs.livrets.gabarits import gabarit
from communs.livrets.models import Tirage
from communs.livrets.rendu import composer
from eclaireurs.evaluation.desirable import services
from eclaireurs.evaluation.desirable.lecture import GRANDES_MAX, lire
from eclaireurs.evaluation.desirable.photographie import photographier
from tests.outils.photos import multiplier

pytestmark = pytest.mark.django_db

MOTS = "Le bus arrive devant l’école et les enfants attendent sous la pluie. "


def imprimer(publication, forme: str) -> pikepdf.Pdf:
    livret = livrets.demander(gabarit=f"desirable-{forme}", objet=publication, identite=PERSONNE)
    tirage = livrets.fabriquer(livret.tirage_id)
    assert tirage.etat == "pret", tirage.erreur
    with default_storage.open(tirage.fichier) as flux:
        return pikepdf.open(io.BytesIO(flux.read()))


def cotes(page: pikepdf.Page) -> tuple[int, int]:
    """Millimetres."""
    return tuple(round(float(n) * 25.4 / 72) for n in page.mediabox[2:])


def test_a_title_and_one_recommendation_make_one_sheet_of_journal_and_a_short_booklet(affaire):
    cle = f"preconisation:{affaire.evaluation.rapport.preconisations.first().uuid}"
    services.choisir(identite=affaire.elle, rapport=affaire.rapport, cles=[cle])
    affaire.intituler("Un bus de plus")
    publication = affaire.publier()
    journal, livret = imprimer(publication, "journal"), imprimer(publication, "livret")
    assert [cotes(page) for page in journal.pages] == [(297, 420)]
    assert [cotes(page) for page in livret.pages] == [(210, 297)] * 2


def test_the_booklet_is_tagged_titled_and_has_bookmarks(affaire):
    affaire.ranger(affaire.photo("La file", "On attend.", description="Trois personnes devant un bus."))
    affaire.tout_choisir()
    affaire.intituler()
    pdf = imprimer(affaire.publier(), "livret")
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "fr"
    assert str(pdf.docinfo["/Title"]) == "Le bus qui prête des livres"
    with pdf.open_outline() as signets:
        assert [s.title for s in signets.root] == ["Le bus qui prête des livres"]
        assert [s.title for s in signets.root[0].children] == [
            "Venir",
            "Ce que nous en concluons",
            "Ce que nous recommandons",
            "Ce qui va se faire",
            "Ce qu’en dit la presse",
        ]


def test_a_verbatim_of_ten_thousand_words_is_set_whole(affaire):
    long = "\n\n".join([MOTS * 12] * 70)
    assert len(long.split()) >= 10_000
    affaire.ranger(affaire.deposer(long, titre="Une journée à bord"))
    affaire.tout_choisir()
    affaire.intituler()
    publication = affaire.publier()
    for forme in ("journal", "livret"):
        html = composer(gabarit(f"desirable-{forme}"), publication, {}).html
        texte = " ".join(strip_tags(html).split())
        # A strip may cut a sentence; no word is lost all the same.
        assert texte.count(" ".join(MOTS.split())) >= 12 * 70 - 60
        assert texte.count("pluie.") == 12 * 70


def test_five_hundred_photos_go_on_contact_sheets_but_sixty(affaire, navigateur):
    modele = affaire.photo("Modèle", "Une parole.")
    multiplier(modele, 499)
    affaire.tout_choisir()
    services.retirer(
        identite=affaire.elle,
        rapport=affaire.rapport,
        piece=affaire.rapport.pieces.get(theme=affaire.theme).uuid,
    )
    affaire.rapport.pieces.filter(materiau__isnull=False).update(legende="Une légende.")
    lu = lire(photographier(affaire.rapport))
    (chapitre,) = lu.chapitres
    assert (len(chapitre.indices), len(chapitre.planche)) == (GRANDES_MAX, 500 - GRANDES_MAX)
    affaire.intituler("Cinq cents photos")
    publication = affaire.publier()
    html = composer(gabarit("desirable-livret"), publication, {}).html
    vignettes = Fichier.objects.values_list("vignette", flat=True)
    assert sum(nom in html for nom in vignettes) == 500 - GRANDES_MAX
    page = navigateur.get(affaire.rapport.adresse_publique()).content.decode()
    assert page.count('loading="lazy"') == 500


def test_a_worker_killed_while_printing_leaves_its_place_to_another(affaire):
    affaire.tout_choisir()
    affaire.intituler()
    livret = livrets.demander(gabarit="desirable-livret", objet=affaire.publier(), identite=PERSONNE)
    assert livrets.reclamer(livret.tirage_id).etat == "en_cours"  # and nothing more is heard of it
    assert livrets.fabriquer(livret.tirage_id) is None
    Tirage.objects.update(reclame_le=timezone.now() - timedelta(hours=1))
    livrets.balayer()
    assert Tirage.objects.get().etat == "demande"
    Tirage.objects.update(prochain_essai_le=timezone.now())
    assert livrets.fabriquer(livret.tirage_id).etat == "pret"
