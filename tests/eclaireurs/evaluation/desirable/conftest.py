"""An evaluation whose plan is settled, with clues of several kinds; Alice evaluates."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.fichiers import preparation
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.desirable import services
from eclaireurs.evaluation.desirable.models import Desirable, Publication
from eclaireurs.evaluation.desirable.offre import offres
from eclaireurs.evaluation.desirable.transitions import DESIRABLE
from eclaireurs.evaluation.rapport.models import Conclusion
from tests.fichiers import fabrique
from tests.outils.evaluations import Evaluation, verser_un_article


@dataclass
class Affaire:
    """The dossier, who evaluates it, and the gestures that the tests repeat."""

    evaluation: Evaluation
    theme: Theme

    @property
    def dossier(self) -> Dossier:
        return Dossier.objects.select_related("collectivite").get(pk=self.evaluation.dossier.pk)

    @property
    def rapport(self) -> Desirable:
        return Desirable.objects.select_related("dossier__collectivite").get(dossier=self.dossier)

    @property
    def elle(self) -> Identite:
        return self.evaluation.identite("evaluateur")

    def deposer(self, texte: str = "", genre: str = "temoignage", depot=None, **champs) -> Materiau:
        champs = {"genre": genre, "texte": texte, "consentement": "donne"} | champs
        materiau = materiaux.deposer(
            identite=self.elle, dossier=self.dossier, demande=uuid4(), depot=depot, champs=champs
        )
        if materiau.fichier_id:
            preparation.traiter(materiau.fichier_id)
        return Materiau.objects.select_related("fichier", "dossier").get(pk=materiau.pk)

    def photo(self, titre: str, texte: str = "", **champs) -> Materiau:
        depot = SimpleUploadedFile("photo.jpg", fabrique.jpeg())
        return self.deposer(texte, "photo", depot, titre=titre, **champs)

    def ranger(self, *indices: Materiau) -> None:
        collecte.ranger(identite=self.elle, casier=self.theme, materiaux=list(indices))

    def tout_choisir(self) -> int:
        cles = [offre.cle for offre in offres(self.rapport)]
        return services.choisir(identite=self.elle, rapport=self.rapport, cles=cles)

    def intituler(self, titre: str = "Le bus qui prête des livres", **champs) -> None:
        services.ecrire(
            identite=self.elle,
            rapport=self.rapport,
            version=self.rapport.version,
            champs={"titre": titre, "chapeau": "Trois ans après, qui monte à bord ?"} | champs,
        )

    def publier(self) -> Publication:
        franchir(DESIRABLE, identite=self.elle, objet=self.rapport, nom="publier")
        return self.rapport.publications.select_related("rapport__dossier__collectivite").first()

    def refuser(self, indice: Materiau) -> None:
        """The person shown or quoted takes her consent back."""
        indice.refresh_from_db()
        materiaux.reecrire(
            identite=self.elle, materiau=indice, version=indice.version, champs={"consentement": "refuse"}
        )


@pytest.fixture
def affaire(medias, evaluation: Evaluation) -> Affaire:
    """Two recommendations of two actions, a conclusion, a theme, a journalist's piece; a settled plan."""
    evaluation.dossier.refresh_from_db()
    Conclusion.objects.create(
        rapport=evaluation.rapport, numero=1, titre="On vient pour quelqu’un", texte="Et pas pour les rayons."
    )
    evaluation.arreter()
    elle = evaluation.identite("evaluateur")
    dossier = Dossier.objects.get(pk=evaluation.dossier.pk)
    theme = collecte.ajouter_theme(identite=elle, collecte=dossier.collecte, titre="Venir")
    collecte.travailler_theme(
        identite=elle, theme=theme, version=theme.version, champs={"synthese": "On vient à pied."}
    )
    verser_un_article(evaluation)
    return Affaire(evaluation, theme)


@pytest.fixture
def navigateur(client_de: Callable[[Compte], Client], administratrice: Compte) -> Client:
    return client_de(administratrice)
