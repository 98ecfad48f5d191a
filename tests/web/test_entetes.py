import pytest


@pytest.mark.django_db
def test_every_page_carries_the_headers_of_a_closed_house(client, contenu):
    for _ in range(2):  # rendered, then from the cache
        response = client.get("/")
        politique = response["Content-Security-Policy"]
        assert "default-src 'self'" in politique
        assert "unsafe" not in politique
        assert "nonce" not in politique
        assert "frame-ancestors 'none'" in politique
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_page_of_ones_own_is_kept_by_nobody(client_de, membre):
    assert client_de(membre).get("/espace/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_each_answer_has_its_request_id_and_keeps_a_valid_one(client):
    assert client.get("/sante/vivant/")["X-Request-ID"]
    donne = "0" * 31 + "a"
    recu = client.get("/sante/vivant/", headers={"x-request-id": "pas un identifiant\nfaux"})["X-Request-ID"]
    assert "faux" not in recu
    assert len(client.get("/sante/vivant/", headers={"x-request-id": donne})["X-Request-ID"]) == 32
