"""Who prepares a fête, and what its day may be."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from eclaireurs.evaluation.fete import services
from eclaireurs.evaluation.fete.models import Fete
from tests.outils.fetes import avancer, creneau, ouvrir, preparer, proposer, salle

pytestmark = pytest.mark.django_db


def test_an_administrator_prepares_a_fete(administratrice, collectivite):
    fete = preparer(administratrice, collectivite)
    assert (str(fete), fete.etat) == ("Fête de l’évaluation 2026", "preparation")


def test_a_member_who_organises_an_evaluation_prepares_it_too(en_oeuvre, collectivite):
    assert preparer(en_oeuvre.identite("applicateur").personne, collectivite).etat == "preparation"


def test_its_journal_is_read_by_those_who_prepare_it(
    client_de, administratrice, membre, etrangere, en_oeuvre, fete
):
    proposer(membre, fete, salle=salle(fete), creneau=creneau(fete))
    for qui, code in ((administratrice, 200), (membre, 403), (etrangere, 404)):
        assert client_de(qui).get(fete.adresse("fete:journal")).status_code == code
    page = client_de(administratrice).get(fete.adresse("fete:journal")).content.decode().replace("\xa0", " ")
    assert "a commencé à préparer la fête du 03/12/2026" in page
    assert "a proposé l’atelier « Finir le bus des livres »" in page
    assert page.index("a proposé l’atelier") < page.index("a ouvert la fête")
    onglet = fete.adresse("fete:journal")
    assert onglet in client_de(administratrice).get(fete.get_absolute_url()).content.decode()
    assert onglet not in client_de(membre).get(fete.get_absolute_url()).content.decode()


def test_another_member_does_not(membre, collectivite):
    with pytest.raises(PermissionDenied):
        preparer(membre, collectivite)


def test_who_organises_an_evaluation_without_being_a_member_does_not(evaluation, collectivite):
    with pytest.raises(PermissionDenied):
        preparer(evaluation.identite("applicateur").personne, collectivite)


def test_there_is_one_fete_a_year(administratrice, collectivite):
    preparer(administratrice, collectivite)
    with pytest.raises(ValidationError, match="déjà une fête cette année-là"):
        preparer(administratrice, collectivite, le=date(2026, 6, 1))
    assert preparer(administratrice, collectivite, le=date(2027, 6, 1)).le.year == 2027


def test_a_fete_that_ends_before_it_begins_is_refused(administratrice, collectivite):
    with pytest.raises(ValidationError, match="finit avant d’avoir commencé"):
        preparer(administratrice, collectivite, debut=time(18))


def test_a_slot_stays_within_the_day_and_overlaps_no_other(administratrice, collectivite):
    fete, qui = preparer(administratrice, collectivite), Identite(administratrice)
    with pytest.raises(ValidationError, match="sort des heures"):
        services.ajouter_creneau(identite=qui, fete=fete, debut=time(16), fin=time(18))
    with pytest.raises(ValidationError, match="en chevauche un autre"):
        services.ajouter_creneau(identite=qui, fete=fete, debut=time(10, 30), fin=time(11, 30))
    with pytest.raises(ValidationError, match="Des créneaux sortent"):
        services.preciser(
            identite=qui, fete=fete, version=fete.version, champs={"debut": time(10, 30), "fin": time(17)}
        )


def test_a_fete_without_room_is_not_announced(administratrice, collectivite):
    fete = preparer(administratrice, collectivite)
    for lieu in fete.salles.all():
        services.oter(identite=Identite(administratrice), objet=lieu)
    with pytest.raises(ValidationError, match="au moins une salle"):
        avancer(administratrice, fete, "annoncer")


def test_a_room_where_a_session_is_held_is_not_taken_away(administratrice, fete):
    proposer(administratrice, fete, salle=salle(fete), creneau=creneau(fete))
    with pytest.raises(ValidationError, match="placez-les ailleurs"):
        services.oter(identite=Identite(administratrice), objet=salle(fete))


def test_two_people_who_change_the_day_at_once_do_not_write_over_each_other(administratrice, fete):
    services.preciser(
        identite=Identite(administratrice), fete=fete, version=fete.version, champs={"lieu": "Le quai"}
    )
    with pytest.raises(Conflit):
        services.preciser(
            identite=Identite(administratrice), fete=fete, version=fete.version, champs={"lieu": "La cour"}
        )
    assert Fete.objects.get().lieu == "Le quai"


def test_steps_are_taken_in_order_and_a_closed_fete_is_reopened_with_a_reason(administratrice, collectivite):
    fete = preparer(administratrice, collectivite)
    with pytest.raises(Refus):
        avancer(administratrice, fete, "ouvrir")
    assert avancer(administratrice, fete, "annoncer", "ouvrir", "clore").etat == "close"
    assert avancer(administratrice, fete, "rouvrir").close_le is None


def test_everybody_receives_one_mail_and_only_when_asked(administratrice, membre, collectivite):
    fete = preparer(administratrice, collectivite, mot="Venez comme vous êtes.")
    qui = Identite(administratrice)
    with pytest.raises(ValidationError, match="Annoncez d’abord"):
        services.inviter(identite=qui, fete=fete)
    fete = avancer(administratrice, fete, "annoncer")
    assert not Courriel.objects.exists()
    assert (services.inviter(identite=qui, fete=fete), services.inviter(identite=qui, fete=fete)) == (2, 0)
    courriels = Courriel.objects.order_by("destinataire")
    assert [c.destinataire for c in courriels] == [administratrice.email, membre.email]
    assert "jeudi 3 décembre 2026" in courriels[0].texte
    assert "Venez comme vous êtes." in courriels[0].html


def test_who_arrives_later_is_invited_alone(administratrice, collectivite, etrangere):
    fete = ouvrir(administratrice, collectivite)
    services.inviter(identite=Identite(administratrice), fete=fete)
    collectivite.adhesions.create(compte=etrangere)
    assert services.inviter(identite=Identite(administratrice), fete=fete) == 1


def test_the_invitation_is_read_before_it_leaves(client_de, administratrice, fete):
    page = client_de(administratrice).get(fete.adresse("fete:inviter")).content.decode()
    assert "Envoyer 2 invitations" in page
    assert "Halle aux voiles" in page
    assert not Courriel.objects.exists()
