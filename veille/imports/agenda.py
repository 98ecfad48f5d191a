"""The agenda: entries with their days, their place, who organises."""

import re
from datetime import time

from veille.imports.auteurs import decouper, sont_des_auteurs
from veille.imports.calendrier import Jours, heures_de, jours_de
from veille.imports.cles import cle_libre
from veille.imports.entree import en_markdown, est_un_lien
from veille.imports.enums import Niveau, Sort
from veille.imports.lignes import Ligne, Sorte, entiere, nettoyer
from veille.imports.rapport import NumeroLu
from veille.imports.titres import sans_point
from veille.numeros.fiches import FicheRendezVous

LIGNE_DE_DATE = 160  # characters
_INSCRIPTION = re.compile(r"^inscriptions?\s+(?=\S)(?!et\b)", re.IGNORECASE)
_LIEU = re.compile(r"^(?:à travers|à|au|aux|en|dans|chez)\s(?=\S)", re.IGNORECASE)
_BORDS = " ,.;:–-()\u00a0"
SANS_DATE = (
    "Ce rendez-vous n’a pas de date lisible. Écrivez-la sous son titre («\u00a05 et 6 novembre 2018, à "
    "Lille\u00a0»), ou retirez-le du fichier."
)


def lire_rendez_vous(
    lignes: list[Ligne], lu: NumeroLu, parution: str, prises: set[str]
) -> FicheRendezVous | None:
    """The entry of these lines; None, and an error, when no day can be read."""
    for ligne in lignes:
        bruit = ligne.sorte is Sorte.BRUIT
        lu.classer(ligne.no, Sort.IGNORE if bruit else Sort.AGENDA, ligne.motif)
    titre, corps = lignes[0], [ligne for ligne in lignes[1:] if ligne.sorte is not Sorte.BRUIT]
    texte_titre = titre.texte
    suite = nettoyer(titre.reste)
    rang, jours = _trouver(corps, parution)
    ligne_de_date = corps[rang].texte if rang is not None else ""
    if jours is None and suite:
        jours, ligne_de_date = jours_de(suite, parution), suite
    if jours is None:
        jours, ligne_de_date = jours_de(texte_titre, parution), ""
    if jours is None:
        lu.dire(titre.no, Niveau.ERREUR, SANS_DATE)
        return None
    if jours.devinee:
        lu.dire(titre.no, Niveau.DOUTE, _dire_l_annee(texte_titre, jours))
    debut, fin, lieu = _heures_et_lieu(ligne_de_date, jours)
    reste = corps[:rang] + corps[rang + 1 :] if rang is not None else corps
    organisateurs, inscription, textes, liens = _trier(reste)
    adresses = [lien.adresse for ligne in (titre, *textes) for lien in ligne.liens if lien.adresse]
    inscriptions = [lien.adresse for ligne in liens for lien in ligne.liens if lien.adresse]
    nom = sans_point(texte_titre)
    return FicheRendezVous(
        cle=cle_libre(nom, prises),
        genre="echeance" if jours.limite else "evenement",
        titre=nom,
        debut=None if jours.limite else jours.debut,
        fin=jours.fin,
        heure_debut=debut,
        heure_fin=fin,
        lieu=lieu[:200],
        organisateurs=organisateurs,
        texte=en_markdown(textes),
        adresse=adresses[0] if adresses else "",
        inscription=inscription[:200],
        inscription_adresse=inscriptions[0] if inscriptions else "",
    )


def _trouver(corps: list[Ligne], parution: str) -> tuple[int | None, Jours | None]:
    """The line that tells the days: the first short one; failing that, the first that names any."""
    courtes = [rang for rang, ligne in enumerate(corps) if len(ligne.texte) <= LIGNE_DE_DATE]
    for rang in (*courtes, *(r for r in range(len(corps)) if r not in courtes)):
        jours = jours_de(entiere(corps[rang]), parution)
        if jours is not None:
            return (rang, jours) if rang in courtes else (None, jours)
    return None, None


def _dire_l_annee(titre: str, jours: Jours) -> str:
    annee = jours.fin.year
    return (
        f"«\u00a0{titre[:80]}\u00a0» n’a pas d’année\u00a0: {annee} est prise de la date du numéro. Vérifiez."
    )


def _heures_et_lieu(texte: str, jours: Jours) -> tuple[time | None, time | None, str]:
    """What stands after the days: hours, then a place."""
    if not texte:
        return None, None, ""
    debut, fin, suite = heures_de(texte[jours.place[1] :])
    lieu = suite.strip(_BORDS)
    sans = _LIEU.sub("", lieu)
    return debut, fin, sans[:1].upper() + sans[1:]


def _trier(lignes: list[Ligne]) -> tuple[tuple[str, ...], str, list[Ligne], list[Ligne]]:
    """Organisers, registration, texts, links: what the lines under the date say."""
    organisateurs: tuple[str, ...] = ()
    inscription = ""
    textes: list[Ligne] = []
    liens: list[Ligne] = []
    for ligne in lignes:
        texte = entiere(ligne)
        if _INSCRIPTION.match(texte) and len(texte) <= 120:
            inscription = _INSCRIPTION.sub("", texte).rstrip(".")
            liens.append(ligne)
        elif est_un_lien(ligne):
            liens.append(ligne)
        elif not organisateurs and not textes and _sont_des_organisateurs(texte):
            organisateurs = tuple(nom[:200] for nom in decouper(texte))
        else:
            textes.append(ligne)
    return organisateurs, inscription, textes, liens


def _sont_des_organisateurs(texte: str) -> bool:
    noms = decouper(texte)
    avec_barres = " / " in texte and all(nom[:1].isupper() and len(nom) <= 120 for nom in noms)
    return avec_barres or sont_des_auteurs(texte)
