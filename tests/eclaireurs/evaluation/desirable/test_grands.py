"""A great report printed for real, and what the printed files say after a consent is withdrawn."""

import io
import resource

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import PERSONNE
from communs.livrets import services as livrets
from communs.livrets.models import Livret, Tirage
from eclaireurs.evaluation.desirable.lecture import GRANDES_MAX
from tests.outils.papier import mots_de
from tests.outils.photos import multiplier

pytestmark = pytest.mark.django_db

MOTS = "Le bus arrive devant l’école et les enfants attendent sous la pluie. "
MEMOIRE_MAX = 400  # MB more than before, for 500 photos


def octets(livret: Livret) -> bytes:
    tirage = livrets.fabriquer(livret.tirage_id) or Tirage.objects.get(pk=livret.tirage_id)
    assert tirage.etat == "pret", tirage.erreur
    with default_storage.open(tirage.fichier) as flux:
        return flux.read()


@pytest.mark.lent
@pytest.mark.parametrize("forme", ["journal", "livret"])
def test_five_hundred_photos_and_a_verbatim_of_ten_thousand_words_print_in_bounded_memory(affaire, forme):
    multiplier(affaire.photo("Modèle", "Une parole."), 499)
    long = "\n\n".join([MOTS * 12] * 70)
    affaire.ranger(affaire.deposer(f"Premier mot. {long} Dernier mot.", titre="Une journée à bord"))
    affaire.tout_choisir()
    affaire.intituler()
    affaire.rapport.pieces.filter(materiau__fichier__isnull=False).update(legende="Une légende.")
    livret = livrets.demander(gabarit=f"desirable-{forme}", objet=affaire.publier(), identite=PERSONNE)
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    imprime = octets(livret)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024 < MEMOIRE_MAX
    with pikepdf.open(io.BytesIO(imprime)) as pdf:
        objets = [o for page in pdf.pages for o in page.Resources.get("/XObject", {}).values()]
        assert len({o.objgen for o in objets if o.get("/Subtype") == "/Image"}) == 500
    mots = mots_de(imprime)
    assert mots.count("Une légende.") == GRANDES_MAX
    assert "Premier mot." in mots
    assert "Dernier mot." in mots
    assert mots.count("pluie.") == 12 * 70


def test_a_consent_withdrawn_leaves_the_printed_files_and_the_annex(
    affaire, django_capture_on_commit_callbacks
):
    parole = affaire.deposer("Ma fille y apprend à lire.", source="Madame Le Goff")
    chiffre = affaire.deposer(
        "Compté par le chauffeur.", "chiffre", titre="Enfants du mercredi", valeur="37", unite="enfants"
    )
    affaire.ranger(parole, chiffre, affaire.deposer("On vient pour la dame."))
    affaire.tout_choisir()
    affaire.intituler()
    publication = affaire.publier()

    def tout() -> str:
        publication.refresh_from_db()
        imprimes = [
            livrets.demander(gabarit=f"desirable-{forme}", objet=publication, identite=PERSONNE)
            for forme in ("journal", "livret")
        ]
        adresse = affaire.rapport.adresse
        donnees = Client().get(reverse("rapports:donnees", args=[adresse, 1, "chiffres.csv"]))
        page = Client().get(reverse("rapports:rapport", args=[adresse]))
        return " ".join(
            [
                *(mots_de(octets(livret)) for livret in imprimes),
                donnees.content.decode(),
                page.content.decode(),
            ]
        )

    avant = tout()
    for dit, fois in (("Ma fille y apprend", 3), ("Le Goff", 3), ("Enfants du mercredi", 4)):
        assert avant.count(dit) == fois  # page, journal, booklet; the figure in the annex too
    anciens = set(Tirage.objects.exclude(fichier="").values_list("fichier", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        affaire.refuser(parole)
        affaire.refuser(chiffre)
    apres = tout()
    for dit in ("Ma fille", "Le Goff", "Enfants du mercredi", "Compté par"):
        assert dit not in apres
    assert apres.count("On vient pour la dame.") == 3
    assert "2 pièces ont été retirées" in apres
    assert not any(default_storage.exists(nom) for nom in anciens)
