"""Sending from the outbox, to a real SMTP server that accepts, refuses, closes or cuts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.courrier import services
from communs.courrier.enums import Etat
from communs.courrier.models import Courriel

pytestmark = pytest.mark.django_db


def poster(**champs) -> Courriel:
    return services.poster(
        **{"destinataire": "alice@port-lumiere.example", "sujet": "Été", "texte": "Voilà.\n", **champs}
    )


def relire(courriel: Courriel) -> Courriel:
    return Courriel.objects.get(pk=courriel.pk)


def rendre_du() -> None:
    """The back-off has passed."""
    Courriel.objects.filter(etat=Etat.EN_ATTENTE).update(prochain_essai_le=timezone.now())


def test_un_courriel_poste_part_une_fois_avec_ses_en_tetes(smtp):
    courriel = poster(html="<p>Voilà.</p>", entetes={"Reply-To": "equipe@port-lumiere.example"})
    services.envoyer(courriel.pk)
    services.envoyer(courriel.pk)
    services.balayer()

    assert len(smtp.recus) == 1
    recu = smtp.recus[0]
    assert recu["To"] == "alice@port-lumiere.example"
    assert recu["Subject"] == "Été"
    assert recu["Reply-To"] == "equipe@port-lumiere.example"
    assert recu["Auto-Submitted"] == "auto-generated"
    assert recu["Message-ID"].startswith(f"<{courriel.pk}.")
    assert recu.get_body(("plain",)).get_content().strip() == "Voilà."
    assert recu.get_body(("html",)).get_content().strip() == "<p>Voilà.</p>"
    courriel = relire(courriel)
    assert (courriel.etat, courriel.essais, courriel.erreur) == (Etat.ENVOYE, 1, "")
    assert courriel.envoye_le is not None
    assert courriel.texte == "Voilà.\n"


def test_serveur_ferme_puis_rouvert_le_courriel_attend_et_part(smtp):
    courriel = poster()
    smtp.fermer()
    services.balayer()
    attendu = relire(courriel)
    assert (attendu.etat, attendu.essais) == (Etat.EN_ATTENTE, 1)
    assert attendu.erreur.startswith("Serveur injoignable")
    assert attendu.prochain_essai_le > timezone.now()

    smtp.ouvrir()
    assert services.balayer() == 0, "le délai n’est pas écoulé"
    rendre_du()
    assert services.balayer() == 1
    assert relire(courriel).etat == Etat.ENVOYE
    assert len(smtp.recus) == 1


def test_les_delais_s_allongent_puis_le_courriel_est_abandonne(smtp):
    courriel = poster()
    smtp.fermer()
    attentes = []
    for _ in services.ATTENTES:
        avant = timezone.now()
        services.envoyer(courriel.pk)
        attentes.append(round((relire(courriel).prochain_essai_le - avant) / timedelta(minutes=1)))
        rendre_du()
    assert attentes == [1, 5, 15, 60, 180, 360, 720]
    services.envoyer(courriel.pk)
    courriel = relire(courriel)
    assert (courriel.etat, courriel.essais) == (Etat.ABANDONNE, 8)
    assert courriel.texte == "Voilà.\n", "il peut encore être renvoyé à la main"


@pytest.mark.parametrize("etape", ["rcpt", "data"])
def test_un_refus_definitif_est_dit_et_n_est_pas_retente(smtp, etape):
    setattr(smtp, etape, "550 5.1.1 Boite inconnue")
    courriel = poster()
    services.balayer()
    rendre_du()
    services.balayer()
    courriel = relire(courriel)
    assert (courriel.etat, courriel.essais) == (Etat.REFUSE, 1)
    assert courriel.erreur == "Réponse du serveur : 550 5.1.1 Boite inconnue"
    assert smtp.recus == []


@pytest.mark.parametrize("etape", ["rcpt", "data"])
def test_un_refus_passager_est_retente(smtp, etape):
    setattr(smtp, etape, "451 4.7.1 Revenez plus tard")
    courriel = poster()
    services.balayer()
    assert relire(courriel).etat == Etat.EN_ATTENTE
    setattr(smtp, etape, None)
    rendre_du()
    services.balayer()
    assert relire(courriel).etat == Etat.ENVOYE
    assert len(smtp.recus) == 1


def test_une_coupure_pendant_la_remise_rend_l_envoi_incertain_et_jamais_double(smtp):
    smtp.couper_pendant_data = True
    courriel = poster()
    services.balayer()
    smtp.couper_pendant_data = False
    services.balayer()
    courriel = relire(courriel)
    assert courriel.etat == Etat.INCERTAIN
    assert courriel.erreur.startswith("Connexion coupée pendant l’envoi")
    assert len(smtp.recus) == 1


def test_un_courriel_incertain_peut_etre_renvoye_a_la_main(smtp):
    smtp.couper_pendant_data = True
    courriel = poster()
    services.balayer()
    smtp.couper_pendant_data = False

    services.renvoyer(courriel)
    services.balayer()
    courriel = relire(courriel)
    assert (courriel.etat, courriel.essais) == (Etat.ENVOYE, 2)
    with pytest.raises(ValidationError, match="déjà parti"):
        services.renvoyer(courriel)


def test_une_panne_imprevue_de_l_envoi_ne_perd_ni_ne_double_rien(smtp, monkeypatch):
    def panne(message: object) -> None:
        raise RuntimeError("imprévu")

    courriel = poster()
    monkeypatch.setattr(services, "remettre", panne)
    services.balayer()
    courriel = relire(courriel)
    assert courriel.etat == Etat.INCERTAIN
    assert "imprévu" in courriel.erreur


def test_le_corps_a_usage_unique_est_efface_une_fois_envoye(smtp):
    courriel = poster(corps_ephemere=True, html="<p>lien</p>")
    services.balayer()
    courriel = relire(courriel)
    assert (courriel.etat, courriel.texte, courriel.html) == (Etat.ENVOYE, "", "")
    assert (courriel.sujet, courriel.destinataire) == ("Été", "alice@port-lumiere.example")


@pytest.mark.parametrize("humeur", ["accepte", "refuse", "coupe"])
def test_l_adresse_qu_on_a_promis_d_oublier_ne_reste_nulle_part(smtp, humeur):
    smtp.rcpt = "550 <{adresse}> inconnue" if humeur == "refuse" else None
    smtp.couper_pendant_data = humeur == "coupe"
    courriel = poster(destinataire="passante@ailleurs.example", effacer_apres=True)
    services.balayer()
    ligne = Courriel.objects.filter(pk=courriel.pk).values().get()
    attendu = {"accepte": Etat.ENVOYE, "refuse": Etat.REFUSE, "coupe": Etat.INCERTAIN}
    assert ligne["etat"] == attendu[humeur]
    assert "passante" not in repr(ligne)
    assert ligne["texte"] == ""
    if humeur != "accepte":
        with pytest.raises(ValidationError, match="effacés"):
            services.renvoyer(relire(courriel))


def test_une_meme_cle_ne_poste_qu_un_courriel():
    premier = poster(cle="rappel:1")
    second = poster(cle="rappel:1", sujet="Autre")
    assert second.pk == premier.pk
    assert Courriel.objects.count() == 1


@pytest.mark.parametrize(
    "champs",
    [
        {"sujet": "Bonjour\nBcc: tous@ailleurs.example"},
        {"sujet": "x" * 251},
        {"sujet": "nul\x00"},
        {"destinataire": "alice@port-lumiere.example\nBcc: tous@ailleurs.example"},
        {"destinataire": "alice@port-lumiere.example, autre@ailleurs.example"},
        {"destinataire": "pas une adresse"},
        {"destinataire": ""},
        {"entetes": {"X-Test": "a\r\nBcc: tous@ailleurs.example"}},
        {"entetes": {"X-Test\nBcc": "tous@ailleurs.example"}},
        {"texte": "nul\x00"},
    ],
)
def test_une_injection_d_en_tete_ou_une_fausse_adresse_est_refusee_et_rien_n_est_ecrit(champs):
    with pytest.raises(ValidationError):
        poster(**champs)
    assert Courriel.objects.count() == 0


@pytest.mark.parametrize(
    "champs",
    [
        {"etat": Etat.ENVOYE},
        {"etat": Etat.RECLAME, "prochain_essai_le": None},
        {"etat": Etat.EN_ATTENTE, "prochain_essai_le": None},
        {"etat": Etat.REFUSE, "prochain_essai_le": None},
        {"etat": "perdu", "prochain_essai_le": None},
    ],
)
def test_la_base_refuse_un_etat_sans_ses_dates_ou_sans_sa_raison(champs):
    courriel = poster()
    with pytest.raises(IntegrityError), transaction.atomic():
        Courriel.objects.filter(pk=courriel.pk).update(**champs)


def test_la_base_refuse_de_garder_ce_qu_on_a_promis_d_effacer():
    courriel = poster(effacer_apres=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Courriel.objects.filter(pk=courriel.pk).update(
            etat=Etat.ABANDONNE, prochain_essai_le=None, erreur="fermé"
        )


def test_la_purge_efface_les_envois_de_plus_de_90_jours_et_rien_d_autre(smtp):
    vieux, recent = poster(sujet="vieux"), poster(sujet="récent")
    services.balayer()
    attente = poster(sujet="en attente depuis longtemps")
    longtemps = timezone.now() - timedelta(days=91)
    Courriel.objects.filter(pk__in=[vieux.pk, attente.pk]).update(cree_le=longtemps)
    assert services.purger() == 1
    assert set(Courriel.objects.values_list("sujet", flat=True)) == {recent.sujet, attente.sujet}


def test_la_sante_connait_l_age_du_plus_vieux_courriel_du():
    assert Courriel.objects.age_du_plus_ancien() == 0
    courriel = poster()
    Courriel.objects.filter(pk=courriel.pk).update(prochain_essai_le=timezone.now() - timedelta(hours=1))
    assert 3600 <= Courriel.objects.age_du_plus_ancien() < 3700
