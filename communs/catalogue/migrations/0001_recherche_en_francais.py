"""French full-text search: everything schema-qualified, so that a dump restores anywhere."""

from django.db import migrations

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
"""

# Immutable because it names its dictionary: a generated column or an index may then use it.
SANS_ACCENTS = """
CREATE FUNCTION public.sans_accents(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary, $1)) $$;
"""

# array_to_string is only STABLE because of types that are not text.
MOTS_EN_TEXTE = """
CREATE FUNCTION public.mots_en_texte(character varying[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.array_to_string($1, ' ') $$;
"""

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION public.fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION public.fr
    ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word
    WITH public.unaccent, pg_catalog.french_stem;
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(SANS_ACCENTS, "DROP FUNCTION public.sans_accents(text)"),
        migrations.RunSQL(MOTS_EN_TEXTE, "DROP FUNCTION public.mots_en_texte(character varying[])"),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION public.fr"),
    ]
