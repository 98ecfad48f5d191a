"""The addresses that need no account. Everything else asks to sign in; a test walks them all."""

ADRESSES_PUBLIQUES = frozenset(
    {
        "web:accueil",
        "web:mentions_legales",
        "web:accessibilite",
        "web:donnees_personnelles",
        "web:galerie",
        "web:sante",
        "web:sante_vivant",
        "web:sante_pret",
        "web:robots",
        "catalogue:recherche",
        "sonar:accueil",
        "sonar:regle",
        "sonar:portraits",
        "sonar:portrait",
        "sonar:image_svg",
        "sonar:image_png",
        "sonar:test",
        "sonar:feuille",
        "sonar:resultat",
        "sonar:effacer",
        "sonar:envoyer_lien",
        "sonar:carnet",
        "eclaireurs:accueil",
        "eclaireurs:episode",
        "eclaireurs:outil",
        # Each gabarit's own rule decides: the object's address, or an account with the right.
        "livrets:livret",
        "livrets:etat",
        "livrets:page",
        "livrets:fichier",
        "livrets:refaire",
        "collectivites:invitation",
        "dossiers:lien",
        "dossiers:invitation",
        # Signed personal links of reminders, and secret addresses of calendars.
        "echeances:attendre",
        "echeances:calendrier",
        "echeances:rythme",
        "account_login",
        "account_signup",
        "account_logout",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "compte_oidc",
        "compte_oidc_retour",
        "compte_oidc_depart",
        "admin:login",
    }
)

# Addresses of things that may be private, shared by a secret link, or public: their view obtains the
# object through `visibles_par`, and sends an anonymous reader who may not see it to sign in.
ADRESSES_SELON_L_OBJET = frozenset(
    {
        "dossiers:dossier",
        "evaluation:agenda_du_tableau",
        "evaluation:calendrier",
        "evaluation:exporter",
        "evaluation:fichier_du_tableau",
        "evaluation:rapport",
        "evaluation:suivi",
        "evaluation:texte_scelle",
        "evaluation:comparaison",
        "evaluation:preconisation",
        "evaluation:rangee",
        "evaluation:versions",
    }
)
