"""From the text of a bulletin to the fiche of an issue, and what became of each of its lines. Pure."""

from communs.echanges.textes import sans_accents
from veille.imports.agenda import lire_rendez_vous
from veille.imports.cles import cle_libre
from veille.imports.encadres import lire_encadre, ouvre_un_encadre
from veille.imports.entree import est_un_titre, lire_entree
from veille.imports.enums import Niveau, Sort
from veille.imports.lignes import Ligne, Sorte, marquer, plier
from veille.imports.plan import Partie, Plan, entrees, tracer
from veille.imports.rapport import NumeroLu
from veille.imports.sigles import developper
from veille.imports.tete import Tete, cle_du_numero, lire_pied, lire_tete, rang_du_pied, une_sans_marque
from veille.notices.fiches import FicheNotice
from veille.numeros.fiches import FicheEncadre, FicheNumero, FicheRendezVous, FicheRubrique

NOTICES_MAX = 500
RUBRIQUES_MAX = 60
SANS_TITRE = "Numéro sans titre"
TROP = "Ce document donne plus de {} notices\u00a0: est-ce un seul numéro\u00a0? Importez-en un à la fois."


class Lecteur:
    """One reading: what it has met so far."""

    def __init__(self, document: str) -> None:
        self.lu = NumeroLu()
        self.lignes = marquer(document)
        self.plan = tracer(self.lignes)
        self.total = document.count("\n") + 1
        self.vues: dict[tuple[str, str], int] = {}
        self.tete = Tete()
        self.colophon = self.mentions = ""
        self.editorial: list[str] = []
        self.une: list[FicheNotice] = []
        self.rubriques: list[FicheRubrique] = []
        self.agenda: list[FicheRendezVous] = []
        self.cles_agenda: set[str] = set()
        self.cles_rubriques: set[str] = set()

    def lire(self) -> NumeroLu:
        """Read everything; an issue only when nothing forbids it."""
        self._lire_le_sommaire()
        pieds = self._detacher_le_pied()
        for partie in self.plan.parties:
            getattr(self, f"_lire_{partie.genre}")(partie)
        self._lire_les_pieds(pieds)
        self._verifier()
        self._classer_le_reste()
        if not self.lu.refuse:
            self.lu.fiche = developper(self._fiche(), self.lu)
        return self.lu

    def _fiche(self) -> FicheNumero:
        tete = self.tete
        return FicheNumero(
            cle=cle_libre(cle_du_numero(tete), set()),
            titre=(tete.titre or SANS_TITRE)[:200],
            genre=tete.genre,
            numero=tete.numero,
            date=tete.date,
            editorial="\n\n".join(filter(None, (tete.editorial, *self.editorial))),
            colophon=self.colophon,
            mentions=self.mentions,
            partenaires=tete.partenaires,
            une=tuple(self.une),
            rubriques=tuple(self.rubriques),
            agenda=tuple(self.agenda),
        )

    def _lire_le_sommaire(self) -> None:
        for ligne in self.plan.sommaire:
            self.lu.classer(ligne.no, Sort.SOMMAIRE)
        for ligne in self.plan.perdues:
            phrase = (
                f"«\u00a0{ligne.texte[:80]}\u00a0» est au sommaire\u00a0; aucune ligne ne le reprend, seul."
            )
            self.lu.dire(ligne.no, Niveau.DOUTE, phrase)

    def _detacher_le_pied(self) -> list[Ligne]:
        """The last lines of the last part, when they are those of the issue and not of an entry."""
        derniere = self.plan.parties[-1]
        if derniere.genre in ("pied", "tete"):
            return []
        coupe = rang_du_pied(derniere.lignes)
        pied = derniere.lignes[coupe:]
        derniere.lignes = derniere.lignes[:coupe]
        return pied

    def _lire_les_pieds(self, lignes: list[Ligne]) -> None:
        for partie in self.plan.parties:
            if partie.genre == "pied" and partie.titre is not None:
                lignes = [*lignes, partie.titre, *partie.lignes]
        self.colophon, self.mentions = lire_pied(lignes, self.tete.date[:4], self.lu)

    def _lire_pied(self, partie: Partie) -> None:
        """Read with the last lines, once all is known."""

    def _lire_tete(self, partie: Partie) -> None:
        sommaire = self.plan.sommaire
        fin = sommaire[-1].no if sommaire else 0
        premiere = next((p.titre.no for p in self.plan.parties if p.titre is not None), 0)
        apres = fin if fin < premiere else 0
        fleche = next((li.no for li in partie.lignes if li.sorte is Sorte.FLECHE), 0)
        apres = apres or (fleche - 1 if fleche else 0)
        self.tete = lire_tete(partie.lignes, self.plan.titre, apres, self.lu)
        reste = list(self.tete.reste)
        avant, lots = (
            entrees(reste, est_un_titre) if any(li.sorte is Sorte.FLECHE for li in reste) else ([], [])
        )
        if not lots:
            avant, lots = une_sans_marque(tuple(reste))
        self._mettre_de_cote(avant, "liens et signes entre le sommaire et la première notice")
        self.une += self._notices(lots)

    def _lire_une(self, partie: Partie) -> None:
        self.lu.classer(partie.ouverture.no, Sort.RUBRIQUE)
        avant, lots = entrees(partie.lignes, est_un_titre)
        if not lots:
            avant, lots = une_sans_marque(tuple(partie.lignes))
        self._mettre_de_cote(avant, "texte avant la première notice")
        self.une += self._notices(lots)

    def _lire_editorial(self, partie: Partie) -> None:
        self.lu.classer(partie.ouverture.no, Sort.EDITORIAL)
        texte = lire_tete(partie.lignes, None, 0, NumeroLu())
        for ligne in partie.lignes:
            self.lu.classer(ligne.no, Sort.EDITORIAL)
        if texte.editorial:
            self.editorial.append(texte.editorial)

    def _lire_rubrique(self, partie: Partie) -> None:
        titre = partie.ouverture
        if len(self.rubriques) == RUBRIQUES_MAX:
            phrase = f"Ce document a plus de {RUBRIQUES_MAX} rubriques\u00a0: est-ce un seul numéro\u00a0?"
            if not any(r.message == phrase for r in self.lu.remarques[Niveau.ERREUR]):
                self.lu.dire(titre.no, Niveau.ERREUR, phrase)
            return
        self.lu.classer(titre.no, Sort.RUBRIQUE)
        lignes, boites = _detacher_les_encadres(partie.lignes)
        avant, lots = entrees(lignes, est_un_titre)
        if avant:
            self._mettre_de_cote(avant, "texte entre le titre de la rubrique et sa première notice")
        notices = self._notices(lots)
        prises: set[str] = set()
        encadres: tuple[FicheEncadre, ...] = tuple(lire_encadre(boite, self.lu, prises) for boite in boites)
        if not notices and not encadres:
            self.lu.dire(
                titre.no, Niveau.DOUTE, f"La rubrique «\u00a0{titre.texte[:80]}\u00a0» n’a aucune notice."
            )
        self.rubriques.append(
            FicheRubrique(cle_libre(titre.texte, self.cles_rubriques), titre.texte, tuple(notices), encadres)
        )

    def _lire_agenda(self, partie: Partie) -> None:
        self.lu.classer(partie.ouverture.no, Sort.AGENDA)
        avant, lots = entrees(partie.lignes, est_un_titre)
        self._mettre_de_cote(avant, "texte avant le premier rendez-vous")
        for lot in lots:
            lue = lire_rendez_vous(lot, self.lu, self.tete.date, self.cles_agenda)
            if lue is not None:
                self.agenda.append(lue)

    def _notices(self, lots: list[list[Ligne]]) -> list[FicheNotice]:
        lues = []
        for lot in lots:
            if len(self.vues) >= NOTICES_MAX:
                if not any(r.message == TROP.format(NOTICES_MAX) for r in self.lu.remarques[Niveau.ERREUR]):
                    self.lu.dire(lot[0].no, Niveau.ERREUR, TROP.format(NOTICES_MAX))
                continue
            utiles = [ligne for ligne in lot if ligne.sorte is not Sorte.BRUIT]
            for ligne in lot:
                if ligne.sorte is Sorte.BRUIT:
                    self.lu.classer(ligne.no, Sort.IGNORE, ligne.motif)
            fiche = lire_entree(utiles, self.lu, self.tete.date)
            if not self._est_un_double(fiche, utiles):
                self.lu.reperes.append(lot[0].no)
                lues.append(fiche)
        return lues

    def _est_un_double(self, fiche: FicheNotice, lignes: list[Ligne]) -> bool:
        """The same title and year twice: the second is set aside, and said."""
        cle = (plier(sans_accents(fiche.titre + fiche.sous_titre)), fiche.date[:4])
        premiere = self.vues.setdefault(cle, lignes[0].no)
        if premiere == lignes[0].no:
            return False
        motif = f"double de la notice de la ligne {premiere}"
        for ligne in lignes:
            self.lu.classer(ligne.no, Sort.IGNORE, motif)
        titre = fiche.titre[:80]
        phrase = f"«\u00a0{titre}\u00a0» est déjà à la ligne {premiere}\u00a0: la seconde n’est pas reprise."
        self.lu.dire(lignes[0].no, Niveau.DOUTE, phrase)
        return True

    def _mettre_de_cote(self, lignes: list[Ligne], motif: str) -> None:
        for ligne in lignes:
            self.lu.classer(ligne.no, Sort.IGNORE, ligne.motif or motif)
        longues = [ligne for ligne in lignes if len(ligne.texte) > 80]
        if longues:
            self.lu.dire(longues[0].no, Niveau.DOUTE, f"Laissé de côté\u00a0: {motif}.")

    def _verifier(self) -> None:
        plan: Plan = self.plan
        if not self.tete.titre:
            self.lu.dire(
                0,
                Niveau.DOUTE,
                f"Titre du numéro non trouvé\u00a0: le brouillon s’appelle «\u00a0{SANS_TITRE}\u00a0».",
            )
        if not self.tete.date:
            self.lu.dire(0, Niveau.DOUTE, "Date du numéro non trouvée\u00a0: ajoutez-la dans l’éditeur.")
        cherche = " ; ".join(plan.cherche)
        if not plan.rubriques:
            ou = plan.sommaire[-1].no if plan.sommaire else self.lignes[0].no if self.lignes else 0
            phrase = (
                f"Aucune rubrique n’est reconnue. Vigie a cherché\u00a0: {cherche}. Écrivez chaque titre de "
                "rubrique «\u00a0## Titre\u00a0», ou annoncez-les dans une liste sous «\u00a0Sommaire\u00a0» "
                "et reprenez-les tels quels."
            )
            self.lu.dire(ou, Niveau.ERREUR, phrase)
        elif not self.vues:
            titre = plan.rubriques[0].titre
            phrase = (
                "Aucune notice n’est reconnue. Vigie a cherché, dans chaque rubrique, des lignes qui "
                "commencent par «\u00a0►\u00a0», des titres «\u00a0###\u00a0», une liste («\u00a0-\u00a0» ou "
                "«\u00a01.\u00a0») ou des titres en gras. Marquez ainsi le titre de chaque notice."
            )
            self.lu.dire(titre.no if titre else 0, Niveau.ERREUR, phrase)

    def _classer_le_reste(self) -> None:
        """A line is blank, noise, or not understood: none is left untold."""
        pleines = {ligne.no: ligne for ligne in self.lignes}
        for no in range(1, self.total + 1):
            if no not in self.lu.sorts:
                ligne = pleines.get(no)
                if ligne is None:
                    self.lu.classer(no, Sort.VIDE)
                elif ligne.sorte is Sorte.BRUIT:
                    self.lu.classer(no, Sort.IGNORE, ligne.motif)
                else:
                    self.lu.classer(no, Sort.INCOMPRIS)


def _detacher_les_encadres(lignes: list[Ligne]) -> tuple[list[Ligne], list[list[Ligne]]]:
    """The notices' lines, and those of each box. A box runs to the end of its rubrique, to the next box, or,
    opened by a heading, to the next heading that is as high."""
    reste: list[Ligne] = []
    boites: list[list[Ligne]] = []
    ouverte: Ligne | None = None
    for ligne in lignes:
        if ouvre_un_encadre(ligne):
            ouverte = ligne
            boites.append([])
        elif ouverte is not None and _ferme(ouverte, ligne):
            ouverte = None
        (boites[-1] if ouverte is not None else reste).append(ligne)
    return reste, boites


def _ferme(ouverte: Ligne, ligne: Ligne) -> bool:
    titres = ouverte.sorte is Sorte.TITRE and ligne.sorte is Sorte.TITRE
    return titres and ligne.niveau <= ouverte.niveau


def lire(document: str) -> NumeroLu:
    """The issue that a document holds; its lines end with a line feed."""
    return Lecteur(document).lire()
