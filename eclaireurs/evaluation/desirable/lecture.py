"""From a version's data to what is shown: the same for the three forms, draft or published.

A clue is looked up again at each reading: whatever was frozen, one that may not be shown now is not shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from communs.fichiers.enums import TypeFichier
from communs.fichiers.models import Fichier
from communs.livrets.ressources import TAILLE_MAX
from communs.materiaux.enums import GenreMateriau
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.desirable.enums import Sorte
from eclaireurs.evaluation.desirable.lu import Action, Chapitre, Indice, Lu, Papier, Plan, Tache, Texte, Volet
from eclaireurs.evaluation.desirable.photographie import sans_paroles
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatTache

Contenu = Mapping[str, Any]
GRANDES_MAX = 60  # pictures printed large; those beyond, and those without a word, go on contact sheets
SANS_THEME = "Glané en chemin"
PERSONNE = "Un ou une journaliste"


def lire(contenu: Contenu) -> Lu:
    """Lay the pieces of a version side by side (two queries)."""
    entete = contenu["entete"]
    presentes = [p for p in contenu["pieces"] if "retiree" not in p]
    materiaux = _materiaux(presentes)
    montrees = [p for p in presentes if p["sorte"] != Sorte.MATERIAU or p["materiau"] in materiaux]
    indices = {
        p["uuid"]: _indice(p, materiaux[p["materiau"]]) for p in montrees if p["sorte"] == Sorte.MATERIAU
    }
    preconisations = tuple(_texte(p) for p in montrees if p["sorte"] == Sorte.PRECONISATION)
    plans = [_plan(p) for p in montrees if p["sorte"] == Sorte.PLAN]
    couverture = indices.get(entete["couverture"])
    return Lu(
        titre=entete["titre"],
        chapeau=entete["chapeau"],
        dossier=entete["dossier"],
        collectivite=entete["collectivite"],
        couverture=couverture if couverture is not None and couverture.image else None,
        chapitres=tuple(_chapitres(montrees, indices)),
        conclusions=tuple(_texte(p) for p in montrees if p["sorte"] == Sorte.CONCLUSION),
        preconisations=preconisations,
        plan=plans[0] if plans else None,
        articles=tuple(_articles(montrees)),
        retirees=len(contenu["pieces"]) - len(montrees),
    )


def donner(contenu: Contenu) -> dict[str, Any]:
    """The version's data as anybody may have them now, with the same fingerprint (one query).

    A consent withdrawn while the version was being frozen found nothing to erase: it is asked here again.
    """
    presentes = [p for p in contenu["pieces"] if "retiree" not in p]
    materiaux = _materiaux(presentes)
    tues = {p["uuid"] for p in presentes if p["sorte"] == Sorte.MATERIAU and p["materiau"] not in materiaux}
    pieces = [sans_paroles(p, "") if p["uuid"] in tues else p for p in contenu["pieces"]]
    return {**contenu, "pieces": pieces}


def fichier_de(contenu: Contenu, piece: str) -> Fichier | None:
    """The stored file of this piece, while it may be shown; None otherwise."""
    dite = next((p for p in contenu["pieces"] if p["uuid"] == piece and p.get("media")), None)
    if dite is None:
        return None
    materiau = Materiau.objects.montrables().select_related("fichier").filter(uuid=dite["materiau"]).first()
    return materiau.fichier if materiau is not None else None


def _materiaux(pieces: list[Any]) -> dict[str, Materiau]:
    """Those that may be shown now, by their identifier."""
    uuids = [p["materiau"] for p in pieces if p["sorte"] == Sorte.MATERIAU]
    montrables = Materiau.objects.montrables().filter(uuid__in=uuids).select_related("fichier")
    return {str(m.uuid): m for m in montrables}


def _chapitres(pieces: list[Any], indices: Mapping[str, Indice]) -> list[Chapitre]:
    chapitres: list[Chapitre] = []
    grandes = 0
    for piece in pieces:
        if piece["sorte"] == Sorte.THEME:
            chapitres.append(Chapitre(piece["titre"], piece["texte"]))
        elif piece["sorte"] == Sorte.MATERIAU:
            if not chapitres:
                chapitres.append(Chapitre(SANS_THEME, ""))
            indice = indices[piece["uuid"]]
            grandes += indice.image and not indice.muette
            a_part = indice.muette or (indice.image and not indice.texte and grandes > GRANDES_MAX)
            (chapitres[-1].planche if a_part else chapitres[-1].indices).append(indice)
    return chapitres


def _indice(dit: Any, materiau: Materiau) -> Indice:
    fichier = materiau.fichier
    image = fichier if fichier is not None and fichier.pret and fichier.type == TypeFichier.IMAGE else None
    le = _jour(dit["recueilli_le"])
    provenance = (dit["source"], dit["lieu"], f"{le:%d/%m/%Y}" if le else "")
    return Indice(
        uuid=dit["uuid"],
        genre=dit["genre"],
        genre_dit=str(GenreMateriau(dit["genre"]).label),
        titre=dit["titre"],
        texte=dit["texte"],
        valeur=_nombre(dit["valeur"]),
        unite=dit["unite"],
        description=dit["description"],
        provenance=", ".join(filter(None, provenance)),
        legende=dit["legende"],
        media=dit["media"],
        grande=_grande(image) if image else "",
        apercu=(image.apercu or image.original) if image else "",
        vignette=(image.vignette or image.apercu or image.original) if image else "",
        largeur=(image.largeur or 0) if image else 0,
        hauteur=(image.hauteur or 0) if image else 0,
    )


def _grande(image: Fichier) -> str:
    """For a whole page: the picture itself, unless it is too heavy for a booklet."""
    return image.original if image.taille <= TAILLE_MAX else image.apercu or image.original


def _nombre(valeur: str) -> str:
    """« 12 400,5 »."""
    entier, _, decimales = valeur.partition(".")
    if not entier:
        return ""
    groupe = f"{int(entier):,}".replace(",", "\u202f")
    return f"{groupe},{decimales}" if decimales else groupe


def _jour(valeur: str) -> date | None:
    return date.fromisoformat(valeur) if valeur else None


def _texte(dit: Any) -> Texte:
    return Texte(dit["numero"], dit["titre"], dit["texte"], tuple(dit.get("services", ())))


def _plan(dit: Any) -> Plan:
    actions = tuple(_action(a) for a in dit["actions"])
    titres = {a["preconisation"]: a["recommande"] for a in dit["actions"]}
    suivies = [a for a in actions if a.etat != EtatAction.ECARTEE]
    return Plan(
        arrete_le=_jour(dit["arrete_le"]),
        volets=tuple(
            Volet(n, titres[n], tuple(a for a in suivies if a.preconisation == n))
            for n in sorted({a.preconisation for a in suivies})
        ),
        actions=actions,
    )


def _action(dit: Any) -> Action:
    return Action(
        **_ligne(dit),
        etat_dit=str(EtatAction(dit["etat"]).label),
        preconisation=dit["preconisation"],
        rang=dit["rang"],
        taches=tuple(
            Tache(**_ligne(t), etat_dit=str(EtatTache(t["etat"]).label), avancement=t["avancement"])
            for t in dit["taches"]
        ),
    )


def _ligne(dit: Any) -> dict[str, Any]:
    return {cle: dit[cle] for cle in ("code", "titre", "etat", "service")} | {
        "debut_le": _jour(dit["debut_le"]),
        "fin_le": _jour(dit["fin_le"]),
    }


def _articles(pieces: list[Any]) -> list[Papier]:
    """Signed by whom the piece's own row names: an erased person is named nowhere."""
    dits = [p for p in pieces if p["sorte"] == Sorte.ARTICLE]
    auteurs = {
        str(a.uuid): a.auteur
        for a in Article.objects.filter(uuid__in=[p["article"] for p in dits]).select_related(
            "auteur__compte"
        )
    }
    articles = []
    for dit in dits:
        auteur = auteurs.get(dit["article"])
        nomme = auteur is not None and (auteur.compte is not None or auteur.nom)
        nom = auteur.nom_affiche if auteur is not None and nomme else PERSONNE
        signature = ", ".join(filter(None, (nom, dit["media"])))
        articles.append(Papier(dit["titre"], dit["texte"], signature, _jour(dit["verse_le"])))
    return articles
