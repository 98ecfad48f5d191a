"""A survey and what the public brings to it, as tests need them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.fichiers import preparation
from communs.fichiers.models import Fichier
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.enquete import jetons, moderation, reception, services
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enquete.transitions import ENQUETE

TEXTE = "Le bibliobus passe à dix heures : à cette heure-là, tout le monde travaille."


def publier(compte: Compte, dossier: Dossier, **champs: Any) -> Enquete:
    """The survey of this dossier, open to the public."""
    enquete = Enquete.objects.get(dossier=dossier)
    identite = Identite(compte)
    voulus = {"introduction": "Dites-nous ce que le bibliobus change pour vous.", **champs}
    enquete = services.regler(identite=identite, enquete=enquete, version=enquete.version, champs=voulus)
    franchir(ENQUETE, identite=identite, objet=enquete, nom="publier")
    return Enquete.objects.get(pk=enquete.pk)


def clore(compte: Compte, enquete: Enquete) -> None:
    franchir(ENQUETE, identite=Identite(compte), objet=enquete, nom="clore")


def ouvrir_un_relais(enquete: Enquete, nom: str = "Fatou", lieu: str = "Accueil de la mairie") -> Relais:
    return Relais.objects.create(enquete=enquete, nom=nom, lieu=lieu)


def contribuer(enquete: Enquete, texte: str = TEXTE, **champs: Any) -> Contribution:
    """One contribution, by the service."""
    relais = champs.pop("relais", None)
    return reception.recevoir(
        enquete=enquete, demande=uuid4(), relais=relais, champs={"texte": texte} | champs
    )


def decider(compte: Compte, contribution: Contribution, geste: str, motif: str = "") -> Contribution:
    actuelle = Contribution.objects.get(pk=contribution.pk)
    return moderation.decider(
        identite=Identite(compte),
        contribution=actuelle,
        geste=geste,
        motif=motif,
        version=actuelle.version,
    )


def formulaire(enquete: Enquete, **champs: Any) -> dict[str, Any]:
    """What a person's browser sends, a minute after the form was shown."""
    cle = cle_d_il_y_a(enquete, 60)
    return {"texte": TEXTE, "accord": "publier", "conditions": "on", "cle": cle} | champs


def cle_d_il_y_a(enquete: Enquete, secondes: float) -> str:
    """The key of a form that was shown so many seconds ago."""
    montre = timezone.now().timestamp() - secondes
    return signing.dumps([enquete.pk, uuid4().hex, montre], salt=jetons._FORMULAIRE)


def envoyer(client: Client, enquete: Enquete, code: str = "", **champs: Any) -> Any:
    """Post the public form, by the survey's address or a relay's."""
    adresse = reverse("enquete:contribuer", args=[code or enquete.code])
    return client.post(adresse, formulaire(enquete, **champs))


def joindre(contribution: Contribution, nom: str, octets: bytes, consentement: str = "donne") -> PieceJointe:
    """A file, prepared as the worker does."""
    piece = reception.joindre(
        contribution=contribution,
        depot=SimpleUploadedFile(nom, octets),
        consentement=consentement,  # type: ignore[arg-type]
    )
    preparation.traiter(piece.fichier_id)
    return PieceJointe.objects.select_related("fichier").get(pk=piece.pk)


@dataclass(frozen=True)
class EnqueteDuDecor:
    """One thing of each kind that the addresses of a survey name."""

    code: str
    photo: UUID
    contribution: UUID
    piece: UUID
    jeton: str
    droit: str


def enquete_du_decor(compte: Compte, dossier: Dossier) -> EnqueteDuDecor:
    """A survey open to the public, with a public photo and a contribution to read, each being prepared."""
    enquete = publier(compte, dossier)
    contribution = contribuer(enquete)
    piece = PieceJointe.objects.create(
        contribution=contribution, fichier=_en_route(dossier, "plan.pdf", "document"), consentement="donne"
    )
    photo = Materiau.objects.create(
        dossier=dossier,
        genre="photo",
        titre="La file devant le bus",
        fichier=_en_route(dossier, "file.jpg", "image"),
        consentement="donne",
        portee_lecture="lecteurs",
        depose_par=dossier.participants.earliest("pk").acteur,
    )
    return EnqueteDuDecor(
        code=enquete.code,
        photo=photo.uuid,
        contribution=contribution.uuid,
        piece=piece.uuid,
        jeton=jetons.adresse_de_suivi(contribution).rstrip("/").rsplit("/", 1)[1],
        droit=jetons.droit_de_joindre(contribution),
    )


def _en_route(dossier: Dossier, nom: str, type: str) -> Fichier:
    return Fichier.objects.create(collectivite=dossier.collectivite, nom=nom, type=type, taille=1, occupe=1)
