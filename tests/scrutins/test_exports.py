"""Files of ballots, read back by their own readers: csv, preflibtools; pabulib by its published grammar."""

import csv
import io
from collections import Counter

import pytest
from preflibtools.instances import CategoricalInstance, OrdinalInstance

from communs.scrutins import dossier as page_du_dossier
from communs.scrutins import exports
from communs.scrutins.enums import Electorat, EtatScrutin, Mode
from communs.scrutins.models import Scrutin
from tests.outils.scrutins import VILLES, ouvrir, pas, preparer, voter

pytestmark = pytest.mark.django_db


@pytest.fixture
def depouille(administratrice, dossier):
    """`depouille(bulletins, **champs)`: a counted vote with these ballots."""

    def _depouille(bulletins, options=VILLES, **champs) -> Scrutin:
        scrutin = ouvrir(administratrice, dossier, options, electorat=Electorat.LIEN, **champs)
        for valeurs in bulletins:
            voter(scrutin, *valeurs, nom="" if scrutin.secret else f"Votante {valeurs}")
        return pas(administratrice, scrutin, "clore", "depouiller")

    return _depouille


def cles(scrutin: Scrutin) -> list[str]:
    return [f.extension for f in exports.offerts(exports.lire(scrutin))]


def ordres(scrutin: Scrutin) -> tuple[OrdinalInstance, Counter]:
    instance = OrdinalInstance()
    sorte = exports.type_preflib(exports.lire(scrutin))
    instance.parse_str(exports.preflib(exports.lire(scrutin)).decode(), sorte)
    return instance, Counter({ordre: instance.multiplicity[ordre] for ordre in instance.orders})


@pytest.mark.parametrize(
    ("bulletins", "sorte"),
    [
        ([(1, 2, 3, 4), (1, 2, 3, 4), (4, 3, 2, 1)], "soc"),
        ([(1, 2, 0, 0), (4, 3, 2, 1)], "soi"),
        ([(1, 1, 2, 3), (4, 3, 2, 1)], "toc"),
        ([(1, 1, 0, 0), (4, 3, 2, 1)], "toi"),
    ],
)
def test_preflibtools_relit_les_classements(depouille, bulletins, sorte):
    scrutin = depouille([*bulletins, (0, 0, 0, 0)])
    instance, lus = ordres(scrutin)
    attendus = Counter(
        tuple(tuple(i for i, v in enumerate(b, 1) if v == rang) for rang in sorted({v for v in b if v}))
        for b in bulletins
    )
    assert cles(scrutin) == ["csv", "csv", sorte, *(["pb"] if sorte[0] == "s" else [])]
    assert instance.data_type == sorte
    assert lus == attendus
    assert (instance.num_voters, instance.num_alternatives) == (len(bulletins), 4)
    assert list(instance.alternatives_name.values()) == list(VILLES)
    assert "consultatif" in instance.description
    assert "Bulletins blancs : 1" in instance.description


@pytest.mark.parametrize(
    ("mode", "bulletins", "categories"),
    [
        (Mode.CHOIX, [(0, 1, 0, 0)], ["Choisie", "Non choisie"]),
        (Mode.APPROBATION, [(1, 1, 0, 0), (1, 1, 1, 1)], ["Approuvée", "Non approuvée"]),
        (Mode.JUGEMENT, [(7, 6, 0, 1)], 7),
    ],
)
def test_preflibtools_relit_les_categories(depouille, mode, bulletins, categories):
    scrutin = depouille(bulletins, mode=mode)
    instance = CategoricalInstance()
    instance.parse_str(exports.preflib(exports.lire(scrutin)).decode(), "cat")
    noms = list(instance.categories_name.values())
    assert noms == categories if isinstance(categories, list) else len(noms) == categories
    assert instance.num_voters == len(bulletins)
    premier = instance.preferences[0]
    attendu = {
        Mode.CHOIX: ((2,), (1, 3, 4)),
        Mode.APPROBATION: ((1, 2), (3, 4)),
        Mode.JUGEMENT: ((1,), (2,), (), (), (), (), (3, 4)),
    }
    assert tuple(tuple(c) for c in premier) == attendu[mode]


def test_les_points_n_ont_pas_de_place_dans_preflib(depouille):
    assert cles(depouille([(5, 0, 0, 0)], mode=Mode.POINTS, nombre=5)) == ["csv", "csv", "pb"]


def lire_pabulib(texte: str) -> tuple[dict[str, str], list[dict[str, str]], list[dict[str, str]]]:
    """The three sections, as https://pabulib.org/format describes them: a name, a header, rows with « ; »."""
    sections: dict[str, list[list[str]]] = {}
    for ligne in texte.splitlines():
        if ligne in {"META", "PROJECTS", "VOTES"}:
            courante = sections.setdefault(ligne, [])
        else:
            courante.append(ligne.split(";"))
    tables = {
        nom: [dict(zip(lignes[0], s, strict=True)) for s in lignes[1:]] for nom, lignes in sections.items()
    }
    return {m["key"]: m["value"] for m in tables["META"]}, tables["PROJECTS"], tables["VOTES"]


@pytest.mark.parametrize(
    ("champs", "bulletin", "sorte", "vote"),
    [
        ({"mode": Mode.CHOIX}, (0, 0, 1, 0), "choose-1", {"vote": "3"}),
        ({"mode": Mode.APPROBATION, "nombre": 3}, (1, 0, 1, 0), "approval", {"vote": "1,3"}),
        ({"mode": Mode.POINTS, "nombre": 9}, (2, 0, 7, 0), "cumulative", {"vote": "3,1", "points": "7,2"}),
        ({"mode": Mode.CLASSEMENT}, (2, 0, 1, 0), "ordinal", {"vote": "3,1"}),
        ({"mode": Mode.JUGEMENT}, (2, 0, 7, 0), "scoring", {"vote": "3,1", "points": "7,2"}),
    ],
)
def test_pabulib_dit_chaque_facon_de_voter(depouille, champs, bulletin, sorte, vote):
    scrutin = depouille([bulletin], options=["A ; B", *VILLES[1:]], **champs)
    meta, projets, votes = lire_pabulib(exports.pabulib(exports.lire(scrutin)).decode())
    assert meta["vote_type"] == sorte
    assert (meta["num_projects"], meta["num_votes"], meta["budget"]) == ("4", "1", "1")
    assert "consultatif" in meta["description"]
    assert [p["name"] for p in projets] == ["A , B", *VILLES[1:]]
    assert votes == [{"voter_id": "1", **vote}]


def test_le_csv_se_relit_sans_formule_et_dit_que_le_vote_est_consultatif(depouille):
    scrutin = depouille([(1, 0), (1, 0), (0, 1)], options=["=2+2", "B"], mode=Mode.CHOIX)
    octets = exports.tableur(exports.lire(scrutin))
    assert octets.startswith(b"\xef\xbb\xbf")
    assert not exports.texte(exports.lire(scrutin)).startswith(b"\xef\xbb\xbf")
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    assert "consultatif" in lignes[0][0]
    assert lignes[2:] == [["Bulletins", "'=2+2", "B"], ["1", "0", "1"], ["2", "1", "0"]]


def test_seul_le_csv_d_un_vote_ouvert_porte_les_noms(depouille):
    scrutin = depouille([(1, 2, 3, 4)], secret=False)
    urne = exports.lire(scrutin)
    noms = {f.cle: "Votante" in f.ecrire(urne).decode() for f in exports.offerts(urne)}
    assert noms == {"tableur": True, "csv": True, "preflib": False, "pabulib": False}


def test_l_archive_du_dossier_contient_les_votes_depouilles_et_eux_seuls(
    depouille, administratrice, dossier, identite_de
):
    depouille([(1, 2, 3, 4), (2, 1, 3, 4), (1, 2, 3, 4)], question="Où aller ?")
    preparer(administratrice, dossier, question="Pas encore ?")
    fichiers = dict(page_du_dossier.archiver(identite_de(administratrice), dossier))
    assert sorted(fichiers) == [
        "01-ou-aller/bulletins-csv.csv",
        "01-ou-aller/bulletins-pabulib.pb",
        "01-ou-aller/bulletins-preflib.soc",
        "01-ou-aller/bulletins-tableur.csv",
        "01-ou-aller/resultat.md",
    ]
    texte = fichiers["01-ou-aller/resultat.md"].decode()
    for attendu in ("consultatif", "3 bulletins", "par les trois méthodes", "1. Memphis", "Tour 1"):
        assert attendu in texte
    assert Scrutin.objects.filter(etat=EtatScrutin.DEPOUILLE).count() == 1
