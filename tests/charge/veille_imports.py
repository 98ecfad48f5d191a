"""The facts of a printed issue of the veille, read by the import, beside those of `fixtures/veille.yaml`.

`VEILLE_SOURCE=…/veille.md python -m tests.charge.veille_imports` prints every difference; without that
variable the measure says that it was not made. A notice is right when its title, its date and its source are.
"""

import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

SOURCE = (
    "publication",
    "editeur",
    "collection",
    "volume",
    "numero",
    "pages",
    "nombre_pages",
    "pages_precision",
)
FAITS = ("titre", "date", "source", "auteurs", "genre", "langue", "en_ligne")


@dataclass
class Comparaison:
    """`justes`: notices whose title, date and source are those of the fixture."""

    justes: int = 0
    total: int = 0
    egaux: Counter[str] = field(default_factory=Counter)
    ecarts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def comparer(self, fait: str, ou: str, lu: Any, attendu: Any) -> bool:
        pareils = _plier(lu) == _plier(attendu)
        self.egaux[fait] += pareils
        if not pareils:
            self.ecarts[fait].append(f"{ou} : lu « {lu} », attendu « {attendu} »")
        return pareils


def _plier(valeur: Any) -> Any:
    from veille.imports.lignes import plier

    if isinstance(valeur, str):
        return plier(valeur)
    return [_plier(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur


def _attendues() -> tuple[list[tuple[str, list[dict[str, Any]]]], list[dict[str, Any]]]:
    """The notices of the fixture by rubrique, the front page first; and its agenda."""
    document = yaml.safe_load((settings.BASE_DIR / "fixtures" / "veille.yaml").read_text(encoding="utf-8"))
    notices = {notice["cle"]: notice for notice in document["notices"]}
    numero = document["bulletins"][0]["numeros"][0]
    parts = [("une", numero["une"]), *((r["titre"], r["notices"]) for r in numero["rubriques"])]
    return [(titre, [notices[cle] for cle in cles]) for titre, cles in parts], numero["agenda"]


def comparer(source: bytes) -> Comparaison:
    """Read the source, compare it with the fixture, notice by notice in their order."""
    from veille.imports.fichier import decoder
    from veille.imports.lecture import lire

    fiche = lire(decoder(source)[0]).fiche
    attendues, agenda = _attendues()
    lues = [("une", fiche.une), *((r.titre, r.notices) for r in fiche.rubriques)] if fiche else []
    resultat = Comparaison(total=sum(len(notices) for _, notices in attendues))
    resultat.comparer("rubriques", "numéro", [t for t, _ in lues], [t for t, _ in attendues])
    for (_, siennes), (titre, voulues) in zip(lues, attendues, strict=False):
        resultat.comparer("notices de la rubrique", titre, len(siennes), len(voulues))
        for lue, voulue in zip(siennes, voulues, strict=False):
            _comparer_une_notice(resultat, lue, voulue)
    for lu, voulu in zip(fiche.agenda if fiche else (), agenda, strict=False):
        for nom in ("titre", "genre", "lieu", "organisateurs"):
            resultat.comparer(f"agenda : {nom}", voulu["titre"], getattr(lu, nom), voulu.get(nom, ""))
        for nom in ("debut", "fin"):
            resultat.comparer(f"agenda : {nom}", voulu["titre"], str(getattr(lu, nom)), str(voulu.get(nom)))
    return resultat


def _comparer_une_notice(resultat: Comparaison, lue: Any, voulue: dict[str, Any]) -> None:
    ou = voulue["titre"][:60]
    titre = resultat.comparer(
        "titre", ou, lue.titre + lue.sous_titre, voulue["titre"] + (voulue.get("sous_titre") or "")
    )
    date = resultat.comparer("date", ou, lue.date, voulue.get("date", ""))
    vide = {"nombre_pages": None}
    parts = {nom: (getattr(lue, nom), voulue.get(nom, vide.get(nom, ""))) for nom in SOURCE}
    differents = {nom: paire for nom, paire in parts.items() if _plier(paire[0]) != _plier(paire[1])}
    source = resultat.comparer(
        "source", ou, {n: p[0] for n, p in differents.items()}, {n: p[1] for n, p in differents.items()}
    )
    resultat.justes += titre and date and source
    auteurs = [f"{a.prenom} {a.nom} {a.role}" for a in lue.auteurs]
    attendus = [
        f"{a.get('prenom', '')} {a.get('nom', a.get('organisme'))} {a.get('role', '')}"
        for a in voulue.get("auteurs") or ()
    ]
    resultat.comparer("auteurs", ou, auteurs, attendus)
    resultat.comparer("genre", ou, lue.genre, voulue["genre"])
    resultat.comparer("langue", ou, lue.langue, voulue["langue"])
    resultat.comparer("en_ligne", ou, lue.en_ligne, voulue.get("en_ligne", False))


def lignes() -> list[str]:
    """The section of `docs/mesures.md`."""
    chemin = os.environ.get("VEILLE_SOURCE", "")
    titre = ["## Le numéro imprimé de la veille, relu par l’import", ""]
    if not chemin or not Path(chemin).is_file():
        return [*titre, "Non mesuré : donnez le fichier de la source par `VEILLE_SOURCE`."]
    resultat = comparer(Path(chemin).read_bytes())
    return [
        *titre,
        f"{resultat.justes} notices sur {resultat.total} ont leur titre, leur date et leur source justes "
        "(casse, accents et ponctuation repliés).",
        "",
        "| fait | égaux / total |",
        "|---|---:|",
        *(f"| {fait} | {resultat.egaux[fait]} / {resultat.total} |" for fait in FAITS),
        "",
        *(f"- {fait} — {dit}" for fait, dits in resultat.ecarts.items() for dit in dits),
    ]


def principal() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print("\n".join(lignes()))  # noqa: T201


if __name__ == "__main__":
    principal()
