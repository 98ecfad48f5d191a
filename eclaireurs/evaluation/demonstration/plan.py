"""The demonstration's plan: proposed, decided, frozen, then half carried out."""

from typing import Any
from uuid import uuid4

from communs.dossiers import services as dossiers
from communs.etats.models import Acteur
from eclaireurs.evaluation.demonstration import gens
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.presse import services as presse
from eclaireurs.evaluation.suivi import lignes, rappels
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatTache
from eclaireurs.evaluation.suivi.models import Action, Avis, Planifie, Remarque, Tache
from eclaireurs.evaluation.suivi.transitions import ACTION, PLAN, TACHE

COMITE_FINAL = -95
GESTES = {"ecartee": "ecarter", "bloquee": "bloquer", "abandonnee": "abandonner"}


class RecitDuPlan:
    """What happens to the plan of a dossier already told as far as its report."""

    def __init__(self, recit: Recit) -> None:
        self.recit, self.dossier, self.plan = recit, recit.dossier, recit.dossier.plan
        self.voulus: dict[str, str] = {}  # code: the state in which the story leaves it
        self.motifs = {code: (jours, motif) for code, jours, motif in recit.contenu["motifs"]}
        self.reculs = {code: suite for code, *suite in recit.contenu["amendements"]}

    def proposer(self) -> None:
        """Sixty actions and their tasks, as the conclave left them."""
        preconisations = {p.numero: p for p in self.dossier.rapport.preconisations.all()}
        actions, taches = [], []
        for p, piece in enumerate(self.recit.contenu["preconisations"], start=1):
            for a, (titre, etat, service, qui, debut, fin, etapes) in enumerate(piece["actions"], start=1):
                code = f"{p}.{a}"
                commun = self._commun(code, titre, service, qui, debut, fin, etat)
                actions.append(Action(plan=self.plan, preconisation=preconisations[p], numero=a, **commun))
                for t, (nom, son_etat, avance, lui, du, au) in enumerate(etapes, start=1):
                    champs = self._commun(f"{code}.{t}", nom, service, lui, du, au, son_etat)
                    taches.append(Tache(action=actions[-1], numero=t, avancement=avance, **champs))
        for tache in taches:  # a task is done only in a plan under way
            tache.avancement = 0
        Action.objects.bulk_create(actions)
        Tache.objects.bulk_create(taches)

    def _commun(
        self, code: str, titre: str, service: str, qui: str, debut: int, fin: int, etat: str
    ) -> dict[str, Any]:
        self.voulus[code] = etat
        fin = self.reculs[code][2] if code in self.reculs else fin
        return {
            "titre": titre,
            "service": gens.service(self.recit.collectivite, service),
            "responsable": self.recit.gens[qui],
            "debut_le": self.recit.jour(debut),
            "fin_le": self.recit.jour(fin),
            "note": self.recit.contenu["notes"].get(code, ""),
        }

    def decider(self) -> None:
        """The final committee: the report is sealed, actions are ranked and picked, the plan is frozen."""
        recit = self.recit
        with recit.le(COMITE_FINAL, 14):
            recit.franchir(PLAN, self.plan, "presenter", "applicateur")
            self._donner_des_avis()
            for action in self._lignes(Action):
                if self.voulus[action.code] == EtatAction.ECARTEE:
                    self._avancer(action)
            retenues = list(self.plan.actions.filter(etat=EtatAction.PROPOSEE))
            for rang, action in enumerate(retenues, start=1):
                action.etat, action.rang = EtatAction.RETENUE, rang
            Action.objects.bulk_update(retenues, ["etat", "rang"])
        with recit.le(COMITE_FINAL, 17):
            recit.franchir(PLAN, self.plan, "arreter", "applicateur")

    def _donner_des_avis(self) -> None:
        actions = {action.code: action for action in self._lignes(Action)}
        Avis.objects.bulk_create(
            Avis(
                action=actions[code],
                participant=self.recit.gens["comite"],
                choix=choix,
                commentaire=commentaire,
            )
            for code, choix, commentaire in self.recit.contenu["avis"]
        )

    def conduire(self) -> None:
        """What is done, what is under way; then what is blocked or let go, with its reason."""
        self.plan.refresh_from_db()
        avancements = {
            f"{p}.{a}.{t}": etape[2]
            for p, piece in enumerate(self.recit.contenu["preconisations"], start=1)
            for a, action in enumerate(piece["actions"], start=1)
            for t, etape in enumerate(action[6], start=1)
        }
        actions, taches = self._lignes(Action), self._lignes(Tache)
        for action in actions:
            if action.etat == EtatAction.RETENUE:
                action.etat = self._avant_le_motif(action.code)
        for tache in taches:
            tache.etat, tache.avancement = self._avant_le_motif(tache.code), avancements[tache.code]
            if tache.etat == EtatTache.FAITE:
                tache.finie_le = self.recit.instant((tache.fin_le - self.recit.aujourdhui).days, 16)
        Action.objects.bulk_update(actions, ["etat"])
        Tache.objects.bulk_update(taches, ["etat", "avancement", "finie_le"])
        self._buter([*taches, *actions])

    def _avant_le_motif(self, code: str) -> str:
        """The state before the step that a reason tells, or simply the state."""
        return "en_cours" if code in self.motifs else self.voulus[code]

    def _buter(self, planifiees: list[Planifie]) -> None:
        a_dire = [ligne for ligne in planifiees if ligne.code in self.motifs]
        for ligne in sorted(a_dire, key=lambda ligne: self.motifs[ligne.code][0]):
            jours, _ = self.motifs[ligne.code]
            if jours > COMITE_FINAL:
                with self.recit.le(jours):
                    self._avancer(ligne)

    def _avancer(self, ligne: Planifie) -> None:
        table = ACTION if isinstance(ligne, Action) else TACHE
        nom, motif = GESTES[self.voulus[ligne.code]], self.motifs[ligne.code][1]
        self.recit.franchir(table, ligne, nom, "applicateur", motif=motif, code=ligne.code)

    def amender(self) -> None:
        """Ends that were put off, in the open."""
        for tache in self._lignes(Tache):
            if tache.code in self.reculs:
                jours, motif, _ = self.reculs[tache.code]
                p, a, t = (int(n) - 1 for n in tache.code.split("."))
                fin = self.recit.contenu["preconisations"][p]["actions"][a][6][t][5]
                with self.recit.le(jours):
                    lignes.enregistrer(
                        identite=self.recit.identite("applicateur"),
                        ligne=tache,
                        version=tache.version,
                        champs={"fin_le": self.recit.jour(fin)},
                        motif=motif,
                    )
        rappels.dire_tout(self.plan)  # what was written in bulk is dated too

    def commenter(self) -> None:
        """What people said of the recommendations, and of the whole."""
        preconisations = {p.numero: p for p in self.dossier.rapport.preconisations.all()}
        for numero, role, jours, texte in self.recit.contenu["remarques"]:
            with self.recit.le(jours, 15):
                Remarque.objects.create(
                    plan=self.plan,
                    preconisation=preconisations[numero],
                    auteur=Acteur.objects.de(self.recit.comptes[role]),
                    texte=texte,
                )
        for role, jours, texte in self.recit.contenu["commentaires"]:
            with self.recit.le(jours, 15):
                dossiers.commenter(
                    identite=self.recit.identite(role),
                    dossier=self.dossier,
                    objet=self.dossier,
                    texte=texte,
                    demande=uuid4(),
                )

    def raconter(self) -> None:
        """What the press made of it: a piece of her own by a journalist who sat in the committee."""
        for role, jours, titre, texte in self.recit.contenu["articles"]:
            with self.recit.le(jours, 9):
                presse.verser(
                    identite=self.recit.identite(role),
                    plan=self.plan,
                    demande=uuid4(),
                    champs={"titre": titre, "media": gens.GENS[role][4], "texte": texte},
                )

    def _lignes(self, modele: type[Planifie]) -> list[Any]:
        """Every row of this kind, able to tell its code without a query."""
        if modele is Action:
            return list(self.plan.actions.select_related("preconisation", "plan__dossier__collectivite"))
        chemin = "action__plan__dossier__collectivite"
        return list(
            Tache.objects.filter(action__plan=self.plan).select_related("action__preconisation", chemin)
        )
