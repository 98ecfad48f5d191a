"""What questionnaires know of a person: a name she typed, tied to no account nor address."""

from communs.web.rgpd import Domaine, Sort, Trace, declarer

declarer(
    Domaine(
        cle="questionnaires",
        nom="Questionnaires",
        resume="Vos réponses, sans compte : rien ne les relie à vous que le nom que vous donnez.",
        traces=(
            Trace(
                modele="",
                nom="Le nom donné en répondant à un questionnaire, et les réponses",
                sort=Sort.GARDE,
                absence="Elles ne sont reliées ni à votre compte ni à votre adresse.",
                pourquoi="Elles nourrissent le travail du dossier. Demandez leur effacement aux personnes "
                "qui le mènent.",
                duree="Les noms, 183 jours après la fin du questionnaire ; les réponses, autant que le "
                "dossier.",
            ),
        ),
        exporter=lambda compte: (),
    )
)
