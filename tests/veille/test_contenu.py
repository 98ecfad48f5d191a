from django.core.management import call_command

from communs.catalogue.models import Recommandable, Recommandation
from veille.enums import GenreRendezVous
from veille.models import Decouverte, Encadre, Notice, Numero, RendezVous, Rubrique


def test_the_issue_of_october_2018_is_whole(contenu):
    numero = Numero.objects.publies().get()

    assert str(numero) == "En quelques clics, hors-série n°\xa02"
    assert str(numero.parue) == "octobre 2018"
    assert numero.parutions.filter(rubrique=None).count() == 1
    assert [r.parutions.count() for r in Rubrique.objects.order_by("rang")] == [7, 5, 15, 12, 10, 7]
    boites = Encadre.objects.order_by("rubrique__rang")
    assert [boite.decouvertes.count() for boite in boites] == [2, 3, 1, 5, 4]
    assert Decouverte.objects.count() == 15
    assert RendezVous.objects.count() == 5
    assert RendezVous.objects.filter(genre=GenreRendezVous.ECHEANCE).count() == 1


def test_every_notice_is_public_titled_filed_and_summed_up(contenu):
    assert Notice.objects.en_vue().count() == 57
    assert not Notice.objects.filter(titre="").exists()
    assert not Notice.objects.filter(resume="").exists()
    assert not Notice.objects.filter(themes=None).exists()


def test_its_notices_are_found_and_recommended(contenu):
    assert Recommandable.objects.filter(type="notice").count() == 57
    assert Recommandable.objects.filter(type="numero").count() == 1
    connues = set(Recommandable.objects.filter(type="notice").values_list("cle", flat=True))
    vers = Recommandation.objects.filter(cible_type="notice")
    assert set(vers.values_list("cible_cle", flat=True)) <= connues
    assert set(vers.values_list("origine_type", flat=True)) == {
        *("style", "concept", "etape", "pratique"),  # Sonar's
        *("teinte", "episode", "outil"),
    }


def test_loading_twice_writes_nothing(contenu):
    avant = list(Notice.objects.order_by("pk").values_list("pk", "modifie_le"))

    call_command("charger_contenu", verbosity=0)

    assert list(Notice.objects.order_by("pk").values_list("pk", "modifie_le")) == avant
