"""Every door of the report, its annex, its tool in the dossier."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.desirable import outil
from eclaireurs.evaluation.desirable.models import Desirable
from tests.outils.dossiers import faire_venir

pytestmark = pytest.mark.django_db

SCREENS = ("composer", "titre_desirable", "apercu_desirable")
GESTES = ("choisir_piece", "placer_piece", "sortir_piece")


def publie(affaire) -> str:
    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    return affaire.rapport.adresse


def donnees(adresse: str, nom: str):
    return Client().get(reverse("rapports:donnees", args=[adresse, 1, nom]))


def test_a_stranger_finds_nothing_and_a_committee_member_may_read_but_not_compose(
    affaire, etrangere, membre, administratrice, autre_collectivite, client_de
):
    ailleurs = client_de(etrangere)
    for nom in ("desirable", *SCREENS):
        assert ailleurs.get(affaire.dossier.adresse(f"evaluation:{nom}")).status_code == 404
    faire_venir(administratrice, affaire.dossier, membre.email, "comite")
    comite = client_de(membre)
    page = comite.get(affaire.dossier.adresse("evaluation:desirable"))
    assert page.status_code == 200
    assert "Composer" not in page.content.decode()
    for nom in SCREENS:
        assert comite.get(affaire.dossier.adresse(f"evaluation:{nom}")).status_code == 403
    for nom in GESTES:
        assert comite.post(affaire.dossier.adresse(f"evaluation:{nom}")).status_code == 403
    assert comite.post(affaire.dossier.adresse("evaluation:epreuve_desirable", "livret")).status_code == 403


def test_the_applicateur_composes_and_only_the_evaluateur_publishes(affaire, client_de):
    affaire.tout_choisir()
    affaire.intituler()
    applicateur = client_de(affaire.evaluation.identite("applicateur").compte)
    assert applicateur.get(affaire.dossier.adresse("evaluation:composer")).status_code == 200
    envoi = {"geste": "publier", "version": affaire.rapport.version}
    assert applicateur.post(affaire.dossier.adresse("evaluation:etape_desirable"), envoi).status_code == 403
    assert affaire.rapport.etat == "brouillon"


def test_a_damaged_gesture_changes_nothing(affaire, navigateur):
    affaire.tout_choisir()
    avant = list(affaire.rapport.pieces.values_list("uuid", "numero"))
    for nom, envoi in (
        ("placer_piece", {}),
        ("placer_piece", {"piece": "rien", "rang": "x", "version": "0"}),
        ("sortir_piece", {"piece": "rien"}),
    ):
        assert navigateur.post(affaire.dossier.adresse(f"evaluation:{nom}"), envoi).status_code == 400
    assert list(affaire.rapport.pieces.values_list("uuid", "numero")) == avant


def test_the_annex_is_open_data_without_anybody_s_name(affaire):
    affaire.deposer(
        genre="chiffre", titre="=HYPERLINK(1)", valeur="12400.5", unite="prêts", consentement="sans_objet"
    )
    affaire.evaluation.plan.actions.update(note="Voir avec Solène.")
    adresse = publie(affaire)
    tables = {}
    for nom in ("preconisations", "actions", "taches", "chiffres"):
        reponse = donnees(adresse, f"{nom}.csv")
        assert reponse["Content-Type"] == "text/csv; charset=utf-8"
        texte = reponse.content.decode("utf-8-sig")
        assert "Agent" not in texte and "Solène" not in texte
        tables[nom] = list(csv.DictReader(io.StringIO(texte), delimiter=";"))
    assert [len(t) for t in tables.values()] == [2, 4, 8, 1]
    assert tables["actions"][0] == {
        "code": "1.1",
        "preconisation": "1",
        "titre": "Action 1.1",
        "etat": "Retenue",
        "rang": "",
        "service": "Direction de la culture",
        "debut": "",
        "fin": "",
    }
    assert tables["chiffres"][0]["titre"] == "'=HYPERLINK(1)"
    assert tables["chiffres"][0]["valeur"] == "12400,5"
    paquet = json.loads(donnees(adresse, "metadonnees.json").content)
    assert paquet["licenses"][0]["name"] == "etalab-2.0"
    for ressource in paquet["resources"]:
        colonnes = [champ["name"] for champ in ressource["schema"]["fields"]]
        assert all(champ["description"] for champ in ressource["schema"]["fields"])
        assert colonnes == list(tables[ressource["name"]][0])
    assert donnees(adresse, "autre.csv").status_code == 404


def test_the_spreadsheet_explains_itself_and_computes_nothing(affaire):
    affaire.deposer(
        genre="chiffre", titre="=1+1", valeur="7", unite="", consentement="sans_objet", texte="a\tb  c"
    )
    octets = donnees(publie(affaire), "donnees.ods").content
    with ZipFile(io.BytesIO(octets)) as archive:
        contenu = archive.read("content.xml").decode()
    assert "table:formula" not in contenu
    for dit in ("Lisez-moi", "Licence Ouverte 2.0", "Empreinte SHA-256", "Action 2.2", "Tâches", "'=1+1"):
        assert dit in contenu.replace("&apos;", "'")


@pytest.mark.parametrize("nom", ["donnees.ods", "chiffres.csv", "metadonnees.json"])
def test_files_made_on_demand_are_not_asked_for_without_end(affaire, settings, nom):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "rapports_donnees": "2/m/ip"}
    adresse = publie(affaire)
    assert [donnees(adresse, nom).status_code for _ in range(3)] == [200, 200, 429]


def test_hostile_words_stay_words_in_page_and_booklets(affaire, navigateur):
    from communs.livrets.gabarits import gabarit
    from communs.livrets.rendu import composer

    mechant = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    affaire.deposer(mechant, titre=mechant[:100])
    affaire.tout_choisir()
    affaire.intituler(mechant, chapeau=mechant)
    version = affaire.publier()
    pages = [Client().get(affaire.rapport.adresse_publique()).content.decode()]
    pages += [composer(gabarit(f"desirable-{forme}"), version, {}).html for forme in ("journal", "livret")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_tool_says_where_it_stands_and_what_waits(affaire):
    def attendu(identite: Identite) -> list[str]:
        dossier = Dossier.objects.visibles_par(identite).get(pk=affaire.dossier.pk)
        return [attente.texte for _, attente in outil.attentes(identite, [dossier])]

    assert (outil.etape(affaire.dossier).commence, outil.etape(affaire.dossier).fini) == (False, False)
    assert len(attendu(affaire.elle)) == 1
    assert attendu(affaire.evaluation.identite("comite")) == []
    publie(affaire)
    assert outil.etape(affaire.dossier).fini
    assert attendu(affaire.elle) == []
    archive = dict(outil.archiver(affaire.elle, affaire.dossier))
    assert list(archive) == ["version-01.json"]
    assert json.loads(archive["version-01.json"])["entete"]["titre"] == "Le bus qui prête des livres"


def test_another_collectivite_reads_it_in_public_and_nothing_else(affaire, etrangere, client_de):
    adresse = publie(affaire)
    assert client_de(etrangere).get(reverse("rapports:rapport", args=[adresse])).status_code == 200
    assert client_de(etrangere).get(affaire.dossier.adresse("evaluation:desirable")).status_code == 404
    assert Client().get(reverse("rapports:rapport", args=["inconnu"])).status_code == 404
    assert Desirable.objects.visibles_par(Identite(etrangere)).count() == 0
