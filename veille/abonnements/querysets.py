from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communs.collectivites.identite import Identite
from veille.abonnements.enums import EtatEnvoi, EtatRemise
from veille.notices.models import Theme
from veille.permissions import est_documentaliste

if TYPE_CHECKING:
    from veille.numeros.models import Numero

# How long a confirmation link holds, and the request with it.
DELAI_DE_CONFIRMATION = timedelta(days=3)
# What remains of somebody who left: the time to change one's mind, and to prove that it was done.
CONSERVATION_APRES_DEPART = timedelta(days=30)


class AbonneQuerySet(models.QuerySet):
    def actifs(self) -> Self:
        """Those to whom mails go."""
        return self.filter(confirme_le__isnull=False, desabonne_le=None, suspendu_le=None)

    def concernes_par(self, numero: Numero) -> Self:
        """Those who receive this issue: of its bulletin, and of one of its themes if they chose some."""
        choisis = Theme.objects.filter(abonnes=OuterRef("pk"))
        dedans = choisis.filter(
            notices__parutions__numero=numero, notices__retiree_le=None, notices__supprime_le=None
        )
        return self.actifs().filter(
            Q(bulletins=numero.bulletin_id), ~Exists(choisis.order_by()) | Exists(dedans.order_by())
        )

    def jamais_confirmes(self) -> Self:
        """Requests whose link holds no more."""
        return self.filter(confirme_le=None, demande_le__lt=timezone.now() - DELAI_DE_CONFIRMATION)

    def partis(self) -> Self:
        """Unsubscribed for so long that nothing of them is kept."""
        limite = timezone.now() - CONSERVATION_APRES_DEPART
        return self.filter(desabonne_le__lt=limite, demande_le__lt=limite)


class EnvoiQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        return self if est_documentaliste(identite) else self.none()

    def attente(self) -> float:
        """Seconds since anything left, of the envoi that has copies to send now and is the most stuck."""
        from veille.abonnements.models import Remise

        maintenant, ages = timezone.now(), [0.0]
        en_cours: Any = self.a_faire().order_by("pk")
        for envoi in en_cours:
            siennes = Remise.objects.filter(envoi=envoi)
            due = siennes.dues().order_by("pk").first()
            if due is None:
                continue
            signes = [envoi.cree_le, envoi.reprise_le, due.prochain_essai_le]
            for etat in (EtatRemise.ENVOYE, EtatRemise.REFUSE):  # the latest of each, by the index
                signes += siennes.filter(etat=etat).order_by("-pk").values_list("fini_le", flat=True)[:1]
            ages.append((maintenant - max(signe for signe in signes if signe)).total_seconds())
        return max(ages)

    def a_faire(self) -> Self:
        """Those that wait for a worker."""
        return self.filter(etat=EtatEnvoi.EN_COURS).filter(
            Q(reprise_le=None) | Q(reprise_le__lte=timezone.now())
        )


class RemiseQuerySet(models.QuerySet):
    def dues(self) -> Self:
        """Those to send now, and those that a worker holds."""
        tenues = Q(etat__in=(EtatRemise.RECLAME, EtatRemise.EN_VOL))
        attendues = Q(prochain_essai_le=None) | Q(prochain_essai_le__lte=timezone.now())
        return self.filter(tenues | Q(attendues, etat=EtatRemise.A_ENVOYER))
