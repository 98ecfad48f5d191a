"""Two loads at once, and an editor who saves while content is being loaded."""

import threading
import time
from dataclasses import replace

import pytest
import yaml
from django.db import connection, transaction

from communs.catalogue.models import Recommandable
from communs.echanges.models import Livraison
from communs.echanges.rapport import Issue
from communs.echanges.services import charger
from tests.echanges.conftest import lue

pytestmark = pytest.mark.django_db(transaction=True)


def en_parallele(travail, *args) -> tuple[threading.Thread, list]:
    """Start `travail` with a connection of its own; its result or its exception comes in the list."""
    rendu: list = []

    def executer() -> None:
        try:
            rendu.append(travail(*args))
        except Exception as erreur:
            rendu.append(erreur)
        finally:
            connection.close()

    fil = threading.Thread(target=executer)
    fil.start()
    return fil, rendu


def attendre_un_bloque() -> None:
    """Wait until another connection of this database waits for a lock."""
    for _ in range(1000):
        with connection.cursor() as curseur:
            curseur.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                " WHERE NOT l.granted AND a.datname = current_database()"
            )
            if curseur.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Personne n’attend de verrou")


def ecrire(corpus, **fiches) -> None:
    contenu = [{"cle": cle, "adresse": f"/{cle}/", **champs} for cle, champs in fiches.items()]
    corpus.fichier.write_text(yaml.safe_dump({"fiches": contenu}))


def test_the_second_of_two_loads_waits_and_finds_nothing_to_do(corpus):
    ecrire(corpus, **{f"fiche-{n}": {"titre": f"Fiche {n}"} for n in range(20)})
    autre: list = []

    def lancer_l_autre() -> None:
        autre.extend(en_parallele(charger, corpus))
        attendre_un_bloque()

    premier = charger(replace(corpus, apres=lancer_l_autre))
    fil, rendu = autre
    fil.join()
    assert premier.nombre(Issue.CREE) == 20
    assert [r.nombre(Issue.INCHANGE) for r in rendu] == [20]
    assert (Recommandable.objects.count(), Livraison.objects.count()) == (20, 20)


def test_an_edit_that_was_being_saved_survives_the_load(corpus):
    ecrire(corpus, bouee={"titre": "B"})
    charger(corpus)
    ecrire(corpus, bouee={"titre": "B2"})
    with transaction.atomic():
        Recommandable.objects.filter(cle="bouee").update(titre="Ma bouée")
        fil, rendu = en_parallele(charger, corpus)
        attendre_un_bloque()
    fil.join()
    assert lue("bouee").titre == "Ma bouée"
    assert [r.nombre(Issue.CONFLIT) for r in rendu] == [1]


def test_an_edit_saved_during_the_load_comes_after_it(corpus):
    ecrire(corpus, bouee={"titre": "B"})
    charger(corpus)
    ecrire(corpus, bouee={"titre": "B2"})
    editrice: list = []

    def editer() -> None:
        changer = Recommandable.objects.filter(cle="bouee").update
        editrice.extend(en_parallele(lambda: changer(titre="Ma bouée")))
        attendre_un_bloque()

    assert charger(replace(corpus, apres=editer)).nombre(Issue.MIS_A_JOUR) == 1
    editrice[0].join()
    assert editrice[1] == [1]
    assert lue("bouee").titre == "Ma bouée"
    assert charger(corpus).nombre(Issue.GARDE) == 1


def test_a_failure_at_the_end_undoes_the_whole_load(corpus):
    def echouer() -> None:
        raise RuntimeError("panne")

    ecrire(corpus, bouee={"titre": "B"})
    with pytest.raises(RuntimeError):
        charger(replace(corpus, apres=echouer))
    assert not Recommandable.objects.exists()
    assert not Livraison.objects.exists()
