"""A demonstration session, told through the services, then moved to its place in time."""

import io
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.etats.tables import franchir
from nuancier.couleurs import encres
from nuancier.models import Teinte
from nuancier.parcours.models import Parcours
from nuancier.parcours.services import creer
from nuancier.sessions import inscriptions, livrable, retours, services
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Stagiaire
from nuancier.sessions.transitions import SESSION

Recit = Mapping[str, Any]
LARGEUR, HAUTEUR = 1400, 1050


def raconter(compte: Compte, collectivite: Collectivite, parcours: Recit, recit: Recit) -> None:
    """Days count from the one on which it is loaded; `decalage` then moves a session that was held."""
    qui, aujourdhui = Identite(compte), timezone.localdate()
    session = services.preparer(
        identite=qui,
        parcours=_parcours(compte, collectivite, parcours),
        collectivite=collectivite,
        titre=recit["titre"],
        organisme=collectivite.nom,
    )
    for jour in recit["jours"]:
        le = aujourdhui + timedelta(days=jour)
        services.ajouter_un_jour(
            identite=qui, session=session, aujourd_hui=le, le=le,
            debut=time(9), pause_debut=time(12, 30), pause_fin=time(14), fin=time(17),
        )  # fmt: skip
    session = _relire(session)
    champs = {"lieu": recit["lieu"], "acces": recit["acces"], "jauge": 12}
    services.regler(identite=qui, session=session, version=session.version, champs=champs)
    franchir(SESSION, identite=qui, objet=session, nom="ouvrir")
    session = _relire(session)
    gens = [(_venir(session, qui_vient), qui_vient) for qui_vient in recit["gens"]]
    _pointer(qui, session, [s for s, _ in gens])
    for ecrite in recit["situations"]:
        _situation(qui, session, ecrite)
    if recit.get("decalage"):
        franchir(SESSION, identite=qui, objet=session, nom="tenir")
        _deplacer(_relire(session), recit["decalage"])
        for stagiaire, dit in gens:
            _bilan(stagiaire, dit)
        livrable.partager(identite=qui, session=_relire(session), oui=True)


def _relire(session: Session) -> Session:
    return Session.objects.select_related("collectivite", "parcours").get(pk=session.pk)


def _parcours(compte: Compte, collectivite: Collectivite, dit: Recit) -> Parcours:
    deja = Parcours.objects.filter(auteur=compte, titre=dit["titre"]).first()
    if deja is not None:
        return deja
    teintes = [Teinte.objects.get(code=code) for code in dit["teintes"]]
    return creer(
        identite=Identite(compte),
        titre=dit["titre"],
        demande=uuid4(),
        choix=[(teinte, teinte.modules.order_by("rang").first()) for teinte in teintes],
        intention=dit["intention"],
        collectivite=collectivite,
    )


def _venir(session: Session, dit: Recit) -> Stagiaire:
    champs = {nom: dit.get(nom, "") for nom in ("nom", "service", "email", "besoins")}
    champs["organisation"] = session.organisme
    arrivee = inscriptions.rejoindre(session=session, demande=uuid4(), champs=champs)
    retours.dire_ses_attentes(
        stagiaire=arrivee.stagiaire, attentes=dit.get("attentes", ""), competences=_competences(session, dit)
    )
    return arrivee.stagiaire


def _competences(session: Session, dit: Recit) -> list[str]:
    """By their rank in the snapshot, from 1."""
    toutes = [c for pas in (session.contenu or {})["pas"] for c in pas["fiche"]["competences"]]
    return [toutes[rang - 1] for rang in dit.get("vise", ())]


def _pointer(qui: Identite, session: Session, gens: list[Stagiaire]) -> None:
    """Everybody was there on the days that have passed."""
    passes = session.jours.filter(le__lte=timezone.localdate())
    presents = [(s, j, d.moment) for s in gens for j in passes for d in j.demi_journees]
    retours.emarger(identite=qui, session=session, presents=presents)


def _situation(qui: Identite, session: Session, dit: Recit) -> None:
    champs = {nom: dit[nom] for nom in ("titre", "texte", "teinte")}
    situation = livrable.ecrire_une_situation(identite=qui, session=session, **champs)
    if dit.get("photo"):
        livrable.ajouter_une_photo(
            identite=qui, situation=situation, depot=dessiner(dit["teinte"]), description=dit["photo"]
        )


def _bilan(stagiaire: Stagiaire, dit: Recit) -> None:
    stagiaire = Stagiaire.objects.select_related("session").get(pk=stagiaire.pk)
    for quoi, champs in dit.get("bilan", {}).items():
        retours.noter(stagiaire=stagiaire, champs=champs, quoi=quoi)
    Stagiaire.objects.filter(pk=stagiaire.pk).update(suivi_demande_le=timezone.now())


def _deplacer(session: Session, jours: int) -> None:
    ecart = timedelta(days=jours)
    for jour in session.jours.order_by("le" if jours < 0 else "-le"):
        jour.le += ecart
        jour.save(update_fields=["le"])
    assert session.fin_le is not None and session.suivi_le is not None  # noqa: S101
    Session.objects.filter(pk=session.pk).update(
        fin_le=session.fin_le + ecart, suivi_le=session.suivi_le + ecart
    )


def dessiner(code: str) -> SimpleUploadedFile:
    """A drawing in the teinte's colours, so that it belongs to nobody else: a window, a table, a shore."""
    couleurs = encres(code)
    image = Image.new("RGB", (LARGEUR, HAUTEUR), couleurs.fond)
    crayon = ImageDraw.Draw(image)
    crayon.rectangle((90, 90, 890, 640), fill="#fffdf8", outline=couleurs.texte, width=9)
    crayon.ellipse((600, 160, 800, 360), fill=couleurs.aplat)
    for rang in range(4):
        y = 430 + rang * 48
        points = [(90 + x, y + (14 if x // 80 % 2 else -14)) for x in range(0, 801, 80)]
        crayon.line(points, fill=couleurs.texte, width=7, joint="curve")
    crayon.polygon(((60, 940), (1340, 940), (1220, 780), (180, 780)), fill=couleurs.aplat)
    for x in (980, 1110, 1240):
        crayon.ellipse((x, 420, x + 90, 510), fill="#fffdf8", outline=couleurs.texte, width=8)
        crayon.line(((x + 45, 510), (x + 45, 690), (x + 5, 790)), fill=couleurs.texte, width=9)
        crayon.line(((x + 45, 590), (x - 20, 650)), fill=couleurs.texte, width=9)
    tampon = io.BytesIO()
    image.save(tampon, "JPEG", quality=88)
    return SimpleUploadedFile(f"dessin-{code.replace('.', '-')}.jpg", tampon.getvalue(), "image/jpeg")
