"""LHEO 2.3: valid against the rules of the language, honest where nobody knows."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

import nuancier.exports
from nuancier.exports.lheo import ESPACE, en_lheo

SCHEMA = etree.XMLSchema(etree.parse(Path(nuancier.exports.__file__).with_name("lheo-2.3-extrait.xsd")))
NS = {"l": ESPACE}


def _lire(octets: bytes) -> etree._Element:
    racine = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    SCHEMA.assertValid(racine)
    return racine


def _textes(noeud: etree._Element, chemin: str) -> list[str]:
    return [element.text for element in noeud.findall(chemin, NS)]


def test_the_whole_chart_is_valid_one_offer_per_module(tout):
    racine = _lire(en_lheo(tout))
    offres = racine.findall("l:offres/l:formation", NS)
    assert len(offres) == sum(len(fiche.modules) or 1 for fiche in tout.fiches)
    assert [o.get("numero").partition("-")[0] for o in offres] == [
        f.code for f in tout.fiches for _ in f.modules or (None,)
    ]
    assert len({o.get("numero") for o in offres}) == len(offres)


@pytest.mark.parametrize("rang", range(18))
def test_each_teinte_alone_is_valid(tout, rang):
    fiche = tout.fiches[rang]
    racine = _lire(en_lheo(replace(tout, fiches=(fiche,))))
    titres = [module.titre or fiche.titre for module in fiche.modules] or [fiche.titre]
    assert _textes(racine, "l:offres/l:formation/l:intitule-formation") == titres


def test_hostile_texts_stay_texts_within_their_bounds(hostile_choisie, hostile):
    tres_long = "mot " * 2000
    fiche = replace(
        hostile,
        titre=tres_long,
        finalites=(tres_long,),
        contenus=("\x01\x0b\ufffe]]>&<b>", tres_long),
        competences=(),
        savoir_etre=(),
        modules=(
            replace(
                hostile.modules[0],
                titre="\x01\x02",
                publics_precision=tres_long,
                duree_precision=tres_long,
                presentiel_precision=tres_long,
            ),
            replace(hostile.modules[1], titre="x" * 9000),
        ),
    )
    racine = _lire(en_lheo(replace(hostile_choisie, fiches=(fiche,))))
    un, deux = racine.findall("l:offres/l:formation", NS)
    assert _textes(un, "l:intitule-formation") == ["-"]
    assert _textes(deux, "l:intitule-formation") == ["x" * 254 + "…"]
    assert _textes(un, "l:contenu-formation")[0].startswith("Contenus\u00a0:\n- ]]>&<b>\n- mot mot")
    assert len(_textes(un, "l:objectif-formation")[0]) <= 3000
    assert _textes(un, "l:objectif-formation")[0].endswith(" mot…")


def test_what_nobody_knows_is_said_as_the_language_says_it(tout):
    (offre,) = _lire(en_lheo(replace(tout, fiches=tout.fiches[4:5]))).findall("l:offres/l:formation", NS)
    assert _textes(offre, "l:action/l:session/l:periode/l:debut") == ["00000000"]
    assert _textes(offre, "l:action/l:session/l:periode/l:fin") == ["99999999"]
    assert _textes(offre, "l:code-niveau-entree") == ["0"]
    assert _textes(offre, "l:certifiante") == ["0"]
    assert _textes(offre, "l:organisme-formation-responsable/l:nom-organisme") == [
        "À préciser par l’organisme qui proposera ce module"
    ]


def test_what_the_chart_knows_is_told(tout):
    atelier = next(f for f in tout.fiches if f.code == "2.2")
    (offre,) = _lire(en_lheo(replace(tout, fiches=(atelier,)))).findall("l:offres/l:formation", NS)
    assert _textes(offre, "l:action/l:modalites-enseignement") == ["0"]
    assert _textes(offre, "l:action/l:duree-indicative") == ["un à trois\u00a0jours"]
    assert _textes(offre, "l:url-formation/l:urlweb")[0].endswith("/nuancier/teintes/2.2/")
    en_ligne = next(f for f in tout.fiches if f.code == "1.1")
    (offre,) = _lire(en_lheo(replace(tout, fiches=(en_ligne,)))).findall("l:offres/l:formation", NS)
    assert _textes(offre, "l:action/l:modalites-enseignement") == ["1"]  # online, or in a room


def test_source_and_licence_go_with_the_document_and_with_each_offer(tout):
    racine = _lire(en_lheo(tout))
    for parent in (racine, *racine.findall("l:offres/l:formation", NS)):
        extras = {e.get("info"): e.text for e in parent.findall("l:extras/l:extra", NS)}
        assert extras["texte de la licence"] == tout.nuancier.licence_adresse
        assert tout.nuancier.licence in extras["licence"]


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        (b"<certifiante>0<", b"<certifiante>non<"),
        (b"<debut>00000000<", b"<debut>2026-01-01<"),
        (b"http://lheo.gouv.fr/2.3", b"http://www.lheo.org/2.2"),
        (b' ref="V13"', b""),
        (b"<SIRET>0", b"<SIRET>"),
    ],
)
def test_the_schema_refuses_what_the_language_refuses(tout, avant, apres):
    octets = en_lheo(tout)
    assert avant in octets
    assert not SCHEMA.validate(etree.fromstring(octets.replace(avant, apres)))
