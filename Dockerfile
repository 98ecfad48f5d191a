# One image for web, worker, beat and migrations; docker-compose.yml says which does what.
FROM python:3.11-slim AS paquets
COPY requirements.txt .
RUN python -m venv /opt/vigie && \
    /opt/vigie/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
# The libraries of systeme.txt's group "run": booklets, types of files.
RUN apt-get update && \
    apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 && \
    rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home vigie && install -d -o vigie /donnees
COPY --from=paquets /opt/vigie /opt/vigie
WORKDIR /application
COPY . .
ENV PATH=/opt/vigie/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VIGIE_DATA=/donnees PORT=8000 VIGIE_ECOUTE=0.0.0.0
# Fonts and static files are built once, here: these settings serve this step alone.
RUN SECRET_KEY=construction DATABASE_URL=postgres:///construction REDIS_URL=redis://construction \
    VIGIE_ADRESSE=https://construction EMAIL_URL=consolemail:// \
    sh -c 'python manage.py fabriquer_polices && python manage.py collectstatic --no-input'
USER vigie
VOLUME /donnees
EXPOSE 8000
CMD ["sh", "config/deploiement/role.sh", "web"]
