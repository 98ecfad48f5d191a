"""The survey as a tool of the dossier: its step, what waits, its copy, its archive, its erasure."""

import csv
import io
from uuid import uuid4

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.dossiers.models import Dossier
from communs.fichiers.models import Fichier
from eclaireurs.evaluation.enquete import outil
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete
from tests.fichiers import fabrique
from tests.outils.enquetes import TEXTE, clore, contribuer, decider, joindre, ouvrir_un_relais

pytestmark = pytest.mark.django_db


def frais(enquete: Enquete) -> Dossier:
    return Dossier.objects.get(pk=enquete.dossier_id)


def test_its_step_says_what_comes_next_and_whose_turn_it_is(administratrice, equipe):
    etape = outil.etape(Dossier.objects.get(pk=equipe.dossier.pk))
    assert (etape.etat, etape.commence, etape.fini) == ("En préparation", False, False)


def test_it_is_done_once_closed_and_all_read(administratrice, enquete):
    contribution = contribuer(enquete)
    assert outil.etape(frais(enquete)).suite == "Relire les contributions reçues."
    clore(administratrice, enquete)
    assert not outil.etape(frais(enquete)).fini
    decider(administratrice, contribution, "refuser", "Hors du sujet.")
    assert outil.etape(frais(enquete)).fini


def test_what_waits_is_said_to_who_moderates_alone(equipe, enquete):
    contribuer(enquete), contribuer(enquete, "Un autre avis.")
    for role in ("evaluateur", "applicateur"):
        ((_, attente),) = outil.attentes(equipe.identite(role), [frais(enquete)])
        assert attente.texte == "2 contributions à relire"
    assert list(outil.attentes(equipe.identite("comite"), [frais(enquete)])) == []


def test_what_waits_in_many_dossiers_costs_what_it_costs_in_one(
    administratrice, collectivite, enquete, django_assert_num_queries
):
    from tests.outils.evaluations import creer_evaluation

    identite = Identite(administratrice)
    contribuer(enquete)
    ailleurs = [creer_evaluation(administratrice, collectivite).dossier for _ in range(3)]
    tous = list(
        Dossier.objects.visibles_par(identite)
        .select_related("collectivite")
        .filter(pk__in=[enquete.dossier_id, *(d.pk for d in ailleurs)])
    )
    with django_assert_num_queries(3):
        assert len(list(outil.attentes(identite, tous))) == 1


def test_a_copy_takes_the_words_and_neither_dates_nor_contributions(administratrice, collectivite, enquete):
    contribuer(enquete)
    copie = dossiers.copier(
        identite=Identite(administratrice),
        dossier=enquete.dossier,
        collectivite=collectivite,
        titre="L’an prochain",
        demande=uuid4(),
    )
    sienne = Enquete.objects.get(dossier=copie)
    assert sienne.introduction == enquete.introduction
    assert (sienne.etat, sienne.ouvre_le, sienne.contributions.count()) == ("preparation", None, 0)
    assert sienne.code != enquete.code


def test_the_archive_of_a_moderator_has_every_contribution_and_no_address(medias, equipe, enquete):
    contribution = contribuer(
        enquete, "=1+1", courriel="lea@ailleurs.example", relais=ouvrir_un_relais(enquete)
    )
    joindre(contribution, "file.jpg", fabrique.jpeg())
    contenu = dict(outil.archiver(equipe.identite("evaluateur"), frais(enquete)))
    assert set(contenu) == {"enquete.md", "contributions.csv", "fichiers/0001-file.jpg"}
    texte = contenu["contributions.csv"].decode("utf-8-sig")
    assert "lea@ailleurs.example" not in texte
    (_, ligne) = csv.reader(io.StringIO(texte), delimiter=";")
    assert ligne[3] == "Fatou, Accueil de la mairie"
    assert ligne[5].startswith("'"), "une formule n’est pas exécutée par un tableur"


def test_the_archive_of_others_has_what_the_public_was_told(equipe, enquete):
    contribuer(enquete)
    contenu = dict(outil.archiver(equipe.identite("comite"), frais(enquete)))
    assert set(contenu) == {"enquete.md"}
    assert TEXTE not in contenu["enquete.md"].decode()


def test_a_dossier_erased_takes_its_survey_along(medias, administratrice, enquete):
    contribution = contribuer(enquete)
    joindre(contribution, "file.jpg", fabrique.jpeg())
    decider(administratrice, contribution, "accepter")
    autre = contribuer(enquete, "Un autre avis.")
    joindre(autre, "autre.jpg", fabrique.jpeg())
    dossiers.effacer(frais(enquete))
    assert (Enquete.objects.count(), Contribution.objects.count()) == (0, 0)
    assert Fichier.objects.sans_attache().count() == 2, "balayés dans la journée"
