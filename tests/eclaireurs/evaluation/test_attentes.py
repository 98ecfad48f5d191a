"""What waits for somebody across her evaluations: asked once for all of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers import services
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.collecte.models import Apport
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.suivi.models import Tache
from tests.outils.evaluations import creer_evaluation, remplir_la_collecte, remplir_le_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def mener(compte: Compte, collectivite, *, etape: str) -> Dossier:
    """An evaluation in which this person holds every role, so that every tool has something to say."""
    evaluation = creer_evaluation(compte, collectivite)
    remplir_le_plan(evaluation, preconisations=1, actions=1, taches=12)
    evaluation.gens["evaluateur"].roles = sorted(RoleEvaluation.values)
    evaluation.gens["evaluateur"].save()
    remplir_la_collecte(Identite(compte), evaluation.dossier)
    Tache.objects.filter(action__plan=evaluation.plan).update(
        responsable=evaluation.gens["evaluateur"], fin_le=date(2027, 3, 1)
    )
    Rencontre.objects.filter(dossier=evaluation.dossier).update(le=timezone.localdate())
    if etape == "arrete":
        evaluation.arreter()
    elif etape == "presente":
        evaluation.remettre()
        evaluation.presenter()
    return evaluation.dossier


def lire(compte: Compte) -> tuple[list[tuple[Dossier, str]], int]:
    """What waits, and the queries that it took once the dossiers were there."""
    identite = Identite(Compte.objects.get(pk=compte.pk))
    dossiers = list(Dossier.objects.visibles_par(identite).select_related("collectivite").order_by("pk"))
    with CaptureQueriesContext(connection) as requetes:
        trouvees = services.attentes(identite, dossiers)
    return [(dossier, attente.texte) for dossier, attente in trouvees], len(requetes)


def test_twelve_evaluations_cost_the_queries_of_one(administratrice, collectivite):
    mener(administratrice, collectivite, etape="arrete")
    _, requetes = lire(administratrice)
    assert requetes == 20
    for etape in ("arrete", "presente", "preparation") * 3 + ("arrete", "presente"):
        mener(administratrice, collectivite, etape=etape)
    douze, requetes = lire(administratrice)
    assert requetes == 20
    assert len({dossier.pk for dossier, _ in douze}) == 12


def test_each_evaluation_says_what_it_would_say_alone(administratrice, collectivite):
    seules = []
    for etape in ("arrete", "presente", "preparation"):
        dossier = mener(administratrice, collectivite, etape=etape)
        identite = Identite(administratrice)
        relu = Dossier.objects.visibles_par(identite).select_related("collectivite").get(pk=dossier.pk)
        seules += services.attentes(identite, [relu])
    ensemble, _ = lire(administratrice)
    assert sorted((d.pk, texte) for d, texte in ensemble) == sorted((d.pk, a.texte) for d, a in seules)
    arretee = [texte for d, texte in ensemble if d.pk == seules[0][0].pk]
    assert sum(texte.startswith("Tâche") for texte in arretee) == 10, "les dix premières"
    assert sum(texte.startswith("À préparer") for texte in arretee) == 3
    assert "Un apport du comité attend sa suite" in arretee


def test_what_is_of_others_is_not_counted(administratrice, collectivite):
    dossier = mener(administratrice, collectivite, etape="arrete")
    autre = creer_evaluation(administratrice, collectivite)
    Apport.objects.update(suite="Dit", suite_le=timezone.now())
    Tache.objects.update(responsable=None)
    textes = [texte for d, texte in lire(administratrice)[0] if d.pk == autre.dossier.pk]
    assert not any("sa suite" in texte or texte.startswith("Tâche") for texte in textes)
    assert not any("sa suite" in texte for d, texte in lire(administratrice)[0] if d.pk == dossier.pk)
