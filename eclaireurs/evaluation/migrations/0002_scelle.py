"""A sealed report and what was frozen or amended: the database refuses to change them.

Only the purge of the whole dossier (communs/etats/inalterable.py) takes them along.
"""

from django.db import migrations

PIECES = ("evaluation_conclusion", "evaluation_preconisation")
GARDEES = ("evaluation_versionduplan", "evaluation_amendement")

FONCTIONS = """
CREATE FUNCTION public.piece_de_rapport_scelle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A text moved from one report to another touches both.
    rapports bigint[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.rapport_id]
        WHEN 'DELETE' THEN ARRAY[OLD.rapport_id]
        ELSE ARRAY[OLD.rapport_id, NEW.rapport_id] END;
BEGIN
    -- Shared with other writers, exclusive of the transaction that seals: nothing slips in between.
    PERFORM 1 FROM public.evaluation_rapport r WHERE r.id = ANY(rapports) FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM public.evaluation_rapport r JOIN public.dossiers_dossier d ON d.id = r.dossier_id
        WHERE r.id = ANY(rapports) AND r.etat = 'scelle'
        AND NOT (TG_OP = 'DELETE' AND public.purge_ouverte(d.uuid))
    ) THEN
        RAISE EXCEPTION 'le rapport est scellé' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION public.rapport_scelle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sa_portee uuid;
BEGIN
    IF OLD.etat <> 'scelle' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    SELECT uuid INTO sa_portee FROM public.dossiers_dossier WHERE id = OLD.dossier_id;
    IF TG_OP = 'DELETE' AND public.purge_ouverte(sa_portee) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'le rapport est scellé' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rapport_scelle BEFORE UPDATE OR DELETE ON evaluation_rapport
    FOR EACH ROW EXECUTE FUNCTION public.rapport_scelle();

CREATE FUNCTION public.plan_garde() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sa_portee uuid;
BEGIN
    SELECT d.uuid INTO sa_portee FROM public.evaluation_plan p
        JOIN public.dossiers_dossier d ON d.id = p.dossier_id WHERE p.id = OLD.plan_id;
    IF TG_OP = 'DELETE' AND public.purge_ouverte(sa_portee) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ce qui a été gelé ne se modifie pas' USING ERRCODE = 'restrict_violation';
END $$;
"""


def declencheur(table: str, fonction: str, quand: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {fonction} BEFORE {quand} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION public.{fonction}()",
        f"DROP TRIGGER {fonction} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_rapport_et_suivi"), ("etats", "0002_inalterable")]

    operations = [
        migrations.RunSQL(
            FONCTIONS,
            "DROP TRIGGER rapport_scelle ON evaluation_rapport;"
            "DROP FUNCTION public.plan_garde();"
            "DROP FUNCTION public.rapport_scelle();"
            "DROP FUNCTION public.piece_de_rapport_scelle()",
        ),
        *[declencheur(table, "piece_de_rapport_scelle", "INSERT OR UPDATE OR DELETE") for table in PIECES],
        *[declencheur(table, "plan_garde", "UPDATE OR DELETE") for table in GARDEES],
    ]
