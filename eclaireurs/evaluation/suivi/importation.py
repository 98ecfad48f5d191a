"""What a file would change in the plan: line by line, in French, without writing anything.

Lines are matched by their code. Recommendations belong to the report and never change here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from communs.collectivites.identite import Identite
from communs.echanges.tableurs import FORMULE, Feuille, Ligne, en_jour
from communs.echanges.textes import normaliser, sans_accents
from communs.etats.calculs import en_texte
from communs.etats.tables import Transition
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi import cellules as dit
from eclaireurs.evaluation.suivi import echange
from eclaireurs.evaluation.suivi.amendements import PREVU, est_fige
from eclaireurs.evaluation.suivi.cellules import ALIAS, COLONNES, Annuaire, Faute
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatPlan, EtatTache
from eclaireurs.evaluation.suivi.lignes import ACTIONS_MAX, DECISIONS, TACHES_MAX, table_de
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache

ETAPES_MAX = 300  # changes of state in one import: each is a step of its own, with its rules


@dataclass(frozen=True)
class Erreur:
    no: int
    code: str
    phrase: str


@dataclass
class Ecart:
    """A line to add or to change. `objet` is the row as it will be looked up; None for a new one."""

    no: int
    code: str
    titre: str
    objet: Planifie | None
    champs: dict[str, Any] = field(default_factory=dict)
    etape: Transition | None = None
    details: list[tuple[str, str, str]] = field(default_factory=list)  # what, before, after

    @property
    def ajout(self) -> bool:
        return self.objet is None


@dataclass
class Apercu:
    """What the file would do. `empreinte` names exactly that, so that nothing else gets written."""

    ecarts: list[Ecart] = field(default_factory=list)
    erreurs: list[Erreur] = field(default_factory=list)
    inchangees: int = 0
    ignorees: list[str] = field(default_factory=list)  # columns
    fige: bool = False

    @property
    def ajouts(self) -> list[Ecart]:
        return [e for e in self.ecarts if e.ajout]

    @property
    def changements(self) -> list[Ecart]:
        return [e for e in self.ecarts if not e.ajout]

    @property
    def motif_requis(self) -> bool:
        return (self.fige and any(e.ajout or set(e.champs) & set(PREVU) for e in self.ecarts)) or any(
            e.etape is not None and e.etape.motif_requis for e in self.ecarts
        )

    @property
    def empreinte(self) -> str:
        ecrits = [
            [
                e.code,
                e.objet.version if e.objet else 0,
                {nom: en_texte(valeur) for nom, valeur in e.champs.items()},
                e.etape.nom if e.etape else "",
            ]
            for e in self.ecarts
        ]
        return hashlib.sha256(json.dumps([ecrits, self.fige], sort_keys=True).encode()).hexdigest()


class Comparaison:
    """The plan beside a file. Everything it needs of the database is read once, in seven queries."""

    def __init__(self, plan: Plan, identite: Identite) -> None:
        self.plan, self.identite = plan, identite
        self.preconisations = {str(p.numero): p for p in plan.dossier.rapport.preconisations.all()}
        self.lignes: dict[str, Planifie] = {}
        for action in _lues(plan.actions).select_related("preconisation"):
            action.plan = plan
            self.lignes[action.code] = action
        actions = {a.pk: a for a in self.lignes.values()}
        for tache in _lues(Tache.objects.filter(action__plan=plan)):
            tache.action = actions[tache.action_id]
            self.lignes[tache.code] = tache
        self.annuaire = Annuaire(plan)
        self.nouvelles: dict[str, int] = {}  # codes that the file adds, with their line

    def comparer(self, feuille: Feuille) -> Apercu:
        apercu = Apercu(fige=est_fige(self.plan))
        connues = {sans_accents(nom) for nom in feuille.colonnes}
        connues = {ALIAS.get(nom, nom) for nom in connues}
        apercu.ignorees = [nom for nom in feuille.colonnes if dit.colonne(nom) not in COLONNES]
        if "code" not in connues:
            apercu.erreurs.append(
                Erreur(1, "", "Il manque la colonne « Code » : partez d’un fichier exporté d’ici.")
            )
            return apercu
        vues: dict[str, int] = {}
        for ligne in sorted(feuille.lignes, key=_par_niveau):
            self._une(ligne, apercu, vues)
        if sum(1 for e in apercu.ecarts if e.etape) > ETAPES_MAX:
            phrase = f"Pas plus de {ETAPES_MAX} changements d’état à la fois : importez en plusieurs fois."
            apercu.erreurs.append(Erreur(1, "", phrase))
        apercu.erreurs.sort(key=lambda e: e.no)
        apercu.ecarts.sort(key=lambda e: e.no)
        return apercu

    def _une(self, ligne: Ligne, apercu: Apercu, vues: dict[str, int]) -> None:
        cellules = {dit.colonne(nom): cellule for nom, cellule in ligne.cellules.items()}
        code = dit.texte(cellules.get("code")) if cellules.get("code") is not FORMULE else ""
        try:
            dit.refuser_les_formules(cellules)
            code = dit.code(cellules.get("code"))
            if code in vues:
                raise Faute(f"Le code {code} est déjà à la ligne {vues[code]}.")
            vues[code] = ligne.no
            ecart = self._ecart(ligne.no, code, cellules)
        except Faute as faute:
            apercu.erreurs.append(Erreur(ligne.no, code, str(faute)))
            return
        if ecart is None:
            apercu.inchangees += 1
        else:
            apercu.ecarts.append(ecart)

    def _ecart(self, no: int, code: str, cellules: Mapping[str, Any]) -> Ecart | None:
        if "." not in code:
            self._verifier_preconisation(code, cellules)
            return None
        objet = self.lignes.get(code)
        if objet is None:
            ecart = self._ajout(no, code, cellules)
            self.nouvelles[code] = no
            return ecart
        ecart = Ecart(no, code, objet.titre, objet)
        self._remplir(ecart, cellules, objet)
        self._faire_avancer(ecart, cellules, objet)
        return ecart if ecart.champs or ecart.etape else None

    def _verifier_preconisation(self, code: str, cellules: Mapping[str, Any]) -> None:
        preconisation: Preconisation | None = self.preconisations.get(code)
        if preconisation is None:
            raise Faute(
                f"Aucune préconisation {code} dans le rapport : un import n’en ajoute pas, elles s’écrivent "
                "dans le rapport."
            )
        titre = dit.texte(cellules.get("intitule", preconisation.titre))
        if titre != normaliser(preconisation.titre):
            raise Faute(
                f"La préconisation {code} appartient au rapport : son intitulé ne change pas par un import."
            )

    # --- a new line ------------------------------------------------------------------------------

    def _ajout(self, no: int, code: str, cellules: Mapping[str, Any]) -> Ecart:
        parent, _, numero = code.rpartition(".")
        nature, maximum = ("action", ACTIONS_MAX) if "." not in parent else ("tâche", TACHES_MAX)
        if nature == "action" and parent not in self.preconisations:
            raise Faute(f"Aucune préconisation {parent} dans le rapport : cette action n’a pas où aller.")
        if nature == "tâche" and parent not in self.lignes and parent not in self.nouvelles:
            raise Faute(f"Aucune action {parent} dans le plan : cette tâche n’a pas où aller.")
        if int(numero) > maximum:
            raise Faute(f"Le numéro {numero} dépasse {maximum}, le plus grand possible ici.")
        initial = EtatAction.PROPOSEE if nature == "action" else EtatTache.A_FAIRE
        etat = dit.texte(cellules.get("etat"))
        if etat and sans_accents(etat) != sans_accents(str(initial.label)):
            raise Faute(f"Une nouvelle {nature} commence à l’état « {initial.label} », pas « {etat[:30]} ».")
        if dit.texte(cellules.get("avancement (%)")) not in ("", "0"):
            raise Faute(f"Une nouvelle {nature} commence à 0 %.")
        modele = Action() if nature == "action" else Tache()
        ecart = Ecart(no, code, "", None)
        self._remplir(ecart, cellules, modele)
        ecart.titre = ecart.champs.get("titre", "")
        if not ecart.titre:
            raise Faute(f"Donnez un intitulé à cette nouvelle {nature}.")
        return ecart

    # --- fields ----------------------------------------------------------------------------------

    def _remplir(self, ecart: Ecart, cellules: Mapping[str, Any], objet: Planifie) -> None:
        """Note every field that the file says otherwise. A column that is not there says nothing."""
        for colonne, nom, maximum in (("intitule", "titre", 200), ("note", "note", 500)):
            if colonne in cellules:
                self._noter_texte(ecart, objet, nom, dit.texte(cellules[colonne]), maximum)
        if "service" in cellules:
            actuel = objet.service.nom if objet.service else ""
            if dit.texte(cellules["service"]) != normaliser(actuel):
                self._noter(ecart, objet, "service", self.annuaire.service(dit.texte(cellules["service"])))
        if "responsable" in cellules:
            self._noter_responsable(ecart, objet, dit.texte(cellules["responsable"]))
        for colonne, nom in (("debut", "debut_le"), ("fin", "fin_le")):
            if colonne in cellules:
                try:
                    self._noter(ecart, objet, nom, en_jour(cellules[colonne]))
                except ValueError as erreur:
                    raise Faute(str(erreur)) from None
        debut = ecart.champs.get("debut_le", objet.debut_le)
        fin = ecart.champs.get("fin_le", objet.fin_le)
        if debut and fin and fin < debut:
            raise Faute("La fin prévue vient avant le début.")

    def _noter_texte(self, ecart: Ecart, objet: Planifie, nom: str, texte: str, maximum: int) -> None:
        if texte == normaliser(getattr(objet, nom)):
            return
        if len(texte) > maximum:
            raise Faute(f"{len(texte)} signes pour « {texte[:30]}… » : {maximum} au plus.")
        if nom == "titre" and not texte:
            raise Faute("L’intitulé manque.")
        self._noter(ecart, objet, nom, texte)

    def _noter(self, ecart: Ecart, objet: Planifie, nom: str, valeur: Any) -> None:
        avant = getattr(objet, nom)
        if valeur == avant:
            return
        ecart.champs[nom] = valeur
        libelle = str(objet._meta.get_field(nom).verbose_name)  # type: ignore[union-attr]
        ecart.details.append((libelle, dit.dire(avant), dit.dire(valeur)))

    def _noter_responsable(self, ecart: Ecart, objet: Planifie, texte: str) -> None:
        actuel = objet.responsable
        presents = {normaliser(echange.nommer(actuel, avec_adresse=avec)) for avec in (True, False)}
        if texte not in presents:
            self._noter(ecart, objet, "responsable", self.annuaire.personne(texte))

    # --- how far it is ---------------------------------------------------------------------------

    def _faire_avancer(self, ecart: Ecart, cellules: Mapping[str, Any], objet: Planifie) -> None:
        if "etat" in cellules and dit.texte(cellules["etat"]):
            ecart.etape = self._etape(objet, dit.texte(cellules["etat"]))
        if ecart.etape is not None:
            vers = type(objet)._meta.get_field("etat").flatchoices  # type: ignore[misc]
            ecart.details.append(
                ("état", objet.get_etat_display(), dict(vers)[ecart.etape.vers])  # type: ignore[attr-defined]
            )
        if isinstance(objet, Tache) and dit.texte(cellules.get("avancement (%)")):
            self._noter_avancement(ecart, objet, cellules["avancement (%)"])

    def _etape(self, objet: Planifie, texte: str) -> Transition | None:
        choix = {sans_accents(nom): cle for cle, nom in type(objet)._meta.get_field("etat").flatchoices}  # type: ignore[misc]
        voulu = choix.get(sans_accents(texte))
        if voulu is None:
            raise Faute(f"L’état « {texte[:30]} » n’existe pas{dit.proche(texte, {n: n for n in choix})}")
        if voulu == objet.etat:  # type: ignore[attr-defined]
            return None
        present = objet.get_etat_display()  # type: ignore[attr-defined]
        pas = [t for t in table_de(objet).depuis(objet) if t.vers == voulu]
        if not pas:
            raise Faute(f"On ne passe pas de « {present} » à « {texte} » en une fois.")
        if pas[0].nom in DECISIONS:
            raise Faute("Retenir ou écarter une action se décide sur la page du comité final.")
        if not self.identite.peut(pas[0].regle, objet):
            raise Faute(f"« {pas[0].libelle} » n’est pas de votre ressort.")
        if obstacle := pas[0].obstacle(objet):
            raise Faute(obstacle)
        return pas[0]

    def _noter_avancement(self, ecart: Ecart, tache: Tache, valeur: Any) -> None:
        texte = dit.texte(valeur).removesuffix("%").strip().replace(",", ".")
        try:
            nombre = float(texte)
        except ValueError:
            raise Faute(f"« {texte[:20]} » n’est pas un avancement : de 0 à 100.") from None
        if not (0 <= nombre <= 100 and nombre.is_integer()):
            raise Faute("L’avancement est un nombre entier, de 0 à 100.")
        arrivee = ecart.etape.vers if ecart.etape else tache.etat
        if arrivee == EtatTache.FAITE:
            if nombre != 100 and nombre != tache.avancement:
                raise Faute("Une tâche faite est avancée à 100 %.")
            return
        if int(nombre) != tache.avancement and self.plan.etat != EtatPlan.ARRETE:
            raise Faute("L’avancement se note une fois le plan arrêté par le comité.")
        self._noter(ecart, tache, "avancement", int(nombre))


def _lues(lignes):
    return lignes.avec_noms().select_related("responsable__compte").order_by("pk")


def _par_niveau(ligne: Ligne) -> tuple[int, int]:
    """Actions before tasks: a file may add an action and its tasks in any order."""
    code = ligne.cellules.get("code")
    return (code.count(".") if isinstance(code, str) else 0, ligne.no)
