"""What was committed is promised: the database refuses to change it, and a seed before the commitment.

Only the purge of the whole dossier (communs/etats/inalterable.py) takes it along. The list may hold a
hundred thousand people: its triggers run once per statement.
"""

from django.db import migrations

TIRAGE = """
CREATE FUNCTION public.tirage_engage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sa_portee uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.etat = 'preparation' THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'un tirage commence par sa préparation' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        SELECT uuid INTO sa_portee FROM public.dossiers_dossier WHERE id = OLD.dossier_id;
        IF OLD.etat = 'preparation' OR public.purge_ouverte(sa_portee) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'le tirage est engagé' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.etat = 'preparation' THEN
        IF NEW.etat IN ('preparation', 'engage') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'un tirage s''engage avant sa graine' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.uuid, NEW.dossier_id, NEW.titre, NEW.ceremonie, NEW.nombre_de_des, NEW.chiffre,
        NEW.chiffre_le, NEW.cree_le, NEW.engage_le, NEW.engage_par_id, NEW.empreinte)
        IS DISTINCT FROM
       (OLD.id, OLD.uuid, OLD.dossier_id, OLD.titre, OLD.ceremonie, OLD.nombre_de_des, OLD.chiffre,
        OLD.chiffre_le, OLD.cree_le, OLD.engage_le, OLD.engage_par_id, OLD.empreinte) THEN
        RAISE EXCEPTION 'le tirage est engagé' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT (OLD.etat = 'engage' AND NEW.etat IN ('engage', 'tire', 'abandonne'))
        AND (NEW.etat, NEW.tire_le, NEW.graine, NEW.releve_par_id, NEW.confirme_par_id,
             NEW.abandonne_le, NEW.motif_abandon)
        IS DISTINCT FROM
            (OLD.etat, OLD.tire_le, OLD.graine, OLD.releve_par_id, OLD.confirme_par_id,
             OLD.abandonne_le, OLD.motif_abandon) THEN
        RAISE EXCEPTION 'la graine ne se change pas' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tirage_engage BEFORE INSERT OR UPDATE OR DELETE ON tirages_tirage
    FOR EACH ROW EXECUTE FUNCTION public.tirage_engage();
"""

# Shared with other writers, exclusive of the transaction that commits: nothing slips in between.
LISTE = """
CREATE FUNCTION public.tirage_liste_close(touches bigint[], suppression boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM public.tirages_tirage t WHERE t.id = ANY(touches) FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM public.tirages_tirage t JOIN public.dossiers_dossier d ON d.id = t.dossier_id
        WHERE t.id = ANY(touches) AND t.etat <> 'preparation'
        AND NOT (suppression AND public.purge_ouverte(d.uuid))
    ) THEN
        RAISE EXCEPTION 'la liste du tirage est engagée' USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION public.tirage_inscrits_ajoutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.tirage_liste_close(ARRAY(SELECT DISTINCT n.tirage_id FROM nouvelles n), false);
    RETURN NULL;
END $$;
CREATE TRIGGER tirage_inscrits_ajoutes AFTER INSERT ON tirages_inscrit
    REFERENCING NEW TABLE AS nouvelles FOR EACH STATEMENT EXECUTE FUNCTION public.tirage_inscrits_ajoutes();

CREATE FUNCTION public.tirage_inscrits_retires() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.tirage_liste_close(ARRAY(SELECT DISTINCT a.tirage_id FROM anciennes a), true);
    RETURN NULL;
END $$;
CREATE TRIGGER tirage_inscrits_retires AFTER DELETE ON tirages_inscrit
    REFERENCING OLD TABLE AS anciennes FOR EACH STATEMENT EXECUTE FUNCTION public.tirage_inscrits_retires();

-- After the commitment, what names a person may be emptied (she is erased), nothing else.
CREATE FUNCTION public.tirage_inscrits_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.tirage_liste_close(ARRAY(
        SELECT DISTINCT unnest(ARRAY[n.tirage_id, a.tirage_id])
        FROM nouvelles n LEFT JOIN anciennes a ON a.id = n.id
        WHERE a.id IS NULL
        OR (n.tirage_id, n.numero, n.groupe, n.exclusion, n.d_office, n.sceau)
            IS DISTINCT FROM (a.tirage_id, a.numero, a.groupe, a.exclusion, a.d_office, a.sceau)
        OR n.nom NOT IN (a.nom, '') OR n.reference NOT IN (a.reference, '') OR n.sel NOT IN (a.sel, '')
        OR n.aussi NOT IN (a.aussi, '') OR (n.compte_id IS NOT NULL AND n.compte_id IS DISTINCT FROM a.compte_id)
    ), false);
    RETURN NULL;
END $$;
CREATE TRIGGER tirage_inscrits_changes AFTER UPDATE ON tirages_inscrit
    REFERENCING OLD TABLE AS anciennes NEW TABLE AS nouvelles
    FOR EACH STATEMENT EXECUTE FUNCTION public.tirage_inscrits_changes();

CREATE FUNCTION public.tirage_groupe_clos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM public.tirage_liste_close(ARRAY[OLD.tirage_id], TG_OP = 'DELETE');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM public.tirage_liste_close(ARRAY[NEW.tirage_id], false);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER tirage_groupe_clos BEFORE INSERT OR UPDATE OR DELETE ON tirages_groupe
    FOR EACH ROW EXECUTE FUNCTION public.tirage_groupe_clos();
"""

REGISTRE = """
CREATE FUNCTION public.tirage_releve_ouvert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM public.tirages_tirage t WHERE t.id = NEW.tirage_id AND t.etat = 'engage' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'la graine se relève après l''engagement' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tirage_releve_ouvert BEFORE INSERT OR UPDATE ON tirages_releve
    FOR EACH ROW EXECUTE FUNCTION public.tirage_releve_ouvert();

CREATE FUNCTION public.tirage_ecriture_inalterable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sa_portee uuid;
BEGIN
    SELECT d.uuid INTO sa_portee FROM public.tirages_tirage t
        JOIN public.dossiers_dossier d ON d.id = t.dossier_id WHERE t.id = OLD.tirage_id;
    IF TG_OP = 'DELETE' AND public.purge_ouverte(sa_portee) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'le registre du tirage ne se modifie pas' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tirage_ecriture_inalterable BEFORE UPDATE OR DELETE ON tirages_ecriture
    FOR EACH ROW EXECUTE FUNCTION public.tirage_ecriture_inalterable();
"""


class Migration(migrations.Migration):
    dependencies = [("tirages", "0001_initiale"), ("etats", "0002_inalterable")]

    operations = [
        migrations.RunSQL(
            TIRAGE, "DROP TRIGGER tirage_engage ON tirages_tirage; DROP FUNCTION public.tirage_engage()"
        ),
        migrations.RunSQL(
            LISTE,
            "DROP TRIGGER tirage_groupe_clos ON tirages_groupe;"
            "DROP TRIGGER tirage_inscrits_changes ON tirages_inscrit;"
            "DROP TRIGGER tirage_inscrits_retires ON tirages_inscrit;"
            "DROP TRIGGER tirage_inscrits_ajoutes ON tirages_inscrit;"
            "DROP FUNCTION public.tirage_groupe_clos();"
            "DROP FUNCTION public.tirage_inscrits_changes();"
            "DROP FUNCTION public.tirage_inscrits_retires();"
            "DROP FUNCTION public.tirage_inscrits_ajoutes();"
            "DROP FUNCTION public.tirage_liste_close(bigint[], boolean)",
        ),
        migrations.RunSQL(
            REGISTRE,
            "DROP TRIGGER tirage_ecriture_inalterable ON tirages_ecriture;"
            "DROP TRIGGER tirage_releve_ouvert ON tirages_releve;"
            "DROP FUNCTION public.tirage_ecriture_inalterable();"
            "DROP FUNCTION public.tirage_releve_ouvert()",
        ),
    ]
