"""When to remind, at what hour, and how to say it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communs.collectivites.enums import Fuseau
from communs.echeances.calculs import (
    aujourd_hui,
    delai,
    fuseaux_ouverts,
    fuseaux_par_jour,
    lundi,
    objet,
    prochain_rappel,
    quand,
)
from communs.echeances.enums import Quand

LE = date(2026, 6, 15)


def rappels(le: date, nombre: int) -> list[int]:
    """The first reminders of a date, as days from it."""
    jours, dernier = [], None
    for _ in range(nombre):
        dernier = prochain_rappel(le, dernier)
        jours.append((dernier - le).days)
    return jours


def test_a_date_is_recalled_7_days_and_1_day_before_then_late_then_weekly_then_monthly():
    assert rappels(LE, 10) == [-7, -1, 1, 8, 15, 22, 29, 59, 89, 119]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-60, 400))
def test_the_next_reminder_is_the_first_of_the_rule_after_any_day(le, ecart):
    apres = le + timedelta(days=ecart)
    regle = [le + timedelta(days=d) for d in (-7, -1, 1, 8, 15, 22, 29, *range(59, 600, 30))]
    assert prochain_rappel(le, apres) == next(d for d in regle if d > apres)


@pytest.mark.parametrize(
    ("instant", "fuseau", "jour"),
    [
        (datetime(2026, 6, 15, 21, 30, tzinfo=UTC), Fuseau.REUNION, date(2026, 6, 16)),
        (datetime(2026, 6, 15, 21, 30, tzinfo=UTC), Fuseau.PARIS, date(2026, 6, 15)),
        (datetime(2026, 6, 16, 3, 0, tzinfo=UTC), Fuseau.MARTINIQUE, date(2026, 6, 15)),
        (datetime(2026, 6, 15, 13, 0, tzinfo=UTC), Fuseau.NOUVELLE_CALEDONIE, date(2026, 6, 16)),
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), Fuseau.PARIS, date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), Fuseau.PARIS, date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), Fuseau.PARIS, date(2026, 3, 30)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), Fuseau.PARIS, date(2026, 10, 25)),
    ],
)
def test_today_is_what_the_calendar_of_the_place_says(instant, fuseau, jour):
    assert aujourd_hui(instant, fuseau) == jour
    assert fuseau in fuseaux_par_jour(instant)[jour]


@pytest.mark.parametrize(
    ("jour", "premiere", "derniere"),
    [
        (date(2026, 3, 28), 7, 18),  # the last day of winter time: 8:00 there is 7:00 UTC
        (date(2026, 3, 29), 6, 17),  # the day the clock goes forward
        (date(2026, 10, 24), 6, 17),
        (date(2026, 10, 25), 7, 18),  # the day it goes back
    ],
)
def test_decent_hours_follow_the_clock_of_paris_across_its_changes(jour, premiere, derniere):
    ouvertes = [
        h
        for h in range(24)
        if Fuseau.PARIS in fuseaux_ouverts(datetime(jour.year, jour.month, jour.day, h, tzinfo=UTC))
    ]
    assert (ouvertes[0], ouvertes[-1], len(ouvertes)) == (premiere, derniere, 12)


def test_at_six_in_paris_it_is_a_decent_hour_in_la_reunion_and_nowhere_in_the_caribbean():
    ouverts = fuseaux_ouverts(datetime(2026, 6, 15, 4, 0, tzinfo=UTC))
    assert Fuseau.REUNION in ouverts
    assert not {Fuseau.PARIS, Fuseau.MARTINIQUE, Fuseau.GUADELOUPE} & set(ouverts)


def test_every_zone_has_one_date_at_every_hour_of_the_year():
    for heure in range(0, 24 * 366, 7):
        jours = fuseaux_par_jour(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=heure))
        assert sorted(f for zones in jours.values() for f in zones) == sorted(Fuseau.values)


@pytest.mark.parametrize(
    ("ecart", "ou", "texte"),
    [
        (-5, Quand.RETARD, "en retard de 5 jours"),
        (-1, Quand.RETARD, "en retard de 1 jour"),
        (0, Quand.AUJOURD_HUI, "aujourd’hui"),
        (1, Quand.SEMAINE, "demain"),
        (7, Quand.SEMAINE, "dans 7 jours"),
        (8, Quand.PLUS_TARD, "dans 8 jours"),
    ],
)
def test_where_a_date_stands_and_how_it_is_said(ecart, ou, texte):
    assert quand(LE + timedelta(days=ecart), LE) == ou
    assert delai(LE + timedelta(days=ecart), LE) == texte


def test_the_subject_counts_late_first():
    assert objet([Quand.SEMAINE, Quand.RETARD, Quand.RETARD]) == "3 échéances : 2 en retard, 1 à venir"
    assert objet([Quand.AUJOURD_HUI]) == "1 échéance : 1 pour aujourd’hui"


def test_a_week_begins_on_monday():
    assert lundi(date(2026, 6, 15)) == date(2026, 6, 15)
    assert lundi(date(2026, 6, 21)) == date(2026, 6, 15)
