import pytest
from django.core.exceptions import ValidationError

from communs.etats.services import Conflit
from tests.outils.veille import ARTICLE, RAPPORT, creer_notice, creer_themes, nommer_documentaliste
from veille.models import Notice
from veille.notices.fiches import depuis_dict, en_dict, lire
from veille.notices.services import corriger, creer

pytestmark = pytest.mark.django_db


def relue(notice):
    return lire(Notice.objects.entieres().get(pk=notice.pk))


@pytest.mark.parametrize("fiche", [ARTICLE, RAPPORT])
def test_a_fiche_is_read_as_it_was_written(fiche):
    assert relue(creer_notice(fiche)) == fiche


def test_it_travels_as_plain_values():
    assert depuis_dict(en_dict(ARTICLE)) == ARTICLE


def test_a_theme_out_of_the_vocabulary_is_refused():
    with pytest.raises(ValidationError, match="Le vocabulaire ne connaît pas ce thème"):
        creer_notice(themes=("voile",))


def test_two_people_who_correct_one_notice_lose_nothing(membre):
    documentaliste = nommer_documentaliste(membre)
    creer_themes()
    notice = creer(identite=documentaliste, fiche=ARTICLE)
    corriger(identite=documentaliste, notice=notice, fiche=RAPPORT, version_lue=1)

    with pytest.raises(Conflit):
        corriger(identite=documentaliste, notice=notice, fiche=ARTICLE, version_lue=1)

    assert relue(notice) == RAPPORT
