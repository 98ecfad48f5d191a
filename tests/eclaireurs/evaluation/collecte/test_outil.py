"""The collection in its dossier: what waits, the copy, the archive, the order of themes."""

import csv
import io
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.dossiers.genres import Stocke
from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.collecte import outil, services
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.collecte.transitions import COLLECTE
from tests.outils.dossiers import faire_venir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("medias")]


@pytest.fixture
def elle(administratrice) -> Identite:
    return Identite(administratrice)


@pytest.fixture
def bachir(administratrice, membre, affaire) -> Identite:
    faire_venir(administratrice, affaire, membre.email, "comite")
    return Identite(membre)


@pytest.fixture
def themes(elle, affaire) -> list[Theme]:
    return [
        services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre=titre)
        for titre in ("Venir", "Attendre", "Repartir")
    ]


def attendu(identite: Identite, dossier: Dossier) -> list[str]:
    dossier = Dossier.objects.visibles_par(identite).get(pk=dossier.pk)
    return [attente.texte for _, attente in outil.attentes(identite, [dossier])]


def ordre(dossier: Dossier) -> list[tuple[int, str]]:
    return list(dossier.collecte.themes.values_list("numero", "titre"))


def test_themes_change_places_and_close_the_gap_that_one_leaves(elle, affaire, themes):
    services.ordonner(identite=elle, theme=themes[2], vers_le_haut=True)
    assert ordre(affaire) == [(1, "Venir"), (2, "Repartir"), (3, "Attendre")]
    services.supprimer_theme(identite=elle, theme=themes[0])
    assert ordre(affaire) == [(1, "Repartir"), (2, "Attendre")]


def test_the_same_theme_sent_twice_is_one(elle, affaire, themes):
    services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    assert len(ordre(affaire)) == 3


def test_two_people_write_one_synthesis_and_the_second_learns_it(elle, themes):
    services.travailler_theme(identite=elle, theme=themes[0], version=1, champs={"synthese": "On vient."})
    with pytest.raises(Conflit):
        services.travailler_theme(identite=elle, theme=themes[0], version=1, champs={"synthese": "Non."})


def test_a_video_presents_one_theme_only(elle, themes, indice):
    video = indice("Ma minute")
    services.travailler_theme(identite=elle, theme=themes[0], version=1, champs={"video": video})
    with pytest.raises(ValidationError, match="déjà un autre thème"):
        services.travailler_theme(identite=elle, theme=themes[1], version=1, champs={"video": video})


def test_what_waits_changes_hands(elle, bachir, affaire, themes, indice):
    materiau = indice("Oui", consentement="donne")
    assert attendu(elle, affaire) == ["Un indice à ranger"]
    assert attendu(bachir, affaire) == []
    services.ranger(identite=elle, casier=themes[0], materiaux=[materiau])
    assert attendu(elle, affaire) == []
    franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="presenter")
    en_debat = "La compilation est en débat : versez-y vos apports"
    assert attendu(bachir, affaire) == [en_debat]
    services.apporter(
        identite=bachir, collecte=affaire.collecte, demande=uuid4(), genre="piste", texte="Voir", theme=None
    )
    assert attendu(elle, affaire) == [en_debat, "Un apport du comité attend sa suite"]


def test_steps_out_of_order_or_twice_are_refused(elle, affaire, themes, indice):
    with pytest.raises(Refus, match="n’est plus possible"):
        franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="debattre")
    with pytest.raises(ValidationError, match="Rangez au moins un indice"):
        franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="presenter")
    sans_accord = indice("Peut-être")
    services.ranger(identite=elle, casier=themes[0], materiaux=[sans_accord])
    with pytest.raises(ValidationError, match="son accord permet de montrer"):
        franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="presenter")
    services.ranger(identite=elle, casier=themes[0], materiaux=[indice("Oui", consentement="donne")])
    for nom in ("presenter", "debattre"):
        franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom=nom)
    with pytest.raises(ValidationError):
        franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="reprendre", motif=" ")
    franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="reprendre", motif="Une piste de plus")
    assert Ligne.objects.order_by("-pk").first().verbe == "collecte.reprendre"


def test_a_copy_takes_the_themes_and_leaves_the_clues(elle, affaire, themes, indice):
    services.travailler_theme(identite=elle, theme=themes[0], version=1, champs={"synthese": "Secret"})
    indice("Secret")
    copie = dossiers.copier(
        identite=elle, dossier=affaire, collectivite=affaire.collectivite, titre="Une autre", demande=uuid4()
    )
    assert ordre(copie) == ordre(affaire)
    assert (copie.materiaux.count(), copie.collecte.themes.first().synthese) == (0, "")


def archive_de(identite: Identite, dossier: Dossier) -> dict[str, bytes]:
    dossier = Dossier.objects.visibles_par(identite).get(pk=dossier.pk)
    lus = {}
    for chemin, contenu in outil.archiver(identite, dossier):
        if isinstance(contenu, Stocke):
            with default_storage.open(contenu.nom) as flux:
                contenu = flux.read()
        lus[chemin] = contenu
    return lus


def test_the_archive_takes_what_its_reader_may_see_files_and_table(
    elle, bachir, affaire, themes, indice, photo
):
    image = photo("La file", consentement="donne")
    services.ranger(identite=elle, casier=themes[0], materiaux=[image])
    indice("=HYPERLINK(1)")
    indice("Réservé", portee_lecture="reserve")
    pieces = archive_de(bachir, affaire)
    lignes = list(csv.reader(io.StringIO(pieces["indices.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [ligne[0] for ligne in lignes] == ["Titre", "La file", "'=HYPERLINK(1)"]
    assert lignes[1][10] == "Venir"
    assert pieces[lignes[1][13]][:2] == b"\xff\xd8"
    assert "Réservé" in archive_de(elle, affaire)["indices.csv"].decode()
