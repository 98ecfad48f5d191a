"""The lines of one entry become one notice."""

import re
from dataclasses import dataclass, field, replace

from veille.imports.attribution import Attribution, attribuer
from veille.imports.auteurs import sont_des_auteurs
from veille.imports.calendrier import jours_de
from veille.imports.enums import Niveau, Sort
from veille.imports.lignes import Ligne, Sorte, entiere, liens_de, nettoyer, paragraphes, plier, soigner
from veille.imports.rapport import NumeroLu
from veille.imports.source import Source, lire_source
from veille.imports.titres import (
    couper,
    genre_de,
    genre_du_resume,
    langue_de,
    lire_commande,
    lire_moment,
    sans_point,
)
from veille.notices.fiches import FicheLien, FicheMoment, FicheNotice

ENTETE_MAX = 6  # lines in which the source of a notice is looked for
LIGNE_D_ENTETE = 200  # characters: a longer line is a summary, authors and sources excepted
_LIBELLES = re.compile(
    r"^(?:doi|introduction|table des matières|sommaire|synthèse|rapport|résumé|annexes?|programme|"
    r"inscriptions?|"
    r"informations?|version|pdf|télécharger|consulter|accéder|découvrir|lire|voir|en savoir|plus d|écouter|"
    r"regarder|s[’']inscrire|site|le site|bonnes feuilles|extraits?|présentation|document)\b",
    re.IGNORECASE,
)
_GENRES_DE_LIEN = (
    ("inscription", r"inscri"),
    ("sommaire", r"sommaire|table des mati"),
    ("introduction", r"^introduction"),
    ("synthese", r"synthèse|résumé"),
    ("document", r"rapport|document|pdf|télécharger|étude|texte intégral"),
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"«»]{1,180}")
_DATEES = ("formation", "mooc", "evenement")


@dataclass
class _Entete:
    titres: list[str] = field(default_factory=list)
    auteurs: str = ""
    commande: str = ""
    moments: list[FicheMoment] = field(default_factory=list)
    source: Source | None = None
    special: bool = False


def est_un_lien(ligne: Ligne) -> bool:
    """A label that leads somewhere: « Introduction », « ► [Rapport](…) ► [Synthèse](…) »."""
    texte = ligne.texte
    if len(texte) > 110 or not texte or ligne.reste:
        return False
    if len(ligne.liens) > 1 or texte.startswith(("http://", "https://")):
        return True
    return (
        bool(_LIBELLES.match(texte))
        and not texte.endswith(".")
        and len(texte.split()) <= 12
        and ":" not in texte
    )


def est_un_titre(ligne: Ligne) -> bool:
    """An arrow opens a notice, unless it stands before the label of a link."""
    return not (est_un_lien(ligne) and (len(ligne.liens) > 1 or len(ligne.texte.split()) <= 3))


def lire_entree(lignes: list[Ligne], lu: NumeroLu, parution: str) -> FicheNotice:
    """The notice of these lines; every one of them is told in `lu`."""
    tete, corps = _lire_l_entete(_deplier(lignes), lu, parution)
    liens, resume = _lire_le_corps(corps, lu)
    liens = [lien for ligne in lignes[:1] for lien in ligne.liens if lien.adresse] + liens
    titre, sous_titre, special = couper(tete.titres[0])
    sous_titre = ". ".join(filter(None, (sous_titre, *(sans_point(t) for t in tete.titres[1:]))))
    these = any(m.genre == "soutenance" for m in tete.moments)
    source = tete.source or Source()
    fait = attribuer(source, tete.auteurs, tete.commande, these)
    debut = lignes[0].no
    if tete.source is None:
        lu.dire(debut, Niveau.DOUTE, f"«\u00a0{titre[:80]}\u00a0» n’a pas de source lisible.")
    for avis in (*source.avis, *fait.avis):
        lu.dire(debut, Niveau.DOUTE, f"«\u00a0{titre[:80]}\u00a0»\u00a0: {avis}")
    special = special or tete.special
    fiche = FicheNotice(
        titre=titre,
        sous_titre=sous_titre,
        genre=_preciser(
            _genre(titre, source, fait, these=these, special=special, remis=bool(tete.moments)),
            "" if tete.moments or source.genre else genre_du_resume(resume),
        ),
        auteurs=tuple(dict.fromkeys(fait.auteurs)),
        publication=fait.publication,
        editeur=fait.editeur,
        collection=source.collection,
        volume=source.volume,
        numero=source.numero,
        date=source.date,
        pages=source.pages,
        nombre_pages=source.nombre_pages,
        pages_precision=source.pages_precision,
        en_ligne=source.en_ligne,
        langue=source.langue or langue_de(titre),
        resume=resume,
        moments=tuple(tete.moments),
        liens=tuple(dict.fromkeys(liens)),
        doi=_doi(lignes),
    )
    if source.actualise:
        fiche = replace(fiche, moments=(*fiche.moments, FicheMoment("actualisation", source.date)))
    return _dater(fiche, resume, lu, debut, parution)


def _doi(lignes: list[Ligne]) -> str:
    """The first DOI that the entry writes, in its words or in the address of a link."""
    for ligne in lignes:
        for texte in (ligne.texte, ligne.reste, *(lien.adresse for lien in ligne.liens)):
            if trouve := _DOI.search(texte):
                return trouve[0].rstrip(".,;)»\u00a0")[:200]
    return ""


def _deplier(lignes: list[Ligne]) -> list[Ligne]:
    """What follows a bold title on its own line is a line of its own."""
    premiere = lignes[0]
    if not premiere.reste:
        return lignes
    suite = Ligne(
        premiere.no,
        Sorte.TEXTE,
        nettoyer(premiere.reste),
        accentue=soigner(premiere.reste.replace("**", "")),
        liens=liens_de(premiere.reste),
    )
    return [replace(premiere, reste=""), suite, *lignes[1:]]


def _rang_de_la_source(lignes: list[Ligne], parution: str) -> int | None:
    for rang, ligne in enumerate(lignes[1 : 1 + ENTETE_MAX], 1):
        if lire_moment(ligne.texte, parution) is None and lire_source(ligne.accentue) is not None:
            return rang
        if len(ligne.texte) > LIGNE_D_ENTETE and not sont_des_auteurs(ligne.texte):
            break
    if len(lignes) > 2 and lire_source(lignes[-1].accentue) is not None:
        return len(lignes) - 1
    return None


def _lire_l_entete(lignes: list[Ligne], lu: NumeroLu, parution: str) -> tuple[_Entete, list[Ligne]]:
    tete = _Entete(titres=[lignes[0].texte])
    lu.classer(lignes[0].no, Sort.TITRE)
    rang = _rang_de_la_source(lignes, parution)
    en_fin = rang is not None and rang > ENTETE_MAX
    avant = lignes[1:rang] if rang is not None and not en_fin else lignes[1:]
    lues = 0
    for ligne in avant:
        if not _lire_une_ligne(ligne, tete, lu, parution, avant_source=rang is not None and not en_fin):
            break
        lues += 1
    if rang is None:
        return tete, lignes[1 + lues :]
    tete.source = lire_source(lignes[rang].accentue)
    lu.classer(lignes[rang].no, Sort.SOURCE)
    corps = lignes[1 + lues : rang] + lignes[rang + 1 :]
    if corps and re.match(r"numéro spécial\b", corps[0].texte, re.IGNORECASE):
        tete.special = True
    return tete, corps


def _lire_une_ligne(ligne: Ligne, tete: _Entete, lu: NumeroLu, parution: str, *, avant_source: bool) -> bool:
    """Take a line between title and source; False when it is the summary already."""
    texte = ligne.texte
    moment, commande = lire_moment(texte, parution), lire_commande(texte)
    if moment is not None:
        tete.moments.append(moment)
        lu.classer(ligne.no, Sort.MOMENT)
    elif commande:
        tete.commande = commande
        lu.classer(ligne.no, Sort.MOMENT)
    elif sont_des_auteurs(texte) and (avant_source or not tete.auteurs) and not est_un_lien(ligne):
        tete.auteurs = ", ".join(filter(None, (tete.auteurs, texte.rstrip(". "))))
        lu.classer(ligne.no, Sort.AUTEURS)
    elif avant_source and len(texte) <= LIGNE_D_ENTETE and not tete.auteurs:
        tete.titres.append(texte)
        lu.classer(ligne.no, Sort.TITRE)
    else:
        return False
    return True


def _lire_le_corps(lignes: list[Ligne], lu: NumeroLu) -> tuple[list[FicheLien], str]:
    """Links, and the summary as paragraphs of Markdown."""
    liens: list[FicheLien] = []
    gardees: list[Ligne] = []
    for ligne in lignes:
        if ligne.sorte is Sorte.BRUIT:
            lu.classer(ligne.no, Sort.IGNORE, ligne.motif)
        elif est_un_lien(ligne):
            lu.classer(ligne.no, Sort.LIEN)
            liens += [replace(lien, genre=_genre_de_lien(lien.libelle)) for lien in _liens(ligne)]
        else:
            lu.classer(ligne.no, Sort.RESUME)
            liens += [
                replace(lien, genre=_genre_de_lien(lien.libelle)) for lien in ligne.liens if lien.adresse
            ]
            gardees.append(ligne)
    return liens, en_markdown(gardees)


def _liens(ligne: Ligne) -> tuple[FicheLien, ...]:
    if ligne.liens:
        return ligne.liens
    if ligne.texte.startswith(("http://", "https://")):
        return (FicheLien(ligne.texte.split()[0]),)
    return (FicheLien("", ligne.texte[:120]),)


def _genre_de_lien(libelle: str) -> str:
    trouves = (genre for genre, motif in _GENRES_DE_LIEN if re.search(motif, libelle, re.IGNORECASE))
    return next(trouves, "page")


def en_markdown(lignes: list[Ligne]) -> str:
    """Paragraphs put together again; items stay items."""
    textes: list[str] = []
    for groupe in paragraphes(lignes):
        texte = " ".join(entiere(ligne) for ligne in groupe)
        if groupe[0].sorte is Sorte.PUCE:
            colle = bool(textes) and textes[-1].startswith("- ")
            textes[-1:] = [f"{textes[-1]}\n- {texte}"] if colle else [*textes[-1:], f"- {texte}"]
        else:
            textes.append(texte)
    return "\n\n".join(textes)


def _genre(titre: str, source: Source, fait: Attribution, *, these: bool, special: bool, remis: bool) -> str:
    """A guess, which the editor corrects."""
    if these or special:
        return "these" if these else "numero_special"
    if source.genre or remis:
        return source.genre or "rapport"
    if fait.publication:
        if any(a.role == "direction" for a in fait.auteurs):
            return "numero_special"
        court = source.nombre_pages is not None and source.nombre_pages <= 16
        return "article" if source.pages or source.en_ligne else "note" if court else "numero_special"
    return genre_de(titre) or _genre_sans_revue(source, fait)


def _preciser(genre: str, dit: str) -> str:
    """A kind that its shape leaves open is what the summary calls the document."""
    ouvert = genre == "rapport" or (genre == "article" and dit == "dossier")
    return dit if dit and ouvert else genre


def _genre_sans_revue(source: Source, fait: Attribution) -> str:
    if not (source.date or source.en_ligne):
        return "site"
    if source.en_ligne:
        return "billet"
    signe = any(not a.organisme for a in fait.auteurs)
    if source.collection or (signe and fait.editeur and plier(fait.editeur) not in map(plier, _noms(fait))):
        return "ouvrage"
    return "note" if source.nombre_pages and source.nombre_pages <= 8 else "rapport"


def _noms(fait: Attribution) -> list[str]:
    return [a.nom for a in fait.auteurs]


def _dater(fiche: FicheNotice, resume: str, lu: NumeroLu, debut: int, parution: str) -> FicheNotice:
    """What takes place on a day bears the day that its text tells."""
    if fiche.date or fiche.genre not in _DATEES:
        return fiche
    jours = jours_de(resume, parution)
    if jours is None or jours.devinee:
        return fiche
    lu.dire(
        debut,
        Niveau.CHOIX,
        f"«\u00a0{fiche.titre[:80]}\u00a0»\u00a0: la date vient du texte ({jours.debut:%d/%m/%Y}).",
    )
    return replace(fiche, date=jours.debut.isoformat())
