"""The facts of a printed Nuancier, read by the import, beside those of `fixtures/nuancier.yaml`.

`NUANCIER_SOURCE=…/nuancier.md python -m tests.charge.imports` prints every difference; without that
variable the measure says that it was not made.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

LISTES = ("lexique", "finalites", "competences", "savoir_etre", "contenus", "ressources", "references")
TEXTES = ("lexique", "savoir_etre")  # taken over by the fixture as they are; other lists are written afresh
MODULE = ("titre", "format", "presentiel_possible", "plusieurs_ateliers", "duree_min", "duree_max",
          "jauge_min", "jauge_max", "formateurs", "formateurs_au_moins", "sous_groupe_min",
          "sous_groupe_max", "mixite", "mixite_entre", "publics", "profils")  # fmt: skip
NOTICE = ("titre", "auteurs", "organismes", "annee", "editeur", "liens")
PARENTE = 0.5


@dataclass
class Comparaison:
    egaux: Counter[str] = field(default_factory=Counter)
    totaux: Counter[str] = field(default_factory=Counter)
    ecarts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def comparer(self, genre: str, ou: str, lu: Any, attendu: Any) -> None:
        self.totaux[genre] += 1
        if _plier(lu) == _plier(attendu):
            self.egaux[genre] += 1
        else:
            self.ecarts[genre].append(f"{ou} : lu « {lu} », attendu « {attendu} »")

    def lignes(self) -> Iterator[str]:
        for genre, total in self.totaux.items():
            yield f"| {genre} | {self.egaux[genre]} / {total} |"


def _plier(valeur: Any) -> Any:
    from nuancier.imports.lignes import plier

    if isinstance(valeur, str):
        return plier(valeur)
    if isinstance(valeur, list | tuple | set):
        return sorted(str(_plier(v)) for v in valeur)
    return valeur


def comparer(source: bytes) -> Comparaison:
    """Read the source, compare it with the teintes of the database."""
    from nuancier.fiches import lire
    from nuancier.imports.fichier import lire_fichier
    from nuancier.models import Teinte

    lu, _ = lire_fichier(source)
    lues = {fiche.code: fiche for fiche in lu.fiches}
    attendues = {t.code: lire(t) for t in Teinte.objects.entieres()}
    resultat = Comparaison()
    resultat.comparer("erreurs du rapport", "document", len(lu.erreurs), 0)
    resultat.comparer("codes", "document", list(lues), list(attendues))
    for code, attendue in attendues.items():
        if code in lues:
            _comparer_une_teinte(resultat, code, lues[code], attendue)
    return resultat


def _comparer_une_teinte(resultat: Comparaison, code: str, lue: Any, attendue: Any) -> None:
    resultat.comparer("titres", code, lue.titre, attendue.titre)
    for nom in LISTES:
        resultat.comparer(
            f"nombre : {nom}", f"{code} {nom}", len(getattr(lue, nom)), len(getattr(attendue, nom))
        )
    for nom in TEXTES:
        resultat.comparer(f"mots : {nom}", f"{code} {nom}", getattr(lue, nom), getattr(attendue, nom))
    lacunes = [{(la.partie, la.genre) for la in fiche.lacunes} for fiche in (lue, attendue)]
    resultat.comparer("lacunes", code, *lacunes)
    resultat.comparer("modules", code, len(lue.modules), len(attendue.modules))
    for un, autre in zip(lue.modules, attendue.modules, strict=False):
        for nom in MODULE:
            resultat.comparer(f"module : {nom}", f"{code} {nom}", getattr(un, nom), getattr(autre, nom))
        resultat.comparer("module : étapes", f"{code} étapes", len(un.deroule), len(autre.deroule))
    for partie in ("ressources", "references"):
        _comparer_les_notices(resultat, code, getattr(lue, partie), getattr(attendue, partie))


def _comparer_les_notices(resultat: Comparaison, code: str, lues: Any, attendues: Any) -> None:
    reste = [citation.ressource for citation in lues]
    for attendue in (citation.ressource for citation in attendues):
        proche = max(reste, key=lambda r: _parente(r, attendue), default=None)
        if proche is None or _parente(proche, attendue) < PARENTE:
            resultat.comparer("référence : titre", code, "(absente)", attendue.titre)
            continue
        reste.remove(proche)
        for nom in NOTICE:
            un, autre = _dire(proche, nom), _dire(attendue, nom)
            resultat.comparer(f"référence : {nom}", f"{code}, {attendue.titre[:40]}", un, autre)
    for ressource in reste:
        resultat.comparer("référence : titre", code, ressource.titre, "(rien)")


def _parente(une: Any, autre: Any) -> float:
    if {lien.adresse for lien in une.liens} & {lien.adresse for lien in autre.liens}:
        return 1 + SequenceMatcher(None, _plier(une.titre), _plier(autre.titre)).ratio()
    return SequenceMatcher(None, _plier(une.titre), _plier(autre.titre)).ratio()


def _dire(ressource: Any, nom: str) -> Any:
    if nom == "liens":
        return [lien.adresse.rstrip("/") for lien in ressource.liens]
    return getattr(ressource, nom)


def lignes() -> list[str]:
    """The section of `docs/mesures.md`."""
    chemin = os.environ.get("NUANCIER_SOURCE", "")
    titre = ["## Le Nuancier imprimé, relu par l’import", ""]
    if not chemin or not Path(chemin).is_file():
        return [*titre, "Non mesuré : donnez le fichier de la source par `NUANCIER_SOURCE`."]
    resultat = comparer(Path(chemin).read_bytes())
    ecarts = [f"- {genre} — {dit}" for genre, dits in resultat.ecarts.items() for dit in dits]
    return [
        *titre,
        f"{sum(resultat.egaux.values())} faits égaux sur {sum(resultat.totaux.values())}, casse, accents et "
        "ponctuation repliés (`tests/charge/imports.py`).",
        "",
        "| fait | égaux / total |",
        "|---|---:|",
        *resultat.lignes(),
        "",
        *ecarts,
    ]


def principal() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("charger_contenu", verbosity=0)
    print("\n".join(lignes()))  # noqa: T201


if __name__ == "__main__":
    principal()
