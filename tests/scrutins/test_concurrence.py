"""Several people, or one twice, at the same instant, on a real PostgreSQL."""

import pytest
from django.core.exceptions import ValidationError

from communs.scrutins import codes, urne
from communs.scrutins.enums import Electorat
from communs.scrutins.models import Emargement, Scrutin
from communs.scrutins.resultats import egaux
from communs.scrutins.urne import DejaVote, Electeur
from communs.web.erreurs import Refus
from tests.collectivites.test_concurrence import ensemble
from tests.outils.scrutins import donner_des_codes, ouvrir, pas, preparer, voter

pytestmark = pytest.mark.django_db(transaction=True)


def une_fois(geste):
    """Whatever the box refuses, in the terms of `ensemble`."""

    def _geste():
        try:
            geste()
        except (DejaVote, Refus) as erreur:
            raise ValidationError("refusé") from erreur

    return _geste


def test_un_participant_qui_envoie_deux_fois_au_meme_instant_vote_une_fois(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    issues = ensemble(*[une_fois(lambda: voter(scrutin, 1, 2, 3, 4, compte=membre))] * 4)
    assert issues == ["fait", *["refusé"] * 3]
    assert egaux(scrutin) == [((1, 2, 3, 4), 1)]
    assert Emargement.objects.count() == 1


def test_un_code_presente_deux_fois_au_meme_instant_vote_une_fois(administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES)
    (clair,) = donner_des_codes(administratrice, scrutin, 1)
    scrutin = pas(administratrice, scrutin, "ouvrir")
    electeur = Electeur(code=codes.trouver(scrutin, clair))
    ensemble(*[une_fois(lambda: urne.deposer(scrutin=scrutin, electeur=electeur, valeurs=(1, 2, 3, 4)))] * 4)
    assert scrutin.bulletins.count() == Emargement.objects.count() == 1


def test_clore_pendant_qu_on_vote_ne_perd_ni_n_ajoute_de_bulletin(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN)
    votes = [une_fois(lambda: voter(scrutin, 1, 2, 3, 4))] * 3
    ensemble(*votes, lambda: pas(administratrice, scrutin, "clore"))
    clos = Scrutin.objects.get(pk=scrutin.pk)
    assert clos.etat == "clos"
    assert clos.bulletins.count() == clos.emargements.count()
