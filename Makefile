# Vigie: every command of the project. `make aide` lists them.
# Variables: PORT, VIGIE_DATA (data folder), VENV (Python environment), PYTHON (3.11 or later).

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := aide

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
EMBARQUE := $(BIN)/python -m config.embarque --lie-au-parent
EPHEMERE := $(EMBARQUE) executer --ephemere
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
# Web fonts are built, not committed; a second time costs nothing.
POLICES := python manage.py fabriquer_polices --verbosity 0

# Stamps bear the sum of what they were made from: a new clone or a touched file does not reinstall.
somme = $(shell cksum < $(1) | cut -d' ' -f1)
PRODUCTION := $(VENV)/.production-$(call somme,requirements.txt)
OUTILLAGE := $(VENV)/.outillage-$(call somme,requirements-dev.txt)

# An environment whose Python has gone (a system upgrade) is made again.
ENVIRONNEMENT_MORT := $(shell $(BIN)/python -c '' 2>/dev/null || rm -f $(VENV)/.production-* $(VENV)/.outillage-*)

# What the user gives on the command line reaches the programs.
export PORT VIGIE_DATA PYTHON
unexport MAKEFLAGS MAKELEVEL MFLAGS

.PHONY: aide run test test-vite lint controles mesures captures sauvegarde restaurer manage \
	environnement outillage systeme-run systeme-test systeme-mesures verrouiller

aide: ## Liste les commandes
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | \
		while IFS="$$(printf '\t')" read -r nom texte; do printf '  make %-14s %s\n' "$$nom" "$$texte"; done

run: environnement ## Lance la plateforme sur cette machine (PORT=8000, VIGIE_DATA=donnees) ; Ctrl-C l’arrête
	@exec $(EMBARQUE) lancer

test: lint ## Toutes les vérifications et tous les tests, navigateur compris
	@exec $(EPHEMERE) sh -ec '$(POLICES); exec python -m pytest -n 2 --dist worksteal tests'

# What each room promises: its rules, its rights, its sums, its pages. Three minutes: what is not asked is not read.
COEUR := calculs chargement comptes droits entrer envoi erreurs feuille journal lien livrets membres mener oracles \
	pages parcours partage problemes resultat services
VITE = $(filter-out tests/navigateur/%,$(shell find tests -false $(foreach nom,$(COEUR),-o -name test_$(nom).py)))

test-vite: outillage ## Le cœur des tests : règles, droits, calculs, pages de chaque domaine, sans navigateur
	@exec $(EPHEMERE) sh -ec '$(POLICES); exec python -m pytest -n 2 --dist worksteal -m "not navigateur and not lent and not contrat" $(VITE)'

lint: outillage ## Les vérifications sans exécution : format, style, types, dépendances, migrations
	@exec $(EPHEMERE) $(MAKE) --no-print-directory controles

# Inside a server's environment: mypy and Django read the settings.
controles:
	ruff format --check .
	ruff check .
	djlint --check --lint templates
	mypy
	lint-imports
	python manage.py makemigrations --check --dry-run

mesures: outillage systeme-mesures ## Les mesures de vitesse (docs/mesures.md)
	@exec $(EPHEMERE) sh -ec '$(POLICES); exec python -m tests.charge'

captures: outillage ## Les images du README et des guides, prises sur la démonstration (SEULEMENT="guide/cadrage …")
	@exec $(BIN)/python -m tests.captures $(SEULEMENT)

sauvegarde: environnement ## Sauvegarde la base et les médias dans sauvegardes/ (ou DOSSIER=…)
	@exec $(EMBARQUE) sauvegarder $(or $(DOSSIER),sauvegardes)

restaurer: environnement ## Restaure une sauvegarde : ARCHIVE=… (ECRASER=1 pour remplacer des données)
	@test -n "$(ARCHIVE)" || { echo "Quelle sauvegarde ? make restaurer ARCHIVE=sauvegardes/…tar" >&2; exit 2; }
	@exec $(EMBARQUE) restaurer "$(ARCHIVE)" $(if $(filter 1,$(ECRASER)),--ecraser)

manage: environnement ## Une commande de Django : CMD="createsuperuser"
	@exec $(EMBARQUE) executer python manage.py $(CMD)

environnement: systeme-run $(PRODUCTION) ## Installe ce que demande « make run »

outillage: systeme-test environnement $(OUTILLAGE) ## Installe ce que demande « make test »

systeme-run:
	@test -n "$(PYTHON)" || { echo "Python 3.11 est introuvable : installez python3." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Vigie demande Python 3.11 ou plus récent ; $(PYTHON) est plus ancien." >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" config/embarque/systeme.py run

systeme-test systeme-mesures: systeme-%:
	@"$(PYTHON)" config/embarque/systeme.py $*

$(PRODUCTION): requirements.txt | systeme-run
	@echo "Installation de l’environnement Python dans $(VENV)…"
	@$(BIN)/python -c '' 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/.production-* && touch $@

$(OUTILLAGE): requirements-dev.txt | $(PRODUCTION)
	@echo "Installation des outils de test…"
	@$(PIP) -r requirements-dev.txt
	@rm -f $(VENV)/.outillage-* && touch $@

verrouiller: outillage ## Recalcule les versions figées après un changement de requirements*.in
	@for liste in requirements requirements-dev; do \
		$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
			--output-file $$liste.txt $$liste.in || exit 1; \
	done
