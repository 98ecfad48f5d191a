"""The journal is written once: the database refuses the rest, but through the door of a purge."""

from django.db import migrations

PORTE = """
CREATE FUNCTION public.purge_ouverte(portee uuid) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('vigie.purge', true) = portee::text, false) $$;
"""
JOURNAL = """
CREATE FUNCTION public.journal_inalterable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND public.purge_ouverte(OLD.portee) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'le journal ne se modifie pas' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_ligne_inalterable BEFORE UPDATE OR DELETE ON etats_ligne
    FOR EACH ROW EXECUTE FUNCTION public.journal_inalterable();
CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON etats_ligne
    FOR EACH STATEMENT EXECUTE FUNCTION public.journal_inalterable();
"""


class Migration(migrations.Migration):
    dependencies = [("etats", "0001_initiale")]

    operations = [
        migrations.RunSQL(PORTE, "DROP FUNCTION public.purge_ouverte(uuid)"),
        migrations.RunSQL(
            JOURNAL,
            "DROP TRIGGER journal_jamais_vide ON etats_ligne;"
            "DROP TRIGGER journal_ligne_inalterable ON etats_ligne;"
            "DROP FUNCTION public.journal_inalterable()",
        ),
    ]
