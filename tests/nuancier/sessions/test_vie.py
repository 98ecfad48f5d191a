"""The life of a session: prepared, open, held, closed, cancelled."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from communs.etats.models import Ligne
from communs.web.codes import LETTRES
from communs.web.erreurs import Refus
from nuancier.models import Teinte
from nuancier.sessions import services
from nuancier.sessions.contenu import lire_parcours, programme_de
from nuancier.sessions.models import Session
from tests.outils.sessions import ajouter_un_jour, creer_parcours, ouvrir, passer, preparer, rejoindre

pytestmark = pytest.mark.django_db


def test_a_session_without_day_does_not_open_and_says_so(membre, collectivite):
    session = preparer(membre, collectivite)
    session.jours.all().delete()
    with pytest.raises(ValidationError, match="Ajoutez d’abord au moins un jour"):
        passer(membre, session, "ouvrir")
    assert Session.objects.get().etat == "preparation"


def test_a_session_whose_days_are_all_past_does_not_open(membre, collectivite):
    session = preparer(membre, collectivite)
    session.jours.update(le=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="sont passés"):
        passer(membre, session, "ouvrir")


def test_a_session_without_place_or_of_an_empty_path_does_not_open(membre, collectivite):
    session = preparer(membre, collectivite)
    Session.objects.update(lieu="")
    with pytest.raises(ValidationError, match="où la session se tient"):
        passer(membre, session, "ouvrir")
    Session.objects.update(lieu="Salle du phare")
    session.parcours.pastilles.all().delete()
    with pytest.raises(ValidationError, match="aucune teinte"):
        passer(membre, session, "ouvrir")


def test_opening_keeps_the_path_as_it_was_and_gives_a_readable_code(membre, collectivite):
    session = ouvrir(membre, collectivite)
    avant = programme_de(session)
    Teinte.objects.update(titre="Tout autre chose")
    session.parcours.pastilles.all().delete()
    assert programme_de(Session.objects.get()) == avant
    assert avant.teintes[0].fiche.titre == "Outils et techniques d’immersion"
    assert len(session.code) == 6
    assert set(session.code) <= set(LETTRES)
    assert not set(LETTRES) & set("ILOS015B28")


def test_the_snapshot_reads_back_exactly_what_the_path_said(membre, collectivite):
    session = preparer(membre, collectivite, "4.1", "4.2")
    dit = lire_parcours(session.parcours)
    assert programme_de(passer(membre, session, "ouvrir")) == dit
    assert [p.fiche.code for p in dit.pas] == ["4.1", "4.2"]
    assert dit.source.licence == "CC BY-NC-SA"


def test_a_day_in_the_past_twice_or_beyond_the_limit_is_refused(membre, collectivite):
    session = preparer(membre, collectivite)
    hier = timezone.localdate() - timedelta(days=1)
    heures = {"debut": time(9), "fin": time(12), "pause_debut": None, "pause_fin": None}
    with pytest.raises(ValidationError, match="déjà passé"):
        services.ajouter_un_jour(
            identite=Identite(membre), session=session, aujourd_hui=timezone.localdate(), le=hier, **heures
        )
    with pytest.raises(ValidationError, match="déjà au programme"):
        services.ajouter_un_jour(
            identite=Identite(membre),
            session=session,
            aujourd_hui=timezone.localdate(),
            le=timezone.localdate(),
            **heures,
        )
    ajouter_un_jour(membre, session, timezone.localdate())  # the very same day sent twice
    assert session.jours.count() == 1


def test_a_stranger_or_an_anonymous_reader_does_not_learn_that_a_session_exists(
    client, client_de, membre, etrangere, administratrice, collectivite
):
    session = ouvrir(membre, collectivite)
    for intrus in (etrangere, administratrice):
        assert client_de(intrus).get(session.get_absolute_url()).status_code == 404
    assert client.get(session.get_absolute_url()).status_code == 302
    assert client_de(membre).get(session.get_absolute_url()).status_code == 200


def test_somebody_who_does_not_train_cannot_open_it_through_the_service(membre, etrangere, collectivite):
    session = preparer(membre, collectivite)
    with pytest.raises(PermissionDenied):
        passer(etrangere, session, "ouvrir")


def test_a_session_is_prepared_only_for_one_s_own_collectivite(membre, autre_collectivite, collectivite):
    with pytest.raises(PermissionDenied):
        services.preparer(
            identite=Identite(membre),
            parcours=creer_parcours(membre),
            collectivite=autre_collectivite,
            titre="X1",
            organisme="Y1",
        )


def test_a_private_path_of_somebody_else_is_not_found(client_de, membre, administratrice, collectivite):
    parcours = creer_parcours(membre)
    adresse = reverse("nuancier:nouvelle_session", args=[parcours.uuid])
    assert client_de(administratrice).get(adresse).status_code == 404
    assert client_de(membre).get(adresse).status_code == 200


def test_a_co_trainer_named_by_her_address_runs_the_session_and_is_told(
    client_de, membre, etrangere, collectivite
):
    session = ouvrir(membre, collectivite)
    for _ in range(2):
        services.ajouter_un_formateur(
            identite=Identite(membre), session=session, nom="Chloé Ferrand", email=etrangere.email.upper()
        )
    assert session.formateurs.count() == 2
    assert Courriel.objects.filter(destinataire=etrangere.email).count() == 1
    assert client_de(etrangere).get(session.get_absolute_url()).status_code == 200


def test_the_last_person_who_can_run_it_cannot_leave(membre, collectivite):
    session = preparer(membre, collectivite)
    services.ajouter_un_formateur(identite=Identite(membre), session=session, nom="Sans compte")
    with pytest.raises(ValidationError, match="dernière personne"):
        services.retirer_un_formateur(
            identite=Identite(membre), formateur=session.formateurs.get(compte=membre)
        )


def test_a_code_is_changed_once_by_two_clicks_and_the_old_one_is_dead(
    client, client_de, membre, etrangere, collectivite
):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Nolwenn Riou")
    ancien, adresse = session.code, reverse("nuancier:renouveler_code", args=[session.uuid])
    assert client_de(etrangere).post(adresse, {"ancien": ancien}).status_code == 404
    formatrice = client_de(membre)
    for _ in range(2):
        assert formatrice.post(adresse, {"ancien": ancien}).status_code == 302
        nouveau = Session.objects.get().code
    assert nouveau != ancien
    assert [ligne.verbe for ligne in Ligne.objects.filter(portee=session.uuid)].count("sessions.code") == 1
    rejoindre_par = reverse("nuancier:rejoindre")
    assert "Aucune session ouverte" in client.get(rejoindre_par, {"code": ancien}).content.decode()
    assert session.titre in client.get(rejoindre_par, {"code": nouveau}).content.decode()
    assert client.get(elle.adresse()).status_code == 200
    assert session.stagiaires.count() == 1


def test_a_code_is_not_changed_once_nobody_signs_up_any_more(client_de, membre, collectivite):
    session = preparer(membre, collectivite)
    with pytest.raises(ValidationError, match="ne sont pas ouvertes"):
        services.renouveler_le_code(identite=Identite(membre), session=session, ancien="")
    reponse = client_de(membre).post(
        reverse("nuancier:renouveler_code", args=[session.uuid]), {"ancien": ""}, follow=True
    )
    assert "ne sont pas ouvertes" in reponse.content.decode()


def test_the_page_of_a_session_leads_to_the_exports_of_its_teintes(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    formatrice = client_de(membre)
    lien = f"{reverse('nuancier:exporter')}?quoi=session:{session.uuid.hex}"
    assert f'href="{lien}"' in formatrice.get(session.get_absolute_url()).content.decode()
    assert session.titre in formatrice.get(lien).content.decode()


def test_two_trainers_who_write_at_once_see_both_texts(client_de, membre, collectivite):
    session = preparer(membre, collectivite)
    client, adresse = client_de(membre), reverse("nuancier:regler_session", args=[session.uuid])
    saisie = {"titre": "Le mien", "organisme": "O1", "lieu": "Ici", "acces": "", "jauge": 12}
    assert client.post(adresse, saisie | {"version": session.version}).status_code == 302
    reponse = client.post(adresse, saisie | {"titre": "Le vôtre", "version": session.version})
    assert reponse.status_code == 409
    page = reponse.content.decode()
    assert "Le mien" in page
    assert "Le vôtre" in page
    assert Session.objects.get().titre == "Le mien"


def test_there_cannot_be_fewer_places_than_people(membre, collectivite):
    session = ouvrir(membre, collectivite)
    rejoindre(session, "Nolwenn Riou")
    rejoindre(session, "Yann Le Dû")
    with pytest.raises(ValidationError, match="plus de personnes inscrites"):
        services.regler(
            identite=Identite(membre), session=session, version=session.version, champs={"jauge": 1}
        )


def test_a_cancelled_session_tells_everybody_why_and_lets_nobody_in(client, client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou", "nolwenn@port-lumiere.example")
    adresse = reverse("nuancier:geste_session", args=[session.uuid])
    navigateur = client_de(membre)
    navigateur.post(adresse, {"geste": "annuler", "version": session.version, "motif": "  "})
    assert Session.objects.get().etat == "ouverte"
    navigateur.post(adresse, {"geste": "annuler", "version": session.version, "motif": "La salle a brûlé."})
    assert Session.objects.get().motif_annulation == "La salle a brûlé."
    courriel = Courriel.objects.get(sujet__startswith="Annulée")
    assert courriel.destinataire == "nolwenn@port-lumiere.example"
    assert "La salle a brûlé." in courriel.texte
    page = client.get(stagiaire.adresse()).content.decode()
    assert "La salle a brûlé." in page
    assert client.get(stagiaire.adresse("participer_attentes")).status_code == 410
    assert client.get(reverse("nuancier:rejoindre"), {"code": session.code}).status_code == 422
    with pytest.raises(Refus):
        rejoindre(session, "Trop Tard")


def test_held_erases_the_needs_and_fixes_the_follow_up_three_months_later(membre, collectivite):
    session = ouvrir(membre, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou", besoins="Boucle magnétique")
    session = passer(membre, session, "tenir")
    stagiaire.refresh_from_db()
    assert stagiaire.besoins == ""
    assert session.suivi_le.day <= session.fin_le.day
    assert (session.suivi_le.year * 12 + session.suivi_le.month) - (
        session.fin_le.year * 12 + session.fin_le.month
    ) == 3


def test_a_session_that_has_not_begun_was_not_held(membre, collectivite):
    session = ouvrir(membre, collectivite)
    session.jours.update(le=timezone.localdate() + timedelta(days=2))
    with pytest.raises(ValidationError, match="pas encore commencé"):
        passer(membre, session, "tenir")
