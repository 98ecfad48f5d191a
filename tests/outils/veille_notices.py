"""What the addresses of the document base hold, for tests; and the form as a browser sends it."""

from dataclasses import dataclass
from typing import Any

from communs.collectivites.models import Compte
from tests.outils.veille import RAPPORT, creer_notice, nommer_documentaliste
from veille.models import Notice, Theme
from veille.notices.fiches import FicheNotice


@dataclass(frozen=True)
class NoticesDuDecor:
    """Two notices and a theme; the administrator keeps the base."""

    notice: Notice
    autre: Notice
    theme: Theme


def notices_du_decor(compte: Compte) -> NoticesDuDecor:
    nommer_documentaliste(compte)
    notice, autre = creer_notice(), creer_notice(RAPPORT)
    return NoticesDuDecor(notice, autre, Theme.objects.get(cle="participation"))


def formulaire(fiche: FicheNotice, version: int = 0, **champs: Any) -> dict[str, Any]:
    """The fields of the page of a notice that says this, as a browser sends them."""
    morceaux = [*fiche.date.split("-"), "", ""]
    envoi: dict[str, Any] = {
        "version": version,
        "genre": fiche.genre,
        "titre": fiche.titre,
        "sous_titre": fiche.sous_titre,
        "date_annee": morceaux[0],
        "date_mois": morceaux[1],
        "date_jour": morceaux[2],
        "langue": fiche.langue,
        "acces": fiche.acces,
        "publication": fiche.publication,
        "collection": fiche.collection,
        "editeur": fiche.editeur,
        "lieu": fiche.lieu,
        "volume": fiche.volume,
        "numero": fiche.numero,
        "pages": fiche.pages,
        "nombre_pages": fiche.nombre_pages or "",
        "pages_precision": fiche.pages_precision,
        "doi": fiche.doi,
        "isbn": fiche.isbn,
        "issn": fiche.issn,
        "resume": fiche.resume,
        "themes": list(fiche.themes),
        "territoires": "\n".join(fiche.territoires),
        "mots_cles": "\n".join(fiche.mots_cles),
        "note": fiche.note,
    }
    if fiche.en_ligne:
        envoi["en_ligne"] = "on"
    for nom, lignes in (("auteurs", fiche.auteurs), ("liens", fiche.liens), ("moments", fiche.moments)):
        envoi |= {f"{nom}-TOTAL_FORMS": len(lignes), f"{nom}-INITIAL_FORMS": len(lignes)}
        for rang, ligne in enumerate(lignes):
            dits = dict(vars(ligne))
            if dits.pop("organisme", False):
                envoi[f"{nom}-{rang}-organisme"] = "on"
            if nom == "moments":
                annee, mois, jour = [*dits.pop("date").split("-"), "", ""][:3]
                dits |= {"date_annee": annee, "date_mois": mois, "date_jour": jour}
            envoi |= {f"{nom}-{rang}-{cle}": valeur for cle, valeur in dits.items()}
    return envoi | champs
