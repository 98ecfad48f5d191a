"""What is printed: the programme and the balance sheet, with nothing and with a lot."""

import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.livrets import services as livrets
from communs.livrets.gabarits import gabarit
from communs.livrets.models import Livret
from communs.livrets.rendu import composer
from eclaireurs.evaluation.fete.enums import BILAN, PROGRAMME
from eclaireurs.evaluation.fete.models import Affichage, Atelier, Fete
from tests.eclaireurs.evaluation.fete.test_decisions import conduire, noter, trancher
from tests.outils.fetes import avancer, creneau, preparer, proposer, salle
from tests.outils.papier import mots_de

pytestmark = pytest.mark.django_db


def pages(cle, fete):
    fete = Fete.objects.select_related("collectivite").get(pk=fete.pk)
    return composer(gabarit(cle), fete, {}).html


def test_the_balance_sheet_tells_the_day_evaluation_by_evaluation(membre, fete, en_oeuvre):
    atelier = proposer(membre, fete, salle=salle(fete), creneau=creneau(fete), dossier=en_oeuvre.dossier)
    decision = noter(membre, atelier, conduire(en_oeuvre, "bloquer"))
    html = pages(BILAN, fete)
    assert "Panne." in html
    assert "prête son camion" not in html  # noted is not decided
    trancher(en_oeuvre.identite("applicateur"), decision)
    html = pages(BILAN, fete)
    assert "prête son camion" in html
    assert "Finir le bus des livres" in html


def test_a_day_without_anything_still_makes_its_sheets(client_de, membre, administratrice, collectivite):
    fete = avancer(administratrice, preparer(administratrice, collectivite), "annoncer")
    client = client_de(membre)
    assert client.post(fete.adresse("fete:imprimer", "bilan")).status_code == 404  # before the day: none
    assert "Libre" in pages(PROGRAMME, fete)
    fete = avancer(administratrice, fete, "ouvrir")
    assert client.post(fete.adresse("fete:imprimer", "bilan")).status_code == 302
    assert "Aucune évaluation n’est au mur" in pages(BILAN, fete)
    assert client.post(fete.adresse("fete:imprimer", "autre")).status_code == 404


def imprimer(cle, fete, compte) -> bytes:
    """The file that the task makes."""
    livret = livrets.demander(gabarit=cle, objet=fete, identite=Identite(compte))
    tirage = livrets.fabriquer(livret.tirage_id)
    assert tirage.etat == "pret", tirage.erreur
    with default_storage.open(tirage.fichier) as flux:
        return flux.read()


def cotes(octets: bytes) -> list[tuple[int, int]]:
    """Of each page, in millimetres."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return [tuple(round(float(n) * 25.4 / 72) for n in page.mediabox[2:]) for page in pdf.pages]


def test_the_programme_prints_on_one_sheet_for_the_wall(medias, membre, fete):
    proposer(membre, fete, salle=salle(fete), creneau=creneau(fete))
    programme = imprimer(PROGRAMME, fete, membre)
    assert cotes(programme) == [(420, 297)]
    mots = mots_de(programme)
    assert "Finir le bus des livres" in mots
    assert "Halle aux voiles" in mots
    assert mots.count("Libre : écrivez ici l’atelier que vous proposez") == 1


def test_the_balance_sheet_prints_with_nothing_and_with_a_full_day(medias, membre, fete, en_oeuvre):
    vide = imprimer(BILAN, fete, membre)
    assert set(cotes(vide)) == {(210, 297)}
    Affichage.objects.create(fete=fete, dossier=en_oeuvre.dossier)
    for rang in range(12):
        atelier = proposer(membre, fete, f"Atelier {rang}", dossier=en_oeuvre.dossier)
    Atelier.objects.filter(fete=fete).update(compte_rendu="On a parlé longtemps. " * 60)
    Atelier.objects.filter(pk=atelier.pk).update(salle=salle(fete), creneau=creneau(fete))
    decision = noter(membre, Atelier.objects.get(pk=atelier.pk), conduire(en_oeuvre, "bloquer"))
    trancher(en_oeuvre.identite("applicateur"), decision)
    bilan = imprimer(BILAN, fete, membre)
    mots = mots_de(bilan)
    assert "Décidé le jour de la fête" in mots
    assert "prête son camion" in mots
    assert "Atelier 11" in mots
    assert "On a parlé longtemps." in mots
    with pikepdf.open(io.BytesIO(bilan)) as pdf, pdf.open_outline() as signets:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]).replace("\xa0", " ") == "Bilan : Fête de l’évaluation 2026"
        assert len(signets.root) > 0


def test_a_stranger_does_not_read_a_booklet_whose_address_she_was_given(client_de, membre, etrangere, fete):
    client_de(membre).post(fete.adresse("fete:imprimer", "programme"))
    livret = reverse("livrets:livret", args=[Livret.objects.get().uuid])
    assert client_de(membre).get(livret).status_code == 200
    assert client_de(etrangere).get(livret).status_code == 404
