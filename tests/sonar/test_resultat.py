"""Reading, keeping, sending and deleting a result."""

import uuid
from itertools import product

import pytest
from django.urls import reverse

from communs.courrier.models import Courriel
from sonar.calculs import cle_de_profil, compter, discrets, dominants
from sonar.enums import Style
from sonar.models import Option, Profil, Tentative

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

INITIALES = {"culture_interne": "c", "usages": "u", "hybridation": "h", "solution": "s"}


def une_feuille_par_profil() -> dict[str, str]:
    feuilles = {}
    for styles in product(Style, repeat=6):
        cle = cle_de_profil(dominants(compter(styles)))
        feuilles.setdefault(cle, "".join(INITIALES[s] for s in styles))
    return feuilles


@pytest.mark.parametrize(("cle", "feuille"), sorted(une_feuille_par_profil().items()))
def test_each_of_the_fourteen_profiles_shows_its_own_texts(client, remettre, cle, feuille):
    tentative = remettre(feuille)
    profil = Profil.objects.get(cle=cle)
    response = client.get(tentative.get_absolute_url())
    page = response.content.decode()
    resultat = response.context["resultat"]
    assert resultat.profil == profil
    assert profil.titre in page
    assert profil.attention.split("\n")[0][:60] in page
    for style in profil.styles:
        assert style.signe in page
    for reponse in tentative.reponses.all():
        assert reponse.texte in page


def test_the_result_names_what_the_least_used_styles_bring(client, remettre):
    tentative = remettre("uuuuss")  # nothing inside, nothing hybrid
    resultat = client.get(tentative.get_absolute_url()).context["resultat"]
    assert [p.cle for p in resultat.apports] == ["culture_interne", "hybridation"]
    assert resultat.discrets == discrets(compter(["usages"] * 4 + ["solution"] * 2))


def test_the_result_recommends_only_what_exists_and_says_why(client, remettre):
    response = client.get(remettre("uuuuuu").get_absolute_url())
    recommandations = response.context["recommandations"]
    page = response.content.decode()
    assert recommandations
    for recommandation in recommandations:
        assert recommandation.raison in page


def test_a_correction_of_the_test_never_changes_a_past_result(client, remettre):
    tentative = remettre("uuuuuu")
    ancien = tentative.reponses.first()
    Option.objects.filter(question=ancien.question, style="usages").update(texte="Texte corrigé")
    page = client.get(tentative.get_absolute_url()).content.decode()
    assert ancien.texte in page
    assert "Texte corrigé" not in page


def test_the_result_costs_a_literal_number_of_queries(client, remettre, django_assert_num_queries):
    adresse = remettre("uuuhsc").get_absolute_url()
    with django_assert_num_queries(6):  # sheet, answers, questions, profiles, recommendations, readings
        client.get(adresse)


def test_the_address_is_a_secret_kept_from_engines_and_next_sites(client, remettre):
    response = client.get(remettre("uuuhsc").get_absolute_url())
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_an_unknown_address_is_a_404(client):
    for nom in ("resultat", "effacer", "envoyer_lien"):
        url = reverse(f"sonar:{nom}", args=[uuid.uuid4()])
        assert (client.get(url) if nom == "resultat" else client.post(url)).status_code == 404


def test_whoever_holds_an_anonymous_result_may_delete_it(client, remettre):
    tentative = remettre("uuuhsc")
    response = client.post(reverse("sonar:effacer", args=[tentative.uuid]), follow=True)
    assert "effacé" in response.content.decode()
    assert Tentative.objects.count() == 0
    assert client.get(tentative.get_absolute_url()).status_code == 404
    assert client.post(reverse("sonar:effacer", args=[tentative.uuid])).status_code == 404


def test_only_its_owner_deletes_a_result_kept_in_an_account(
    client, client_de, remettre, membre, administratrice, etrangere
):
    tentative = remettre("uuuhsc", par=client_de(membre))
    url = reverse("sonar:effacer", args=[tentative.uuid])
    for autre in (client, client_de(administratrice), client_de(etrangere)):
        assert autre.post(url).status_code == 403
        assert 'action="' + url not in autre.get(tentative.get_absolute_url()).content.decode()
    assert Tentative.objects.filter(pk=tentative.pk).exists()
    assert client_de(membre).post(url).status_code == 302
    assert not Tentative.objects.filter(pk=tentative.pk).exists()


def test_a_get_deletes_nothing(client, remettre):
    tentative = remettre("uuuhsc")
    assert client.get(reverse("sonar:effacer", args=[tentative.uuid])).status_code == 405
    assert Tentative.objects.filter(pk=tentative.pk).exists()


def test_the_link_is_posted_through_the_outbox_which_forgets_the_address(client, remettre):
    tentative = remettre("uuuhsc")
    url = reverse("sonar:envoyer_lien", args=[tentative.uuid])
    response = client.post(url, {"email": "agente@mairie.example"})
    assert response["Location"] == tentative.get_absolute_url()
    courriel = Courriel.objects.get()
    assert courriel.destinataire == "agente@mairie.example"
    assert str(tentative.uuid) in courriel.texte
    assert courriel.effacer_apres


@pytest.mark.parametrize(
    "email", ["", "pas une adresse", "a@b.fr\nBcc: c@d.fr", "a" * 300 + "@b.fr", "<script>@x.fr"]
)
def test_a_malformed_address_comes_back_with_its_error(client, remettre, email):
    tentative = remettre("uuuhsc")
    response = client.post(reverse("sonar:envoyer_lien", args=[tentative.uuid]), {"email": email})
    assert response.status_code == 422
    assert "<script>@x" not in response.content.decode()
    assert Courriel.objects.count() == 0


def test_the_sixth_sending_of_the_hour_is_refused(client, remettre):
    url = reverse("sonar:envoyer_lien", args=[remettre("uuuhsc").uuid])
    codes = [client.post(url, {"email": f"a{n}@mairie.example"}).status_code for n in range(6)]
    assert codes == [302] * 5 + [429]
    assert Courriel.objects.count() == 5


def test_a_training_room_behind_one_address_sends_all_its_links(client, remettre):
    for n in range(25):
        url = reverse("sonar:envoyer_lien", args=[remettre("uuuhsc").uuid])
        assert client.post(url, {"email": f"a{n}@mairie.example"}).status_code == 302


def test_nobody_is_flooded_with_links(client, remettre):
    codes = []
    for _ in range(4):
        url = reverse("sonar:envoyer_lien", args=[remettre("uuuhsc").uuid])
        response = client.post(url, {"email": "Victime@mairie.example"})
        codes.append(response.status_code)
    assert codes == [302] * 3 + [429]
    assert "Réessayez dans une heure." in response.content.decode()


def test_only_the_owner_sends_the_link_of_a_result_kept_in_an_account(client, client_de, remettre, membre):
    tentative = remettre("uuuhsc", par=client_de(membre))
    url = reverse("sonar:envoyer_lien", args=[tentative.uuid])
    assert client.post(url, {"email": "a@b.example"}).status_code == 403
    assert client_de(membre).post(url, {"email": "a@b.example"}).status_code == 302
