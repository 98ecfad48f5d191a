"""One evaluation from its frame to its fête: everybody plays her part, nobody types what Vigie knows.

`ecrit` refuses a text that anybody typed before; what a tool must know of the previous ones is read there.
At the end, the administrator of another collectivité and somebody without account ask for every address of
the journey.
"""

import pytest
from django.test import Client

from communs.collectivites.models import Adhesion, Collectivite, Compte, Service
from eclaireurs.evaluation.enquete import forms_publics
from tests.conftest import creer_compte
from tests.outils import scenes_du_plan as plan
from tests.outils import scenes_du_terrain as terrain
from tests.outils.journee import Journee
from tests.outils.scenes_du_terrain import TITRE, Troupe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

# What is public by its nature, or opened by a secret that its holder was given.
PUBLIQUES = ("/enquete/", "/relais/", "/conclave/", "/eclaireurs/", "/dossiers/invitation/", "/sante/")


@pytest.fixture
def troupe(site: str, administratrice: Compte, collectivite: Collectivite) -> Troupe:
    voirie = Service.objects.create(collectivite=collectivite, nom="Voirie")

    def agent(prenom: str, nom: str, **champs: object) -> Compte:
        adresse = f"{prenom.lower().replace('é', 'e')}@port-lumiere.example"
        compte = creer_compte(adresse, prenom=prenom, nom=nom)
        Adhesion.objects.create(compte=compte, collectivite=collectivite, **champs)
        return compte

    for prenom in ("Brieuc", "Clet"):
        agent(prenom, "Riou", service=voirie, fonction="agent")
    return Troupe(
        alice=administratrice,
        eva=agent("Éva", "Morvan", fonction="agent"),
        paul=agent("Paul", "Tanguy", fonction="agent"),
        solenn=agent("Solenn", "Corre", fonction="elu", service=voirie),
        anne=agent("Anne", "Le Du", fonction="agent", service=voirie),
        jeanne=creer_compte("jeanne@gazette.example", prenom="Jeanne", nom="Quéré"),
    )


def test_one_evaluation_from_its_frame_to_its_fete(
    ouvrir, troupe, etrangere, autre_collectivite, monkeypatch
):
    monkeypatch.setattr(forms_publics, "AGE_MIN", 0)  # a machine reads faster than a person
    journee = Journee(ouvrir)
    eva = journee.entre("Éva", "/espace/port-lumiere/dossiers/", troupe.eva)
    base = terrain.eva_ouvre_le_dossier(eva)
    jeanne = terrain.eva_reunit_son_monde(journee, eva, base, troupe)
    paul = journee.entre("Paul", base, troupe.paul)
    solenn = journee.entre("Solenn", base, troupe.solenn)
    anne = journee.entre("Anne", base, troupe.anne, largeur=390)
    terrain.eva_ecrit_le_cadre_et_solenn_le_valide(eva, solenn, base)
    terrain.la_collecte_est_rangee_puis_debattue(eva, anne, solenn, base)
    terrain.l_enquete_va_chez_les_gens(journee, eva, paul, base)
    plan.eva_remet_son_rapport(eva, base)
    plan.paul_prevoit_une_action(paul, base)
    tiree = plan.le_sort_designe_une_personne(journee, eva, paul, base)
    plan.le_conclave_travaille(eva, solenn, tiree, base)
    plan.le_comite_final_choisit(paul, solenn, jeanne, base)
    plan.anne_fait_sa_tache(anne, paul, base)
    plan.eva_publie_le_rapport_desirable(journee, eva, base)
    plan.la_fete_debloque(journee, troupe, eva, paul, anne, solenn, base)
    personne_d_ailleurs_n_en_voit_rien(journee, etrangere)


def personne_d_ailleurs_n_en_voit_rien(journee: Journee, etrangere: Compte) -> None:
    """Every address that the journey asked for: 404 for the administrator of another collectivité, the
    sign-in page for nobody; neither her lists nor her search name it."""
    privees = [(m, a) for m, a in journee.adresses if not a.startswith(PUBLIQUES)]
    assert len(privees) > 80
    chloe, personne = Client(), Client()
    chloe.force_login(etrangere)
    vues = [(m, a, chloe.generic(m, a).status_code) for m, a in privees]
    assert [vue for vue in vues if vue[2] != 404] == []
    sans_compte = [(m, a, personne.generic(m, a)) for m, a in privees]
    fuites = [
        (m, a, r.status_code)
        for m, a, r in sans_compte
        if not (r.status_code == 302 and r["Location"].startswith("/compte/"))
    ]
    assert fuites == []
    for chemin in ("/espace/", "/espace/dossiers/", "/espace/kermadec/dossiers/", "/espace/kermadec/fetes/"):
        assert TITRE not in chloe.get(chemin, follow=True).content.decode()
    assert TITRE not in chloe.get("/recherche/", {"q": "navette"}, follow=True).content.decode()
