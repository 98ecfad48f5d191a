"""A whole harvest by a client library, over the network."""

from datetime import timedelta

import pytest
from oaipmh_scythe import HTTPConfig, Scythe
from oaipmh_scythe.exceptions import CannotDisseminateFormat, NoRecordsMatch

from tests.outils.veille_flux import DEBUT, publier_en_nombre
from veille.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]


@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_a_client_harvests_the_whole_repository_over_several_pages(live_server, methode):
    notices = publier_en_nombre(250)
    Notice.objects.filter(pk__in=[n.pk for n in notices[200:210]]).update(retiree_le=DEBUT)
    noms = [notice.uuid.urn for notice in notices]

    with Scythe(f"{live_server.url}/veille/oai/", http_config=HTTPConfig(http_method=methode)) as client:
        assert client.identify().granularity == "YYYY-MM-DDThh:mm:ssZ"
        assert [f.metadataPrefix for f in client.list_metadata_formats()] == ["oai_dc"]
        fiches = list(client.list_records())
        assert [fiche.header.identifier for fiche in fiches] == noms
        assert [fiche.header.identifier for fiche in fiches if fiche.deleted] == noms[200:210]
        assert fiches[3].metadata["title"] == ["Notice 3"]
        assert [entete.identifier for entete in client.list_identifiers()] == noms
        assert len(list(client.list_records(ignore_deleted=True))) == 240
        assert client.get_record(identifier=noms[7]).metadata["title"] == ["Notice 7"]
        recentes = client.list_identifiers(from_=f"{DEBUT + timedelta(seconds=240):%Y-%m-%dT%H:%M:%SZ}")
        assert [entete.identifier for entete in recentes] == noms[240:]
        with pytest.raises(NoRecordsMatch):
            next(client.list_records(set_="theme-inconnu"))
        with pytest.raises(CannotDisseminateFormat):
            client.get_record(identifier=noms[0], metadata_prefix="mods")
