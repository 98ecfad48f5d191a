"""What production needs: the compose file, the image's steps, settings that refuse to guess."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.config.outils import RACINE

SECRETS = {
    "SECRET_KEY": "s" * 20 + "ecret-de-production-0123456789-abcdefghij",
    "POSTGRES_PASSWORD": "motdepasse1",
    "REDIS_PASSWORD": "motdepasse2",
    "VIGIE_DOMAINE": "vigie.example",
    "EMAIL_URL": "smtp+tls://vigie:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "vigie@vigie.example",
}
PRODUCTION = {
    "SECRET_KEY": SECRETS["SECRET_KEY"],
    "DATABASE_URL": "postgres://vigie:motdepasse@127.0.0.1:1/vigie",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "vigie.example",
    "VIGIE_ADRESSE": "https://vigie.example",
    "EMAIL_URL": SECRETS["EMAIL_URL"],
    "DEFAULT_FROM_EMAIL": SECRETS["DEFAULT_FROM_EMAIL"],
}


def lancer(*commande: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command with these variables and nothing else."""
    return subprocess.run(
        commande,
        cwd=RACINE,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        timeout=180,
    )


def manage(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return lancer(sys.executable, "manage.py", *arguments, **variables)


@pytest.fixture(scope="module")
def composition() -> dict:
    """The compose file as docker-compose understands it."""
    fin = lancer("docker-compose", "config", **SECRETS)
    assert fin.returncode == 0, fin.stderr
    return yaml.safe_load(fin.stdout)


def test_the_compose_file_is_valid_and_each_service_is_watched(composition: dict) -> None:
    services = composition["services"]
    assert set(services) == {"postgres", "redis", "migration", "web", "worker", "beat", "proxy"}
    assert {nom for nom, service in services.items() if "healthcheck" not in service} == {"migration"}
    for role in ("web", "worker", "beat"):
        attend = services[role]["depends_on"]
        assert attend["migration"]["condition"] == "service_completed_successfully"
        assert attend["postgres"]["condition"] == attend["redis"]["condition"] == "service_healthy"
        assert services[role]["environment"]["SECRET_KEY"] == SECRETS["SECRET_KEY"]


def test_only_the_proxy_is_reachable_from_outside(composition: dict) -> None:
    assert [nom for nom, service in composition["services"].items() if "ports" in service] == ["proxy"]


def test_web_and_workers_can_be_multiplied(composition: dict) -> None:
    for service in composition["services"].values():
        assert "container_name" not in service


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_the_compose_file_invents_no_secret(secret: str) -> None:
    fin = lancer("docker-compose", "config", **{k: v for k, v in SECRETS.items() if k != secret})
    assert fin.returncode != 0
    assert "obligatoire" in fin.stderr


def test_every_role_of_the_compose_file_is_a_line_of_the_procfile(composition: dict) -> None:
    roles = dict(ligne.split(": ", 1) for ligne in (RACINE / "Procfile").read_text().splitlines())
    for role in roles:
        assert composition["services"][role]["command"] == ["sh", "config/deploiement/role.sh", role]
    assert set(roles) == {"web", "worker", "beat"}
    inconnu = lancer("sh", "config/deploiement/role.sh", "autre")
    assert (inconnu.returncode, inconnu.stderr) == (1, "Rôle inconnu : autre (voir Procfile)\n")


def test_the_compose_environment_is_one_the_settings_accept(composition: dict) -> None:
    environnement = composition["services"]["web"]["environment"]
    fin = manage(
        "check", "--deploy", "--fail-level", "WARNING", **{k: str(v) for k, v in environnement.items()}
    )
    assert fin.returncode == 0, fin.stderr


def test_production_settings_pass_django_s_deployment_check() -> None:
    fin = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (fin.returncode, fin.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        fin.stderr
    )


@pytest.mark.parametrize(
    "variable", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "VIGIE_ADRESSE", "EMAIL_URL"]
)
def test_a_missing_setting_stops_the_start_and_is_named(variable: str) -> None:
    fin = manage("check", **{k: v for k, v in PRODUCTION.items() if k != variable})
    assert fin.returncode != 0
    assert f"Set the {variable} environment variable" in fin.stderr.splitlines()[-1]


def test_every_setting_read_is_documented() -> None:
    lus = re.findall(
        r"""env(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", (RACINE / "config" / "settings.py").read_text()
    )
    documente = (RACINE / "docs" / "exploitation.md").read_text()
    editeur = {"_ADRESSE", "_DIRECTEUR", "_CONTACT", "_HEBERGEUR"}
    absents = {nom for nom in lus if f"`{nom}`" not in documente}
    assert {nom.removeprefix("VIGIE_EDITEUR") for nom in absents} <= editeur | {
        "DEBUG",
        "VIGIE_STATIC_STOCKAGE",
    }


@pytest.mark.lent
def test_the_image_builds_fonts_and_static_files_with_its_own_settings(tmp_path: Path) -> None:
    etape = re.search(r"^RUN (SECRET_KEY=.*?)\n\w", (RACINE / "Dockerfile").read_text(), re.M | re.S)
    assert etape
    fin = lancer(
        "sh",
        "-ec",
        etape[1].replace("\\\n", " "),
        VIGIE_STATIC=str(tmp_path),
        PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    )
    assert fin.returncode == 0, fin.stderr
    assert (tmp_path / "staticfiles.json").exists()


def test_pinned_requirements_have_hashes_and_name_no_index() -> None:
    for nom in ("requirements.txt", "requirements-dev.txt"):
        texte = (RACINE / nom).read_text()
        versions = re.findall(r"^[\w.-]+==", texte, re.M)
        assert len(versions) > 30
        assert len(re.findall(r"^[\w.-]+==\S+ \\\n    --hash=sha256:", texte, re.M)) == len(versions)
        assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", texte)
