"""JSON: valid against the schema that stands beside it, and whole."""

import json

import jsonschema

from nuancier.exports.en_json import SCHEMA, en_json, lire_json


def _valide(octets: bytes) -> dict:
    document = json.loads(octets)
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return document


def test_the_whole_chart_is_valid_and_gives_the_same_fiches_back(tout):
    document = _valide(en_json(tout))
    assert tuple(lire_json(document)) == tout.fiches
    assert [teinte["id"].rsplit("/", 2)[1] for teinte in document["teintes"]] == [f.code for f in tout.fiches]
    assert len(document["familles"]) == 7


def test_source_and_licence_are_the_chart_s_own(tout):
    document = _valide(en_json(tout))
    assert document["licence"]["code"] == tout.nuancier.licence
    assert document["licence"]["adresse"] == tout.nuancier.licence_adresse
    assert document["source"]["attribution"] == tout.nuancier.attribution


def test_hostile_texts_stay_texts(hostile_choisie, hostile):
    document = _valide(en_json(hostile_choisie))
    assert lire_json(document) == [hostile]
