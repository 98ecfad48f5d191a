"""The promise: what forbids it, and that nothing of it can change afterwards, by any hand."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from communs.collectivites.enums import Fonction
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion
from communs.dossiers import services as dossiers
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.tirages import liste, registre, services
from communs.tirages.models import Ecriture, Groupe, Inscrit, Releve, Tirage
from communs.tirages.preparation import avertissements, bilan, problemes
from communs.tirages.transitions import TIRAGE
from communs.web.erreurs import Refus
from tests.outils.tirages import DES, engager, inscrire, peupler, preparer, relever, repartir

pytestmark = pytest.mark.django_db


def phrases(tirage: Tirage) -> list[str]:
    return [avis.texte for avis in problemes(tirage)]


def test_une_liste_vide_ne_s_engage_pas(administratrice, dossier):
    tirage = preparer(administratrice, dossier)
    with pytest.raises(ValidationError, match="La liste est vide"):
        engager(administratrice, tirage)


def test_plus_de_places_que_de_personnes_empeche_l_engagement(administratrice, prepare):
    repartir(administratrice, prepare, Écoles=(9, 0))
    with pytest.raises(ValidationError, match="9 places à tirer, mais 8 personnes peuvent"):
        engager(administratrice, prepare)


def test_un_service_vide_empeche_l_engagement_tant_qu_il_a_des_places(administratrice, prepare):
    liste.ajouter(identite=Identite(administratrice), tirage=prepare, candidats=[], groupes=["Marine"])
    assert "ce service est vide" in phrases(prepare)[0]
    repartir(administratrice, prepare, Marine=(0, 0))
    assert phrases(prepare) == []


def test_un_service_ou_tout_le_monde_est_hors_du_tirage_le_dit(administratrice, dossier):
    tirage = preparer(administratrice, dossier)
    inscrire(administratrice, tirage, ("Le directeur", "Direction", "direction"))
    assert "tout le monde y est exclu" in phrases(tirage)[0]


def test_moins_de_suppleances_que_promis_se_dit_sans_empecher(administratrice, prepare):
    repartir(administratrice, prepare, Écoles=(7, 5))
    avis = [a.texte for a in avertissements(prepare, bilan(prepare))]
    assert any("1 suppléance au lieu de 5" in texte for texte in avis)
    assert phrases(prepare) == []


def test_l_empreinte_est_celle_du_texte_public(engage):
    texte = "".join(registre.lignes_engagees(engage))
    assert engage.empreinte == hashlib.sha256(texte.encode()).hexdigest()
    assert "Agent" not in texte
    assert "maire" not in texte
    assert texte.count("inscrit\t") == 17
    assert sorted(engage.inscrits.values_list("numero", flat=True)) == list(range(1, 18))


def test_les_numeros_ne_suivent_pas_l_ordre_des_noms(administratrice, dossier):
    """Ten lists of twenty names in order: the numbers of none of them are."""
    for rang in range(10):
        tirage = preparer(administratrice, dossier)
        noms = [(f"Personne {chr(97 + n)}", "Voirie", "") for n in range(20)]
        inscrire(administratrice, tirage, *noms)
        engage = engager(administratrice, tirage)
        par_nom = list(engage.inscrits.order_by("nom").values_list("numero", flat=True))
        assert par_nom != sorted(par_nom), rang


def test_s_engager_deux_fois_est_refuse(administratrice, engage):
    with pytest.raises(Refus) as refus:
        engager(administratrice, engage)
    assert refus.value.code == 409
    assert engage.ecritures.filter(genre="engagement").count() == 1


def test_on_n_engage_pas_ce_que_l_on_n_a_pas_relu(administratrice, prepare):
    """Two organisers: one changes the list while the other has its preview before her eyes."""
    lue = prepare.version
    inscrire(administratrice, prepare, ("Une de plus", "Voirie", ""))
    with pytest.raises(Conflit):
        franchir(
            TIRAGE,
            identite=Identite(administratrice),
            objet=prepare,
            nom="engager",
            version=lue,
            titre=prepare.titre,
        )


def test_un_participant_n_engage_pas(membre, prepare):
    with pytest.raises(PermissionDenied):
        engager(membre, prepare)


def test_apres_l_engagement_chaque_geste_est_refuse(administratrice, engage):
    identite, inscrit = Identite(administratrice), engage.inscrits.first()
    gestes = (
        lambda: inscrire(administratrice, engage, ("Tardive", "Voirie", "")),
        lambda: repartir(administratrice, engage, Voirie=(1, 1)),
        lambda: services.exclure(identite=identite, tirage=engage, inscrit=inscrit, exclusion="indisponible"),
        lambda: services.regler(
            identite=identite, tirage=engage, version=engage.version, champs={"titre": "Autre"}
        ),
        lambda: services.supprimer(identite=identite, tirage=engage),
        lambda: liste.vider(identite=identite, tirage=engage),
        lambda: services.appliquer_la_regle(identite=identite, tirage=engage),
        lambda: services.exclure_les_deja_tires(identite=identite, tirage=engage),
    )
    for geste in gestes:
        with pytest.raises(Refus) as refus:
            geste()
        assert refus.value.code == 409


def refuse(geste, phrase: str) -> None:
    """The database itself says no, and nothing is left of the gesture."""
    with pytest.raises(IntegrityError, match=phrase), transaction.atomic():
        geste()


def test_la_base_refuse_de_toucher_a_ce_qui_est_engage(engage):
    un = engage.inscrits.first()
    siens = Inscrit.objects.filter(pk=un.pk)
    groupes = Groupe.objects.filter(tirage=engage)
    soi = Tirage.objects.filter(pk=engage.pk)
    for geste in (
        lambda: siens.update(exclusion="elu"),
        lambda: siens.update(groupe="Écoles", nom="x"),
        lambda: siens.update(numero=999),
        lambda: siens.update(sceau="0" * 64),
        lambda: siens.update(nom="Quelqu’un d’autre"),
        lambda: siens.update(reference="autre"),
        lambda: siens.delete(),
        lambda: Inscrit.objects.create(tirage=engage, nom="Intrus", groupe="Voirie", sceau="0" * 64),
        lambda: groupes.update(places=9),
        lambda: groupes.delete(),
        lambda: Groupe.objects.create(tirage=engage, nom="Autre"),
    ):
        refuse(geste, "la liste du tirage est engagée")
    for champs in (
        {"titre": "Autre"},
        {"empreinte": "0" * 64},
        {"ceremonie": "chiffre", "chiffre": "x", "chiffre_le": "2030-01-01"},
        {"nombre_de_des": 40},
        {"engage_le": None},
        {"etat": "preparation", "engage_le": None, "engage_par": None, "empreinte": ""},
    ):
        refuse(lambda c=champs: soi.update(**c), "engagé|tirage_engage_est_date")
    refuse(lambda: soi.delete(), "engagé|la liste|registre")


def test_la_base_refuse_une_graine_avant_l_engagement(administratrice, membre, prepare):
    acteur = relever_acteur(administratrice)
    soi = Tirage.objects.filter(pk=prepare.pk)
    refuse(lambda: soi.update(graine=DES), "tirage_tire_a_sa_graine")
    refuse(lambda: soi.update(etat="tire", graine=DES), "avant sa graine")
    refuse(lambda: Releve.objects.create(tirage=prepare, acteur=acteur, valeur=DES), "après l'engagement")
    with pytest.raises(Refus):
        relever(membre, prepare)


def relever_acteur(compte):
    from communs.etats.models import Acteur

    return Acteur.objects.de(compte)


def test_la_base_refuse_une_graine_lue_par_une_seule_personne(administratrice, engage):
    acteur = relever_acteur(administratrice)
    refuse(
        lambda: Tirage.objects.filter(pk=engage.pk).update(
            etat="tire", graine=DES, tire_le="2030-01-01T00:00Z", releve_par=acteur, confirme_par=acteur
        ),
        "tirage_tire_a_sa_graine",
    )


def test_la_base_refuse_de_changer_la_graine_et_le_registre(tire):
    refuse(lambda: Tirage.objects.filter(pk=tire.pk).update(graine=DES[::-1]), "la graine ne se change pas")
    refuse(lambda: Ecriture.objects.filter(tirage=tire).update(motif=""), "registre")
    refuse(lambda: Ecriture.objects.filter(tirage=tire, rang=1).delete(), "registre")


def test_un_tirage_ne_nait_pas_engage(administratrice, dossier):
    refuse(
        lambda: Tirage.objects.create(
            dossier=dossier,
            titre="x",
            etat="engage",
            engage_le="2026-01-01T00:00Z",
            engage_par=relever_acteur(administratrice),
            empreinte="0" * 64,
        ),
        "commence par sa préparation",
    )


def test_le_dossier_efface_emporte_ses_tirages(tire, dossier):
    dossiers.effacer(dossier)
    for modele in (Tirage, Inscrit, Ecriture, Groupe):
        assert not modele.objects.exists()


def test_une_preparation_se_supprime(administratrice, prepare):
    services.supprimer(identite=Identite(administratrice), tirage=prepare)
    assert not Tirage.objects.exists()


def test_un_formulaire_envoye_deux_fois_prepare_un_seul_tirage(administratrice, dossier):
    identite, champs = Identite(administratrice), {"titre": "Une fois"}
    for _ in range(2):
        services.preparer(identite=identite, dossier=dossier, demande=dossier.uuid, champs=champs)
    assert dossier.tirages.count() == 1


def test_un_abandon_dit_pourquoi_et_reste_lisible(administratrice, engage):
    identite = Identite(administratrice)
    with pytest.raises(ValidationError):
        franchir(TIRAGE, identite=identite, objet=engage, nom="abandonner", titre="x")
    franchir(
        TIRAGE,
        identite=identite,
        objet=engage,
        nom="abandonner",
        motif="La liste était fausse",
        donnees={"motif": "La liste était fausse"},
        titre="x",
    )
    engage.refresh_from_db()
    assert (engage.etat, engage.motif_abandon) == ("abandonne", "La liste était fausse")
    assert Tirage.objects.publics().filter(pk=engage.pk).exists()
    with pytest.raises(Refus):
        relever(administratrice, engage)


def test_qui_devient_elu_avant_l_engagement_l_empeche_jusqu_a_la_regle(
    administratrice, membre, collectivite, prepare
):
    dossier = prepare.dossier
    liste.ajouter(
        identite=Identite(administratrice),
        tirage=prepare,
        candidats=liste.des_membres(dossier, [], sans_service=True),
    )
    repartir(administratrice, prepare, **{"Sans service": (1, 0)})
    Adhesion.objects.filter(compte=membre).update(fonction=Fonction.ELU)
    assert "élues ou de direction" in phrases(prepare)[0]
    with pytest.raises(ValidationError):
        engager(administratrice, prepare)
    assert services.appliquer_la_regle(identite=Identite(administratrice), tirage=prepare) == 1
    assert phrases(prepare) == []
    inscrit = prepare.inscrits.get(compte=membre)
    assert (inscrit.exclusion, inscrit.d_office) == ("elu", True)
    with pytest.raises(ValidationError, match="par la règle"):
        services.exclure(identite=Identite(administratrice), tirage=prepare, inscrit=inscrit, exclusion="")


def test_un_membre_parti_avant_l_engagement_se_signale(administratrice, membre, collectivite, prepare):
    liste.ajouter(
        identite=Identite(administratrice),
        tirage=prepare,
        candidats=liste.des_membres(prepare.dossier, [], sans_service=True),
    )
    Adhesion.objects.filter(compte=membre).delete()
    (parti,) = [a for a in avertissements(prepare, bilan(prepare)) if "quitté la collectivité" in a.texte]
    assert parti.details == ("Bachir Le Goff",)


def test_qui_a_deja_tenu_une_place_s_exclut_d_un_geste(administratrice, membre, dossier, tire):
    titulaires = set(tire.ecritures.filter(genre="titulaire").values_list("inscrit__reference", flat=True))
    suivant = preparer(administratrice, dossier, titre="Un autre jour")
    peupler(administratrice, suivant)
    nombre = services.exclure_les_deja_tires(identite=Identite(administratrice), tirage=suivant)
    assert nombre == 3
    exclus = suivant.inscrits.filter(exclusion="deja_tire").values_list("reference", flat=True)
    assert set(exclus) == titulaires


def test_les_contraintes_de_la_base_sont_bien_en_place():
    with connection.cursor() as curseur:
        curseur.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'tirage%%' AND NOT tgisinternal")
        declencheurs = {nom for (nom,) in curseur.fetchall()}
    assert declencheurs == {
        "tirage_engage",
        "tirage_inscrits_ajoutes",
        "tirage_inscrits_retires",
        "tirage_inscrits_changes",
        "tirage_groupe_clos",
        "tirage_releve_ouvert",
        "tirage_ecriture_inalterable",
    }
