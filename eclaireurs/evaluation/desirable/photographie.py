"""The report as data: what was chosen, read in the dossier, in one canonical form with its fingerprint.

Each piece has a fingerprint of its own, and that of the whole is made of theirs: a piece withdrawn later
leaves its fingerprint behind, so that the rest can still be checked. A random salt, which goes with the
piece, keeps anybody from guessing what it said.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from communs.fichiers.enums import TypeFichier
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.desirable.enums import Partie, Sorte
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.enquete.querysets import publiables
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES
from eclaireurs.evaluation.suivi.models import Plan, Planifie

Contenu = dict[str, Any]


def canonique(valeur: Any) -> bytes:
    """JSON written one way only, in UTF-8."""
    return json.dumps(valeur, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def somme(valeur: Any) -> str:
    """SHA-256 of `canonique`, in hexadecimal."""
    return hashlib.sha256(canonique(valeur)).hexdigest()


def empreinte_de(piece: Contenu) -> str:
    """A piece's fingerprint: its own, or the one that a withdrawn piece has left."""
    if "retiree" in piece:
        return piece["empreinte"]
    return somme({cle: valeur for cle, valeur in piece.items() if cle != "empreinte"})


def empreinte(contenu: Contenu) -> str:
    """The fingerprint of a whole version."""
    return somme({"entete": somme(contenu["entete"]), "pieces": [empreinte_de(p) for p in contenu["pieces"]]})


def sans_paroles(piece: Contenu, le: str) -> Contenu:
    """What stays of a piece that may not be read any more: its place and its fingerprint."""
    return {cle: piece[cle] for cle in ("uuid", "sorte", "partie", "empreinte")} | {"retiree": le}


def sans_hasard(contenu: Contenu) -> Contenu:
    """What it says, without salts and fingerprints: two compositions that say the same are equal."""
    return {
        "entete": contenu["entete"],
        "pieces": [
            {cle: v for cle, v in piece.items() if cle not in {"sel", "empreinte"}}
            for piece in contenu["pieces"]
        ],
    }


def pieces_publiables(rapport: Desirable) -> list[Piece]:
    """In reading order; without clues that may not be shown now, nor a plan that is not settled."""
    pieces = rapport.pieces.select_related(
        "theme", "materiau__fichier", "conclusion", "preconisation", "article__auteur__compte"
    ).prefetch_related("preconisation__services")
    montrables = set(publiables(rapport.dossier_id).values_list("pk", flat=True))
    plan = rapport.dossier.plan
    return [
        piece
        for partie in Partie.values
        for piece in sorted((p for p in pieces if p.partie == partie), key=lambda p: p.numero)
        if (piece.sorte != Sorte.MATERIAU or piece.materiau_id in montrables)
        and (piece.sorte != Sorte.PLAN or plan.etat in PLANS_FIGES)
    ]


def photographier(rapport: Desirable) -> Contenu:
    """The report as it stands: people are never named in it (a journalist is, by her piece, at reading)."""
    dossier = rapport.dossier
    pieces = pieces_publiables(rapport)
    dites = []
    for piece in pieces:
        dite = {
            "uuid": str(piece.uuid),
            "sorte": piece.sorte,
            "partie": piece.partie,
            "sel": secrets.token_hex(16),
            **_DIRE[Sorte(piece.sorte)](piece, dossier.plan),
        }
        dites.append(dite | {"empreinte": empreinte_de(dite)})
    couverture = next((str(p.uuid) for p in pieces if p.pk == rapport.couverture_id), "")
    return {
        "entete": {
            "titre": rapport.titre,
            "chapeau": rapport.chapeau,
            "dossier": dossier.titre,
            "collectivite": dossier.collectivite.nom,
            "couverture": couverture,
        },
        "pieces": dites,
    }


def _jour(valeur: date | datetime | None) -> str:
    return valeur.isoformat()[:10] if valeur else ""


def _theme(piece: Piece, plan: Plan) -> Contenu:
    theme: Theme = piece.theme  # type: ignore[assignment]
    return {"titre": theme.titre, "texte": theme.synthese}


def _materiau(piece: Piece, plan: Plan) -> Contenu:
    m: Materiau = piece.materiau  # type: ignore[assignment]
    pret = m.fichier if m.fichier is not None and m.fichier.pret else None
    return {
        "materiau": str(m.uuid),
        "genre": m.genre,
        "titre": m.titre,
        "texte": m.texte,
        "valeur": "" if m.valeur is None else f"{m.valeur.normalize():f}",
        "unite": m.unite,
        "description": m.description,
        "source": m.source,
        "lieu": m.lieu,
        "recueilli_le": _jour(m.recueilli_le),
        "legende": piece.legende,
        "media": TypeFichier(pret.type).value if pret is not None else "",
    }


def _texte(piece: Piece, plan: Plan) -> Contenu:
    objet: Conclusion | Preconisation = piece.conclusion or piece.preconisation  # type: ignore[assignment]
    dit: Contenu = {"numero": objet.numero, "titre": objet.titre, "texte": objet.texte}
    if piece.preconisation is not None:
        dit["services"] = sorted(service.nom for service in piece.preconisation.services.all())
    return dit


def _article(piece: Piece, plan: Plan) -> Contenu:
    article: Article = piece.article  # type: ignore[assignment]
    return {
        "article": str(article.uuid),
        "titre": article.titre,
        "media": article.media,
        "texte": article.texte,
        "verse_le": _jour(article.verse_le.astimezone(plan.dossier.fuseau)),
    }


def _plan(piece: Piece, plan: Plan) -> Contenu:
    """Titles, services, dates and states; neither people nor the notes they leave to each other."""
    actions = plan.actions.select_related("preconisation", "service").prefetch_related("taches__service")
    arrete_le = plan.arrete_le.astimezone(plan.dossier.fuseau) if plan.arrete_le else None
    return {
        "arrete_le": _jour(arrete_le),
        "actions": [
            _ligne(action)
            | {
                "preconisation": action.preconisation.numero,
                "recommande": action.preconisation.titre,
                "rang": action.rang,
                "taches": list(_taches(action.code, action.taches.all())),
            }
            for action in actions
        ],
    }


def _taches(code: str, taches: Iterable[Any]) -> Iterable[Contenu]:
    for tache in taches:
        yield _ligne(tache, f"{code}.{tache.numero}") | {"avancement": tache.avancement}


def _ligne(ligne: Planifie, code: str = "") -> Contenu:
    return {
        "code": code or ligne.code,
        "titre": ligne.titre,
        "etat": ligne.etat,  # type: ignore[attr-defined]
        "service": ligne.service.nom if ligne.service else "",
        "debut_le": _jour(ligne.debut_le),
        "fin_le": _jour(ligne.fin_le),
    }


_DIRE = {
    Sorte.THEME: _theme,
    Sorte.MATERIAU: _materiau,
    Sorte.CONCLUSION: _texte,
    Sorte.PRECONISATION: _texte,
    Sorte.PLAN: _plan,
    Sorte.ARTICLE: _article,
}
