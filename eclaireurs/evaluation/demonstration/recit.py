"""The demonstration evaluation, half-way: told day by day through the services, filled in bulk between."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers import services as dossiers
from communs.dossiers.models import Participant
from communs.etats.models import Acteur
from communs.etats.tables import Table, franchir
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.cadrage.enums import GenreRencontre
from eclaireurs.evaluation.cadrage.transitions import CADRE, RENCONTRE
from eclaireurs.evaluation.demonstration import gens
from eclaireurs.evaluation.demonstration.horloge import au_jour
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.models import Engagement

Contenu = Mapping[str, Any]
OUVERTURE, ARRIVEES, CADRE_PROPOSE, CADRE_VALIDE = -200, -199, -194, -187
REMISE = -115


class Recit:
    """One evaluation being told; `jours` count from the day it is loaded."""

    def __init__(self, collectivite: Collectivite, contenu: Contenu, aujourdhui: date) -> None:
        self.collectivite, self.contenu, self.aujourdhui = collectivite, contenu, aujourdhui
        # The real day, counted as the story counts; 0 when it is told to its end. The clock moves later.
        self.present = (timezone.localdate() - aujourdhui).days
        self.comptes: dict[str, Compte] = {}
        self.gens: dict[str, Participant] = {}

    def jour(self, jours: int) -> date:
        return self.aujourdhui + timedelta(days=jours)

    def instant(self, jours: int, heure: int = 11) -> datetime:
        return datetime.combine(self.jour(jours), time(heure), tzinfo=ZoneInfo(self.collectivite.fuseau))

    @contextmanager
    def le(self, jours: int, heure: int = 11) -> Iterator[None]:
        with au_jour(self.instant(jours, heure)):
            yield

    def identite(self, role: str) -> Identite:
        return Identite(self.comptes[role])

    def franchir(self, table: Table, objet: Any, nom: str, role: str, **autres: Any) -> Any:
        return franchir(table, identite=self.identite(role), objet=objet, nom=nom, **autres)

    # --- the frame ------------------------------------------------------------------------------

    def ouvrir(self) -> None:
        """The dossier and its people."""
        for role in gens.GENS:
            self.comptes[role] = gens.compte(self.collectivite, role)
        quoi = self.contenu["dossier"]
        with self.le(OUVERTURE, 10):
            self.dossier = dossiers.ouvrir(
                identite=self.identite("evaluateur"),
                collectivite=self.collectivite,
                genre_cle="evaluation",
                titre=quoi["titre"],
                resume=quoi["resume"],
                demande=uuid4(),
            )
        self.gens["evaluateur"] = self.dossier.participants.get()
        with self.le(ARRIVEES):
            for role in self.comptes.keys() - self.gens.keys():
                self.gens[role] = self._participer(role)

    def _participer(self, role: str) -> Participant:
        compte, adhesion = self.comptes[role], self.comptes[role].adhesions.first()
        return Participant.objects.create(
            dossier=self.dossier,
            compte=compte,
            acteur=Acteur.objects.de(compte),
            organisation=gens.GENS[role][4] or self.collectivite.nom,
            service=adhesion.service if adhesion else None,
            roles=[role],
        )

    def cadrer(self) -> None:
        """The frame, written, proposed, validated by the first committee."""
        self.ecrire_le_cadre()
        with self.le(CADRE_PROPOSE):
            self.franchir(CADRE, self.dossier.cadre, "proposer", "evaluateur")
        with self.le(CADRE_VALIDE):
            self.franchir(CADRE, self.dossier.cadre, "valider", "evaluateur")

    def ecrire_le_cadre(self) -> None:
        """Its perimeter, its questions and their criteria."""
        qui, quoi, cadre = self.identite("evaluateur"), self.contenu["cadre"], self.dossier.cadre
        with self.le(CADRE_PROPOSE):
            champs = {"perimetre": quoi["perimetre"], "hors_perimetre": quoi["hors_perimetre"]}
            cadrage.delimiter(identite=qui, cadre=cadre, version=cadre.version, champs=champs)
            for texte in quoi["questions"]:
                question = cadrage.ajouter_question(identite=qui, cadre=cadre, texte=texte["texte"])
                for titre, signe in texte["criteres"]:
                    cadrage.ajouter_critere(identite=qui, question=question, titre=titre, signe=signe)

    def reunir(self) -> None:
        """The meetings: dated, those of the past held, with minutes and attendance."""
        qui = self.identite("evaluateur")
        for ligne in self.contenu["rencontres"]:
            rencontre = self.dossier.rencontres.get(genre=GenreRencontre(ligne["genre"]))
            champs = {nom: ligne[nom] for nom in ("lieu", "ordre_du_jour", "compte_rendu")}
            champs |= {"le": self.jour(ligne["jours"]), "heure": time.fromisoformat(ligne["heure"])}
            with self.le(min(ligne["jours"], self.present - 1), 18):
                cadrage.preciser(identite=qui, rencontre=rencontre, version=rencontre.version, champs=champs)
                if ligne["jours"] < self.present:
                    rencontre.refresh_from_db()
                    self.franchir(RENCONTRE, rencontre, "tenir", "evaluateur", titre=str(rencontre))
                    presences = {
                        self.gens[role]: "present" if role in ligne["presents"] else "excuse"
                        for role in {*ligne["presents"], "comite"}
                    }
                    cadrage.emarger(identite=qui, rencontre=rencontre, presences=presences)

    def signer(self) -> None:
        """Some commitments are signed; those of the last scenes still wait."""
        engagements = Engagement.objects.filter(scene__episode__cle="evaluation", scene__numero__lte=4)
        for rang, engagement in enumerate(engagements.select_related("scene").order_by("scene__numero")):
            role = engagement.voix.split("+")[0]
            with self.le(CADRE_VALIDE + 2 + rang):
                cadrage.signer(identite=self.identite(role), dossier=self.dossier, engagement=engagement)

    # --- the report -----------------------------------------------------------------------------

    def rapporter(self) -> None:
        """The report, handed to the applicateur; the final committee will see it sealed."""
        rapport = self.dossier.rapport
        Conclusion.objects.bulk_create(
            Conclusion(rapport=rapport, numero=numero, **piece)
            for numero, piece in enumerate(self.contenu["conclusions"], start=1)
        )
        Preconisation.objects.bulk_create(
            Preconisation(rapport=rapport, numero=numero, titre=piece["titre"], texte=piece["texte"])
            for numero, piece in enumerate(self.contenu["preconisations"], start=1)
        )
        self._designer_les_services()
        with self.le(REMISE):
            self.franchir(RAPPORT, rapport, "remettre", "evaluateur")

    def _designer_les_services(self) -> None:
        lien = Preconisation.services.through
        par_numero = {p.numero: p.pk for p in self.dossier.rapport.preconisations.all()}
        paires = {
            (par_numero[numero], gens.service(self.collectivite, action[2]).pk)
            for numero, piece in enumerate(self.contenu["preconisations"], start=1)
            for action in piece["actions"]
        }
        lien.objects.bulk_create(
            lien(preconisation_id=preconisation, service_id=service)
            for preconisation, service in sorted(paires)
        )
