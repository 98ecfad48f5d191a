"""What séances know of a person: a first name in a room, tied to no account nor address."""

from communs.web.rgpd import Domaine, Sort, Trace, declarer

declarer(
    Domaine(
        cle="seances",
        nom="Séances",
        resume="Votre passage dans une séance, sans compte : rien ne le relie à vous.",
        traces=(
            Trace(
                modele="",
                nom="Le prénom donné en entrant dans une séance",
                sort=Sort.GARDE,
                absence="Il n’est relié ni à votre compte ni à votre adresse : vous seul savez que c’est "
                "vous.",
                pourquoi="Vous l’effacez depuis la page de la séance, avec vos réponses.",
                duree="30 jours après la séance.",
            ),
        ),
        exporter=lambda compte: (),
    )
)
