"""Who is in front of the table: seen at once, gone when she no longer asks, cheap however many they are."""

import time
from uuid import UUID

import pytest
from redis import Redis

from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau import presence
from tests.eclaireurs.evaluation.conclave.tableau.test_pages import suivre
from tests.outils.tableaux import navigateur_de

pytestmark = pytest.mark.django_db
LIGNE = UUID(int=7)


def qui(rang: int, nom: str = "") -> Convive:
    return Convive(UUID(int=rang), nom or f"Convive {rang:02}", "Lecture publique", anime=False)


def test_everybody_is_seen_once_by_name_where_she_is_now():
    for rang in (2, 1, 3):
        presence.signaler(41, qui(rang), None)
    presence.signaler(41, qui(2), LIGNE)
    presence.signaler(42, qui(9), None)
    vus = [(p.nom, p.ligne) for p in presence.presents(41)]
    assert vus == [("Convive 01", ""), ("Convive 02", str(LIGNE)), ("Convive 03", "")]


def test_who_no_longer_asks_has_left(monkeypatch):
    presence.signaler(43, qui(1), None)
    monkeypatch.setattr(presence, "PRESENCE", 1)
    presence.signaler(43, qui(2), None)
    presence.signaler(44, qui(3), None)
    time.sleep(1.1)
    monkeypatch.undo()
    presents = presence.signaler(44, qui(4), None)
    assert [p.nom for p in presents] == ["Convive 04"]


@pytest.mark.parametrize("nom", ['Él\u00efse d’Ô\u00a0», ["x"]', "9 lignes\nde nom", "%s %d %", "☂"])
def test_a_name_is_told_as_it_is_written(nom):
    assert [p.nom for p in presence.signaler(45, qui(1, nom), None)] == [nom]


def test_a_screen_that_waits_asks_redis_twice_however_many_are_there(table, nolwenn, monkeypatch):
    client, depuis = navigateur_de(nolwenn), table.relire().version
    for rang in range(50):
        presence.signaler(table.tableau.pk, qui(rang), None)
    etiquette = suivre(client, table, depuis)["ETag"]
    demandes, executer = [], Redis.execute_command

    def compter(self, *arguments, **options):
        demandes.append(arguments[0])
        return executer(self, *arguments, **options)

    monkeypatch.setattr(Redis, "execute_command", compter)
    assert suivre(client, table, depuis, etiquette).status_code == 304
    assert demandes == ["GET", "EVAL"]
