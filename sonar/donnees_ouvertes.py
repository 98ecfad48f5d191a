"""The baromètre as open data: one line per period, measure and value, the same in CSV, JSON and API."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from sonar.confidentialite import MINIMUM, K
from sonar.panorama import Panorama

LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_ADRESSE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
COLONNES = (
    "periode_debut",
    "periode_fin",
    "feuilles",
    "mesure",
    "libelle",
    "valeur",
    "nom",
    "nombre",
    "secret",
    "demonstration",
)


def lignes(panorama: Panorama) -> Iterator[dict[str, Any]]:
    """Every published or withheld count, measure after measure, each from its first period."""
    for mesure in (panorama.profil, *panorama.questions):
        for periode, ligne in mesure.lignes:
            for valeur, nom, nombre in zip(mesure.valeurs, mesure.noms, ligne, strict=True):
                yield {
                    "periode_debut": f"{periode.debut:%Y-%m}",
                    "periode_fin": f"{periode.fin:%Y-%m}",
                    "feuilles": periode.feuilles,
                    "mesure": mesure.cle,
                    "libelle": mesure.titre,
                    "valeur": valeur,
                    "nom": nom,
                    "nombre": nombre,
                    "secret": nombre is None,
                    "demonstration": periode.demonstration,
                }


def nom_de_fichier(panorama: Panorama, fin: str) -> str:
    """A file of invented figures says so in its name, as each of its lines does."""
    return f"barometre-sonar{'-demonstration' if panorama.demonstration else ''}{fin}"


def en_json(panorama: Panorama) -> dict[str, Any]:
    """The whole dataset with what one needs to reuse it honestly."""
    instantane = panorama.instantane
    return {
        "titre": "Baromètre des styles d’innovation",
        "licence": LICENCE,
        "licence_adresse": LICENCE_ADRESSE,
        "source": f"{settings.VIGIE_ADRESSE}{reverse('sonar:barometre')}",
        "demonstration": panorama.demonstration,
        "instantane": f"{instantane.jour:%Y-%m-%d}" if instantane else None,
        "feuilles": panorama.feuilles,
        "feuilles_en_attente": instantane.en_attente if instantane else 0,
        "secret": {"seuil": K, "feuilles_par_periode": MINIMUM},
        "lignes": list(lignes(panorama)),
    }


def en_csv(panorama: Panorama, *, tableur: bool) -> str:
    """The lines; `tableur`: semicolons, a byte order mark and « oui » / « non », for French spreadsheets."""
    sortie = io.StringIO()
    if tableur:
        sortie.write("\ufeff")
    ecrivain = csv.DictWriter(sortie, COLONNES, delimiter=";" if tableur else ",", lineterminator="\r\n")
    ecrivain.writeheader()
    vrai, faux = ("oui", "non") if tableur else ("true", "false")
    for ligne in lignes(panorama):
        ecrivain.writerow({n: (vrai if v else faux) if isinstance(v, bool) else v for n, v in ligne.items()})
    return sortie.getvalue()
