"""The search of the chart with its content multiplied to 20,000 teintes, beside an uncached teinte page.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.nuancier_recherche`.
"""

import os
import random
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product

FAMILLES, PAR_FAMILLE = 25, 800  # 20,000 teintes
RAPPORT_VISE = 5
REQUETES = 400
# Kind of word, share of the queries, in how many teintes it stands.
SORTES = (("rares", 0.70, 1, 20), ("moyens", 0.25, 200, 1000), ("larges", 0.05, 5000, 20_000))
GRAINE = 27
PART_DES_MOTS = 0.75  # of the words of the real texts, those that are exchanged for another of the language
# Syllables: twenty thousand words that look French.
DEBUTS = ("b", "c", "d", "f", "gr", "j", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "pl", "tr")
VOYELLES = ("a", "o", "i", "u", "é", "an", "or", "ou", "er", "al")
SUITES = ("l", "r", "n", "t", "d", "ss", "v", "mb")
FINS = ("eur", "ement", "ation", "age", "ique", "oir", "ance", "iste", "ure", "able", "esse", "ail", "ette")


def _langue(alea: random.Random) -> Callable[[], str]:
    """Words drawn as a language draws them: the n-th most frequent one n times less often (Zipf)."""
    mots = sorted({"".join(morceaux) for morceaux in product(DEBUTS, VOYELLES, SUITES, FINS)})
    alea.shuffle(mots)
    poids = [1 / (rang + 2) for rang in range(len(mots))]
    reserve: list[str] = []

    def tirer() -> str:
        if not reserve:
            reserve.extend(alea.choices(mots, poids, k=100_000))
        return reserve.pop()

    return tirer


def _variante(texte: str, alea: random.Random, tirer: Callable[[], str]) -> str:
    return re.sub(r"\w{4,}", lambda m: tirer() if alea.random() < PART_DES_MOTS else m[0], texte)


def _inserer(modele, objets: Iterator) -> None:
    while lot := list(islice(objets, 5000)):
        modele.objects.bulk_create(lot)


def multiplier() -> float:
    """Fill the chart with variations of its real teintes, index them; seconds that the index took."""
    from nuancier.models import Citation, Element, Etape, Famille, Module, Ressource, Teinte
    from nuancier.recherche.services import reindexer

    alea = random.Random(GRAINE)
    tirer = _langue(alea)
    modeles = list(Teinte.objects.entieres())
    ressources = list(Ressource.objects.order_by("pk"))
    premiere = Famille.objects.order_by("numero").first()
    for numero in range(1, FAMILLES + 1):
        Famille.objects.get_or_create(
            numero=numero,
            defaults={c: getattr(premiere, c) for c in ("nom", "nom_court", "accroche", "introduction")},
        )
    familles = {famille.numero: famille for famille in Famille.objects.all()}

    def dire(texte: str, maximum: int) -> str:
        return _variante(texte, alea, tirer)[:maximum]

    def teintes() -> Iterator:
        for famille in range(1, FAMILLES + 1):
            for numero in range(100, 100 + PAR_FAMILLE):
                origine = modeles[(famille * 7 + numero) % len(modeles)]
                yield Teinte(
                    famille=familles[famille],
                    numero=numero,
                    code=f"{famille}.{numero}",
                    titre=dire(origine.titre, 160),
                    titre_court=dire(origine.titre_court, 60),
                    resume=dire(origine.resume, 400),
                )

    _inserer(Teinte, teintes())
    neuves = list(Teinte.objects.filter(numero__gte=100).order_by("pk"))
    paires = [(teinte, modeles[(teinte.famille_id + teinte.numero) % len(modeles)]) for teinte in neuves]
    _inserer(
        Element,
        (
            Element(teinte=teinte, partie=e.partie, rang=e.rang, texte=dire(e.texte, 600))
            for teinte, origine in paires
            for e in origine.elements.all()
        ),
    )
    _inserer(Module, (_module(teinte, m, alea, dire) for teinte, o in paires for m in o.modules.all()))
    etapes = {m.cle: list(m.etapes.all()) for origine in modeles for m in origine.modules.all()}
    _inserer(
        Etape,
        (
            Etape(module=module, rang=e.rang, texte=dire(e.texte, 600))
            for module in Module.objects.filter(teinte__numero__gte=100).iterator()
            for e in etapes[module.cle]
        ),
    )
    _inserer(
        Citation,
        (
            Citation(teinte=teinte, partie="ressources", ressource=ressource, rang=rang)
            for teinte in neuves
            for rang, ressource in enumerate(alea.sample(ressources, 4), 1)
        ),
    )
    debut = time.perf_counter()
    reindexer()
    return time.perf_counter() - debut


def _module(teinte, origine, alea: random.Random, dire: Callable[[str, int], str]):
    from nuancier.models import Module

    champs = {
        champ.name: getattr(origine, champ.name)
        for champ in Module._meta.concrete_fields
        if champ.name not in ("id", "teinte", "titre", "duree_min", "duree_max", "jauge_max", "format")
    }
    duree, jauge = alea.choice((None, 1, 2, 2, 3, 4, 6)), alea.choice((None, 8, 10, 12, 15, 20))
    return Module(
        teinte=teinte,
        titre=dire(origine.titre, 160),
        duree_min=duree,
        duree_max=duree and duree + alea.randrange(3),
        jauge_max=jauge,
        format=alea.choice(("atelier", "atelier", "voyage", "en_ligne")),
        **champs | {"jauge_min": None},
    )


def _requetes() -> list[tuple[str, str]]:
    """The mixed queries: (kind, address), three out of four without a filter."""
    from nuancier.models import Mot

    alea = random.Random(GRAINE)
    demandes = []
    for sorte, part, de, a in SORTES:
        mots = list(Mot.objects.filter(nombre__range=(de, a), mot__regex="^[a-z]{5,}$").order_by("mot"))
        for _ in range(round(REQUETES * part)):
            filtre = alea.choice(("", "", "", "&duree=journee&nous=12"))
            mot = urllib.parse.quote(alea.choice(mots).mot)
            demandes.append((sorte, f"/nuancier/recherche/?q={mot}{filtre}"))
    alea.shuffle(demandes)
    return demandes


def _durer(url: str) -> float:
    debut = time.perf_counter()
    with urllib.request.urlopen(url) as reponse:
        reponse.read()
    return time.perf_counter() - debut


def _p95(durees: Iterable[float]) -> float:
    return statistics.quantiles(durees, n=20)[-1]


def mesurer(adresse: str) -> tuple[list[float], dict[str, list[float]]]:
    """Seconds of a teinte page and of each search, one after the other: both share the weather."""
    from nuancier.models import Teinte

    codes = list(Teinte.objects.filter(numero__lt=100).values_list("code", flat=True))
    fiches: list[float] = []
    recherches: dict[str, list[float]] = {sorte: [] for sorte, *_ in SORTES}
    for _, chemin in _requetes()[:20]:
        _durer(adresse + chemin)
    for rang, (sorte, chemin) in enumerate(_requetes()):
        # What has a query string is never served from the page cache.
        fiches.append(_durer(f"{adresse}/nuancier/teintes/{codes[rang % len(codes)]}/?sans-cache={rang}"))
        recherches[sorte].append(_durer(adresse + chemin))
    return fiches, recherches


def lignes() -> list[str]:
    """The figures, as Markdown."""
    from django.db import connection

    from nuancier.models import Element, Mot, Teinte
    from tests.charge.serveur import serveur

    index = multiplier()
    with connection.cursor() as curseur:
        curseur.execute("VACUUM ANALYZE")
    with serveur() as adresse:
        fiches, recherches = mesurer(adresse)
    toutes = [duree for durees in recherches.values() for duree in durees]
    rapport = _p95(toutes) / _p95(fiches)
    return [
        "## Recherche dans un Nuancier de 20 000 teintes",
        "",
        f"{Teinte.objects.count()} teintes, {Element.objects.count()} lignes de texte, {Mot.objects.count()} "
        f"mots (fréquences de Zipf) ; l’index se refait en {index:.0f} s. {REQUETES} recherches mêlées "
        f"(70 % de mots rares, 25 % de moyens, 5 % de larges, un quart avec des filtres) : p95 "
        f"{_ms(_p95(toutes))}, contre {_ms(_p95(fiches))} pour une fiche sans cache, soit un rapport de "
        f"{f'{rapport:.2f}'.replace('.', ',')} (visé : ≤ {RAPPORT_VISE}), requêtes entrelacées. Médianes : "
        f"fiche {_ms(statistics.median(fiches))}, "
        + ", ".join(f"mots {s} {_ms(statistics.median(d))}" for s, d in recherches.items())
        + f" ; la plus lente {_ms(max(toutes))} (`tests/charge/nuancier_recherche.py`).",
        "",
    ]


def _ms(secondes: float) -> str:
    return f"{secondes * 1000:.0f} ms"


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes()) + "\n")


if __name__ == "__main__":
    principal()
