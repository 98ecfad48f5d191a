"""The search of the veille among 100,000 and 1,000,000 notices, beside an uncached notice page.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.veille_recherche [SIZE…]`.
The notices of the first size are written one by one; each next size, a multiple of it, copies them in place.
"""

import io
import os
import random
import statistics
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterable
from itertools import product

from tests.charge.nuancier_recherche import DEBUTS, FINS, SUITES, VOYELLES, _langue

NOTICES = 100_000
TAILLES = (NOTICES, 1_000_000)
RAPPORT_VISE = 10
REQUETES = 400
NUMEROS = 200
# Kind of word, share of the queries, in how many of a hundred thousand notices it stands.
SORTES = (("rares", 0.70, 1, 20), ("moyens", 0.25, 200, 1000), ("larges", 0.05, 5000, 30_000))
GRAINE = 27
LOT = 50_000
GENRES = ("article", "article", "article", "rapport", "ouvrage", "etude", "billet", "site", "video")
LANGUES = ("fr", "fr", "fr", "fr", "fr", "fr", "en", "en", "de")

_VERSER = """
INSERT INTO veille_notice
  ({colonnes}, uuid, titre, resume, publication, editeur, date, genre, langue, publiee_le)
SELECT
  {modele}, gen_random_uuid(), l.titre, l.resume, l.publication, l.editeur, l.date, l.genre, l.langue, now()
FROM lot l, veille_notice m WHERE m.id = %s ORDER BY l.no
"""
_PROPRES = {"uuid", "titre", "resume", "publication", "editeur", "date", "genre", "langue", "publiee_le"}
_SUITES = """
CREATE TEMP TABLE neuves AS SELECT n.id, row_number() OVER (ORDER BY n.id) AS no
  FROM veille_notice n WHERE n.id > %(apres)s;
INSERT INTO veille_contribution (notice_id, rang, nom, prenom, organisme, role)
  SELECT u.id, 1, l.auteur, 'Aline', false, '' FROM neuves u JOIN lot l USING (no);
INSERT INTO veille_classement (notice_id, theme_id)
  SELECT DISTINCT u.id, t.id FROM neuves u, (SELECT id, row_number() OVER (ORDER BY id) AS rang,
         count(*) OVER () AS tous FROM veille_theme) t
  WHERE t.rang IN (1 + u.no %% t.tous, 1 + (u.no * 7 / 3) %% t.tous);
INSERT INTO veille_parution (uuid, numero_id, notice_id, rang)
  SELECT gen_random_uuid(), v.id, u.id, 1 FROM neuves u
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rang FROM veille_numero) v
    ON v.rang = 1 + (u.no * 13) %% %(numeros)s;
DROP TABLE neuves;
"""
_INDEX = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def _rares(alea: random.Random) -> list[str]:
    """Names: words that stand in a few notices each."""
    noms = ["".join(m) for m in product(DEBUTS, VOYELLES, SUITES, VOYELLES, SUITES)]
    alea.shuffle(noms)
    return [f"{nom}{fin}" for nom in noms for fin in FINS[:6]]


def remplir(notices: int) -> Counter[str]:
    """Fill the base with notices; return in how many of them each word stands."""
    from django.db import connection

    from veille.models import Numero

    alea = random.Random(GRAINE)
    tirer, rares = _langue(alea), _rares(alea)
    revues = [f"Revue {tirer()} {rang}" for rang in range(400)]
    modele = _decor()
    dits: Counter[str] = Counter()
    for debut in range(0, notices, LOT):
        with connection.cursor() as curseur:
            curseur.execute(
                "CREATE TEMP TABLE lot (no bigint, titre text, resume text, publication text, editeur text, "
                "date text, genre text, langue text, auteur text)"
            )
            lignes = io.StringIO()
            for no in range(1, min(LOT, notices - debut) + 1):
                mots = [tirer() for _ in range(62)] + [alea.choice(rares) for _ in range(2)]
                auteur = alea.choice(rares)
                dits.update({*mots, auteur})
                lignes.write("\t".join(_ligne(no, mots, auteur, revues, alea)) + "\n")
            lignes.seek(0)
            curseur.copy_expert("COPY lot FROM STDIN", lignes)
            _verser(curseur, modele)
    assert Numero.objects.publies().count() >= NUMEROS
    return dits


def _ligne(no: int, mots: list[str], auteur: str, revues: list[str], alea: random.Random) -> tuple[str, ...]:
    revue = revues[min(int(alea.expovariate(1 / 40)), len(revues) - 1)]
    return (
        str(no),
        " ".join(mots[:7]).capitalize(),
        " ".join(mots[7:]).capitalize(),
        *((revue, "") if no % 3 else ("", revue)),
        f"{alea.randint(1996, 2026)}-{alea.randint(1, 12):02}",
        alea.choice(GENRES),
        alea.choice(LANGUES),
        auteur,
    )


def _verser(curseur, modele) -> None:
    from veille.models import Notice

    colonnes = [
        champ.column
        for champ in Notice._meta.concrete_fields
        if not champ.generated
        and champ.name not in _PROPRES
        and not champ.primary_key
        and champ.name != "cle"
    ]
    curseur.execute("SELECT max(id) FROM veille_notice")
    apres = curseur.fetchone()[0]
    curseur.execute(
        _VERSER.format(colonnes=", ".join(colonnes), modele=", ".join(f"m.{nom}" for nom in colonnes)),
        [modele.pk],
    )
    curseur.execute(_SUITES, {"apres": apres, "numeros": NUMEROS})
    curseur.execute("DROP TABLE lot")


def _decor():
    """Issues to stand in, and the notice whose other columns all the others take."""
    from tests.outils.veille import creer_bulletin
    from veille.models import Notice, Numero

    bulletin = creer_bulletin()
    Numero.objects.bulk_create(
        Numero(
            bulletin=bulletin,
            cle=f"n-{rang}",
            titre=f"Numéro {rang}",
            numero=str(rang),
            etat="publie",
            publie_le=f"{2000 + rang // 12}-{1 + rang % 12:02}-01T06:00:00Z",
        )
        for rang in range(NUMEROS)
    )
    return Notice.objects.create(titre="Modèle")


def indexer_tout() -> float:
    """Make the whole index; return the seconds it took."""
    from veille.recherche.services import reindexer

    debut = time.perf_counter()
    reindexer()
    return time.perf_counter() - debut


def multiplier(fois: int) -> None:
    """Make the index and what it stands for `fois` times as large, row for row, inside the database."""
    from django.db import connection, transaction

    from veille.models import Classement, Contribution, Notice, Parution, Repere

    modeles = (Notice, Contribution, Classement, Parution, Repere)
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while checks are pending
        curseur.execute("SET LOCAL maintenance_work_mem = '256MB'")
        curseur.execute(_INDEX, [[modele._meta.db_table for modele in modeles]])
        index = curseur.fetchall()
        for nom, _ in index:
            curseur.execute(f'DROP INDEX "{nom}"')
        curseur.execute("SELECT max(id) FROM veille_notice")
        pas = curseur.fetchone()[0]
        for modele in modeles:
            curseur.execute(_copie(modele), {"pas": pas, "copies": fois - 1})
        for _, definition in index:
            curseur.execute(definition)
        curseur.execute(
            "SELECT setval(pg_get_serial_sequence('veille_notice', 'id'), max(id)) FROM veille_notice"
        )


def _copie(modele) -> str:
    """The order that copies each row of a public notice, moved by so many steps."""
    lien = "id" if modele.__name__ == "Notice" else "notice_id"
    colonnes = {}
    for champ in modele._meta.concrete_fields:
        if champ.column == lien:
            colonnes[lien] = f"s.{lien} + c * %(pas)s"
        elif champ.name == "uuid":
            colonnes["uuid"] = "gen_random_uuid()"
        elif not (champ.primary_key or champ.generated or champ.name == "cle"):
            colonnes[champ.column] = f"s.{champ.column}"
    return (
        f"INSERT INTO {modele._meta.db_table} ({', '.join(colonnes)}) "
        f"SELECT {', '.join(colonnes.values())} FROM {modele._meta.db_table} s, "
        f"generate_series(1, %(copies)s) c WHERE s.{lien} IN (SELECT notice_id FROM veille_repere)"
    )


def _requetes(dits: Counter[str], notices: int) -> list[tuple[str, str]]:
    """The mixed queries: (kind, address), three out of four without a filter."""
    alea = random.Random(GRAINE)
    echelle = max(1, notices / NOTICES)
    demandes = []
    for sorte, part, de, a in SORTES:
        mots = sorted(mot for mot, nombre in dits.items() if de <= nombre / echelle <= a and mot.isascii())
        mots = mots or sorted(filter(str.isascii, dits))  # a base too small, to try this module
        for _ in range(round(REQUETES * part)):
            filtre = alea.choice(("", "", "", "&theme=tiers-lieux&annee=2018"))
            demandes.append((sorte, f"/veille/recherche/?q={urllib.parse.quote(alea.choice(mots))}{filtre}"))
    alea.shuffle(demandes)
    return demandes


def _durer(url: str) -> float:
    debut = time.perf_counter()
    with urllib.request.urlopen(url) as reponse:
        reponse.read()
    return time.perf_counter() - debut


def _p95(durees: Iterable[float]) -> float:
    return statistics.quantiles(durees, n=20)[-1]


def mesurer(adresse: str, dits: Counter[str], notices: int) -> tuple[list[float], dict[str, list[float]]]:
    """Seconds of a notice page and of each search, one after the other: both share the weather."""
    from veille.models import Notice

    cles = list(
        Notice.objects.en_vue().order_by("pk").values_list("pk", flat=True)[:: max(1, notices // 500)]
    )
    fiches: list[float] = []
    recherches: dict[str, list[float]] = {sorte: [] for sorte, *_ in SORTES}
    demandes = _requetes(dits, notices)
    for rang, (_, chemin) in enumerate(demandes[:20]):
        _durer(f"{adresse}/veille/notices/{cles[rang]}/?chauffe")
        _durer(adresse + chemin)
    for rang, (sorte, chemin) in enumerate(demandes):
        # What has a query string is never served from the page cache.
        fiches.append(_durer(f"{adresse}/veille/notices/{cles[rang % len(cles)]}/?sans-cache={rang}"))
        recherches[sorte].append(_durer(adresse + chemin))
    return fiches, recherches


def lignes(*tailles: int) -> list[str]:
    """The figures, as Markdown: one row of the table for each size."""
    from django.db import connection

    from tests.charge.serveur import serveur
    from veille.models import Mot

    premiere, *suivantes = tailles or TAILLES
    dits = remplir(premiere)
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")  # what the server does by itself, later
    index = indexer_tout()
    tableau = []
    for taille in (premiere, *suivantes):
        if taille != premiere:
            multiplier(taille // premiere)
        with connection.cursor() as curseur:
            curseur.execute("VACUUM ANALYZE")
        fois = taille // premiere
        with serveur() as adresse:
            mesures = mesurer(adresse, Counter({mot: nombre * fois for mot, nombre in dits.items()}), taille)
        tableau.append(_rangee(taille, *mesures))
    return [
        "## Recherche dans la veille",
        "",
        f"{Mot.objects.count()} mots (fréquences de Zipf), {NUMEROS} numéros ; l’index de "
        f"{_milliers(premiere)} notices se refait en {index:.0f} s. "
        "Au-delà, le contenu est multiplié sur place. "
        f"{REQUETES} "
        "recherches mêlées, filtres et comptes compris (70 % de mots rares, 25 % de moyens, 5 % de larges, "
        "un quart avec un thème et une année), entrelacées avec autant de pages de notice sans cache "
        "(`tests/charge/veille_recherche.py`).",
        "",
        "| notices | p95 d’une recherche | p95 d’une notice | rapport | médianes : notice, mots rares, "
        "moyens, larges | la plus lente | visé |",
        "|---:|---:|---:|---:|---|---:|---|",
        *tableau,
        "",
    ]


def _rangee(taille: int, fiches: list[float], recherches: dict[str, list[float]]) -> str:
    toutes = [duree for durees in recherches.values() for duree in durees]
    rapport = f"{_p95(toutes) / _p95(fiches):.2f}".replace(".", ",")
    medianes = ", ".join(_ms(statistics.median(durees)) for durees in (fiches, *recherches.values()))
    vise = f"≤ {RAPPORT_VISE}" if taille == NOTICES else "dit"
    return (
        f"| {_milliers(taille)} | {_ms(_p95(toutes))} | {_ms(_p95(fiches))} | {rapport} | {medianes} | "
        f"{_ms(max(toutes))} | {vise} |"
    )


def _milliers(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\N{NO-BREAK SPACE}")


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
    sys.stdout.write("\n".join(lignes(*map(int, sys.argv[1:]))) + "\n")


if __name__ == "__main__":
    principal()
