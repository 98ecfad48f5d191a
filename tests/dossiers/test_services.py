"""A dossier's life: opening, copying, partners, links, comments, deletion and what is left after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communs.collectivites import services as collectivites
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion
from communs.dossiers import participants, services, tasks
from communs.dossiers.models import DELAI_REPENTIR, Commentaire, Dossier, LaissezPasser, Participant
from communs.etats.models import PERSONNE_EFFACEE, Acteur, Ligne
from tests.outils.dossiers import commenter, donner_un_lien, faire_venir, ouvrir_un_dossier
from tests.outils.essai import RoleEssai

pytestmark = pytest.mark.django_db


def ouvrir(compte, collectivite, demande, titre="Titre") -> Dossier:
    return services.ouvrir(
        identite=Identite(compte),
        collectivite=collectivite,
        genre_cle="essai",
        titre=titre,
        resume="",
        demande=demande,
    )


def copier(compte, dossier, collectivite, demande=None) -> Dossier:
    return services.copier(
        identite=Identite(compte),
        dossier=dossier,
        collectivite=collectivite,
        titre="Copie",
        demande=demande or uuid4(),
    )


def supprimer_depuis(dossier: Dossier, jours: int) -> None:
    quand = timezone.now() - timedelta(days=jours)
    Dossier.objects.filter(pk=dossier.pk).update(cree_le=quand - timedelta(days=1), supprime_le=quand)


# --- opening and copying -------------------------------------------------------------------------


def test_qui_ouvre_un_dossier_l_organise_et_lui_seul(administratrice, dossier):
    seul = dossier.participants.get()
    assert (seul.compte, seul.roles) == (administratrice, [RoleEssai.PILOTE])
    assert (dossier.visibilite, dossier.version) == ("prive", 1)


def test_le_meme_formulaire_envoye_deux_fois_n_ouvre_qu_un_dossier(administratrice, collectivite):
    demande = uuid4()
    assert ouvrir(administratrice, collectivite, demande) == ouvrir(administratrice, collectivite, demande)
    assert Dossier.objects.count() == 1
    assert Ligne.objects.count() == 1


def test_un_formulaire_deja_servi_ailleurs_est_refuse(
    administratrice, etrangere, collectivite, autre_collectivite
):
    dossier = ouvrir(administratrice, collectivite, uuid4())
    with pytest.raises(ValidationError, match="déjà servi"):
        ouvrir(etrangere, autre_collectivite, dossier.uuid)


def test_on_n_ouvre_de_dossier_que_chez_soi(etrangere, collectivite):
    with pytest.raises(PermissionDenied):
        ouvrir(etrangere, collectivite, uuid4())


def test_une_copie_prend_le_cadre_sans_les_gens_ni_le_journal(
    administratrice, membre, etrangere, collectivite, autre_collectivite, dossier
):
    Adhesion.objects.create(compte=membre, collectivite=autre_collectivite)
    faire_venir(administratrice, dossier, membre.email)
    commenter(membre, dossier)
    donner_un_lien(administratrice, dossier)
    copie = Dossier.objects.get(pk=copier(membre, dossier, autre_collectivite).pk)
    assert copie.copie_de == dossier
    assert copie.resume == "Cadre repris de Évaluer la cantine à un euro"
    assert [(p.compte, p.roles) for p in copie.participants.all()] == [(membre, [RoleEssai.PILOTE])]
    assert (copie.commentaires.count(), copie.laissez_passer.count()) == (0, 0)
    assert [ligne.verbe for ligne in Ligne.objects.de_l_affaire(copie.portee)] == ["dossiers.copier"]


def test_qui_ne_fait_que_lire_ne_copie_pas(administratrice, membre, collectivite, dossier):
    with pytest.raises(PermissionDenied):
        copier(membre, dossier, collectivite)


# --- partners and links --------------------------------------------------------------------------


def test_un_partenaire_s_associe_par_son_siren_et_se_dissocie(administratrice, autre_collectivite, dossier):
    identite = Identite(administratrice)
    for _ in range(2):
        services.associer(identite=identite, dossier=dossier, siren="217500016")
    assert list(dossier.partenaires.order_by("pk")) == [autre_collectivite]
    services.dissocier(identite=identite, dossier=dossier, partenaire=autre_collectivite)
    assert not dossier.partenaires.exists()
    assert list(Ligne.objects.order_by("pk").values_list("verbe", flat=True)) == [
        "dossiers.ouvrir",
        "dossiers.associer",
        "dossiers.dissocier",
    ]


@pytest.mark.parametrize(("siren", "raison"), [("000000018", "inscrite"), ("200046977", "mène")])
def test_un_partenaire_est_une_autre_collectivite_inscrite(administratrice, dossier, siren, raison):
    with pytest.raises(ValidationError, match=raison):
        services.associer(identite=Identite(administratrice), dossier=dossier, siren=siren)


def test_le_meme_lien_demande_deux_fois_n_en_fait_qu_un(administratrice, dossier):
    fin = timezone.now() + timedelta(days=3)
    liens = {
        services.creer_lien(
            identite=Identite(administratrice), dossier=dossier, libelle="Comité", expire_le=fin
        )
        for _ in range(2)
    }
    assert len(liens) == 1


def test_un_lien_se_revoque_une_fois_pour_toutes(administratrice, membre, dossier):
    lien = donner_un_lien(administratrice, dossier)
    with pytest.raises(PermissionDenied):
        services.revoquer_lien(identite=Identite(membre), lien=lien)
    for _ in range(2):
        services.revoquer_lien(identite=Identite(administratrice), lien=lien)
    lien.refresh_from_db()
    assert not lien.actif
    assert Ligne.objects.filter(verbe="dossiers.revoquer_lien").count() == 1


def test_pas_plus_de_cinquante_liens_a_la_fois(administratrice, dossier):
    fin = timezone.now() + timedelta(days=3)
    LaissezPasser.objects.bulk_create(
        [
            LaissezPasser(dossier=dossier, libelle=f"Lien {n}", expire_le=fin)
            for n in range(services.LIENS_MAX)
        ]
    )
    with pytest.raises(ValidationError, match="Pas plus de 50 liens"):
        donner_un_lien(administratrice, dossier)


# --- comments ------------------------------------------------------------------------------------


def test_un_commentaire_se_publie_une_fois_et_se_retire_en_gardant_sa_place(administratrice, membre, dossier):
    faire_venir(administratrice, dossier, membre.email)
    demande = uuid4()
    for _ in range(2):
        services.commenter(
            identite=Identite(membre), dossier=dossier, objet=dossier, texte="Bonjour", demande=demande
        )
    commentaire = Commentaire.objects.get()
    services.retirer_commentaire(identite=Identite(membre), commentaire=commentaire)
    commentaire.refresh_from_db()
    assert (commentaire.texte, commentaire.retire_le is None) == ("", False)


def test_seuls_l_auteur_et_les_pilotes_retirent_un_commentaire(administratrice, membre, dossier):
    faire_venir(administratrice, dossier, membre.email)
    de_la_pilote = commenter(administratrice, dossier)
    with pytest.raises(PermissionDenied):
        services.retirer_commentaire(identite=Identite(membre), commentaire=de_la_pilote)
    du_membre = commenter(membre, dossier)
    services.retirer_commentaire(identite=Identite(administratrice), commentaire=du_membre)
    assert Commentaire.objects.filter(texte="").count() == 1


def test_la_cle_d_un_commentaire_d_un_autre_dossier_ne_sert_pas(administratrice, collectivite, dossier):
    ailleurs = commenter(administratrice, ouvrir_un_dossier(administratrice, collectivite))
    with pytest.raises(ValidationError, match="déjà servi"):
        services.commenter(
            identite=Identite(administratrice),
            dossier=dossier,
            objet=dossier,
            texte="Autre",
            demande=ailleurs.uuid,
        )


# --- deletion ------------------------------------------------------------------------------------


def test_un_dossier_supprime_se_retablit_comme_il_etait(administratrice, membre, dossier):
    identite = Identite(administratrice)
    with pytest.raises(PermissionDenied):
        services.supprimer(identite=Identite(membre), dossier=dossier)
    services.supprimer(identite=identite, dossier=dossier)
    assert Dossier.objects.supprimes_par(identite).get() == dossier
    assert not Dossier.objects.supprimes_par(Identite(membre)).exists()
    services.reprendre(identite=identite, dossier=dossier)
    assert Dossier.objects.visibles_par(identite).get() == dossier
    assert not Dossier.objects.supprimes_par(identite).exists()


def test_sans_pilote_l_administration_peut_encore_le_retablir(administratrice, membre, dossier):
    services.supprimer(identite=Identite(administratrice), dossier=dossier)
    Adhesion.objects.filter(compte=membre).update(role=Role.ADMINISTRATEUR)
    participants.oublier_compte(administratrice)
    services.reprendre(identite=Identite(membre), dossier=dossier)
    assert Dossier.objects.visibles_par(Identite(membre)).get() == dossier


def test_la_purge_efface_apres_trente_jours_et_pas_avant(administratrice, collectivite, dossier):
    recent, ancien = (ouvrir_un_dossier(administratrice, collectivite) for _ in range(2))
    supprimer_depuis(recent, DELAI_REPENTIR.days - 1)
    supprimer_depuis(ancien, DELAI_REPENTIR.days + 1)
    faire_venir(administratrice, ancien, "jean@ailleurs.example", nom="Jean Cariou")
    commenter(administratrice, ancien)
    tasks.purger()
    assert set(Dossier.objects.order_by("pk")) == {dossier, recent}
    assert not Ligne.objects.filter(portee=ancien.uuid).exists()
    assert Ligne.objects.filter(portee=recent.uuid).exists()
    assert not Acteur.objects.filter(nom="Jean Cariou").exists(), "le nom d’une personne est resté"


def test_un_dossier_qui_resiste_n_empeche_pas_d_effacer_les_autres(
    administratrice, collectivite, dossier, monkeypatch
):
    autre = ouvrir_un_dossier(administratrice, collectivite)
    for objet in (dossier, autre):
        supprimer_depuis(objet, 40)
    vrai = services.effacer

    def resister(objet: Dossier) -> None:
        if objet == dossier:
            Dossier.objects.create(collectivite=collectivite, genre="essai", titre="T", visibilite="inconnue")
        vrai(objet)

    monkeypatch.setattr(services, "effacer", resister)
    assert services.purger() == 1
    assert Dossier.objects.get() == dossier


def test_une_collectivite_effacee_emporte_les_dossiers_qu_elle_mene(
    administratrice, etrangere, collectivite, autre_collectivite, dossier
):
    mene_ailleurs = ouvrir_un_dossier(etrangere, autre_collectivite)
    mene_ailleurs.partenaires.add(collectivite)
    commenter(administratrice, dossier)
    collectivites.supprimer_collectivite(collectivite=collectivite)
    assert Dossier.objects.get() == mene_ailleurs
    assert not mene_ailleurs.partenaires.exists()
    assert not Ligne.objects.filter(portee=dossier.uuid).exists()


def test_la_seule_membre_qui_efface_son_compte_emporte_ses_dossiers(etrangere, autre_collectivite):
    ouvrir_un_dossier(etrangere, autre_collectivite)
    collectivites.supprimer_compte(compte=etrangere)
    assert (Dossier.objects.count(), Participant.objects.count(), Ligne.objects.count()) == (0, 0, 0)


def test_ce_qu_une_personne_effacee_a_ecrit_reste_sans_son_nom(administratrice, membre, dossier):
    faire_venir(administratrice, dossier, membre.email)
    commenter(membre, dossier)
    collectivites.supprimer_compte(compte=membre)
    commentaire = Commentaire.objects.select_related("auteur__compte").get()
    assert (commentaire.texte, commentaire.auteur.nom_affiche) == ("Et les allergies ?", PERSONNE_EFFACEE)
