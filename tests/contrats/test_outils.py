"""Every registered tool of the evaluation is whole; what is missing names the file to fill.

docs/ajouter-un-outil.md goes with it. Tools come from `eclaireurs/evaluation/inscrits.py` alone.
"""

from importlib import import_module
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Outil, genre
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.inscrits import HORS_DOSSIER, OUTILS, PIECES
from eclaireurs.models import Fiche
from eclaireurs.outils import trouver
from tests.contrats.adresses import NOTRES
from tests.contrats.test_dossiers import codes
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db

RACINE = Path("eclaireurs/evaluation")
SANS_OUTIL = {"demonstration", "management", "migrations"}  # folders of the episode that are no tool

CHACUN = pytest.mark.parametrize("cle", (*OUTILS, *HORS_DOSSIER))
DU_DOSSIER = pytest.mark.parametrize("cle", OUTILS)


def outil(cle: str) -> Outil:
    return import_module(f"eclaireurs.evaluation.{cle}.outil").OUTIL


def relu(dossier: Dossier, identite: Identite) -> Dossier:
    """As a view obtains it."""
    return Dossier.objects.visibles_par(identite).select_related("collectivite").get(pk=dossier.pk)


def test_un_dossier_de_l_episode_est_inscrit():
    presents = {d.name for d in (settings.BASE_DIR / RACINE).iterdir() if (d / "__init__.py").is_file()}
    inscrits = {cle.split(".")[0] for cle in (*OUTILS, *PIECES, *HORS_DOSSIER)}
    assert presents - SANS_OUTIL == inscrits, f"à inscrire : {RACINE}/inscrits.py"


@DU_DOSSIER
def test_la_cle_d_un_outil_est_le_nom_de_son_dossier(cle: str):
    assert outil(cle).cle == cle, f"à corriger : {RACINE}/{cle}/outil.py, « cle »"
    assert outil(cle).adresse in NOTRES, f"à compléter : {RACINE}/{cle}/urls.py, « {outil(cle).adresse} »"


@CHACUN
def test_un_outil_est_presente_au_public(cle: str, contenu):
    presente = trouver("evaluation", cle)
    assert presente is not None, f"à compléter : eclaireurs/outils.py, un Outil de slug « {cle} »"
    fiches = Fiche.objects.filter(episode__cle="evaluation", outil=cle)
    assert fiches.exists(), f"à compléter : fixtures/eclaireurs/evaluation.yaml, la fiche « {cle} »"
    dessin = Path("templates") / presente.dessin
    assert (settings.BASE_DIR / dessin).is_file(), f"à dessiner : {dessin}"


@CHACUN
def test_un_outil_dit_qui_y_fait_quoi(cle: str):
    siennes = [regle for regle in rules.permissions.permissions if regle.startswith(f"{cle}.")]
    assert siennes, f"à compléter : {RACINE}/{cle}/permissions.py, des règles « {cle}.… »"


@CHACUN
def test_un_outil_a_sa_page_de_documentation(cle: str):
    pages = [page.read_text() for page in (settings.BASE_DIR / "docs").glob("*.md")]
    assert any(f"{RACINE}/{cle}" in page for page in pages), (
        f"à écrire : docs/{cle}.md, qui nomme {RACINE}/{cle}"
    )


@DU_DOSSIER
def test_un_dossier_neuf_a_deja_la_ligne_de_chaque_outil(cle: str, administratrice, collectivite):
    dossier = creer_evaluation(administratrice, collectivite).dossier
    siens = [
        modele
        for modele in apps.get_app_config("evaluation").get_models()
        if modele.__module__.startswith(f"eclaireurs.evaluation.{cle}.models")
        and any(f.one_to_one and f.related_model is Dossier for f in modele._meta.fields)
    ]
    for modele in siens:
        assert modele._base_manager.filter(dossier=dossier).exists(), (
            f"à compléter : {RACINE}/{cle}/outil.py, « ouvrir » ne crée pas {modele.__name__}"
        )


@DU_DOSSIER
def test_la_page_d_un_outil_s_ouvre_a_chaque_role(cle: str, client_de, administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    page = evaluation.dossier.adresse(outil(cle).adresse)
    for role, participant in evaluation.gens.items():
        reponse = client_de(participant.compte).get(page)
        assert reponse.status_code == 200, f"à corriger : {RACINE}/{cle}/views.py, fermée au rôle « {role} »"


@DU_DOSSIER
def test_l_archive_emporte_chaque_outil(cle: str, decor):
    identite = Identite(decor.administratrice)
    fichiers = list(outil(cle).archiver(identite, relu(decor.evaluation.dossier, identite)))
    assert fichiers, (
        f"rien à emporter : « archiver » de {RACINE}/{cle}/outil.py, ou ce que le décor lui donne "
        "(tests/outils/evaluations.py, evaluation_du_decor)"
    )
    assert all(chemin and not chemin.startswith("/") for chemin, _ in fichiers)


@pytest.mark.contrat
def test_le_dossier_de_demonstration_montre_chaque_outil(settings, monkeypatch, contenu):
    settings.VIGIE_DEMO = True
    monkeypatch.setenv("VIGIE_DEMO", "1")
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_evaluation", verbosity=0)
    dossier = Dossier.objects.get(genre="evaluation")
    vides = [o.cle for o in genre("evaluation").outils if not o.etape(dossier).commence]
    assert vides == [], f"à raconter : {RACINE}/demonstration/, appelé par charger_demo_evaluation"


# --- their addresses -----------------------------------------------------------------------------

ADRESSES = sorted(nom for nom in NOTRES if nom.startswith("evaluation:"))


@pytest.mark.contrat
@pytest.mark.parametrize("qui", ["etrangere", "membre"])
def test_qui_ne_lit_pas_le_dossier_n_apprend_rien_d_un_outil(qui: str, client_de, decor):
    """The member is of the collectivité and takes no part: the dossier is private."""
    obtenus = codes(client_de(getattr(decor, qui)), decor, ADRESSES)
    ouvertes = {nom: code for nom, code in obtenus.items() if code != 404}
    assert ouvertes == {}, "à fermer : la vue n’obtient pas son dossier par obtenir_dossier"


@pytest.mark.contrat
def test_aucune_adresse_d_un_outil_ne_se_casse(client_de, decor):
    obtenus = codes(client_de(decor.administratrice), decor, ADRESSES)
    assert {nom: code for nom, code in obtenus.items() if code >= 500} == {}
