// A clue deposited in the field: several files at once, a draft that survives, a post that is sent again.
const formulaire = document.querySelector("[data-depot-indice]");
const cle = formulaire.dataset.brouillon;
const reseau = formulaire.querySelector("[data-reseau]");
const retrouve = formulaire.querySelector("[data-retrouve]");
const GARDES = ["texte", "valeur", "unite", "source", "lieu", "recueilli_le", "titre", "description"];

const memoire = {
  lire: () => {
    try {
      return JSON.parse(localStorage.getItem(cle) ?? "null");
    } catch {
      return null;
    }
  },
  garder: (valeur) => {
    try {
      if (valeur) localStorage.setItem(cle, JSON.stringify(valeur));
      else localStorage.removeItem(cle);
    } catch {
      // Storage refused by the browser: the draft lives as long as the page.
    }
  },
};

// --- the draft -----------------------------------------------------------------------------------

const champ = (nom) => formulaire.elements.namedItem(nom);
const depart = Object.fromEntries(GARDES.map((nom) => [nom, champ(nom)?.value ?? ""]));

function noter() {
  const dits = Object.fromEntries(GARDES.map((nom) => [nom, champ(nom)?.value ?? ""]));
  if (GARDES.every((nom) => dits[nom] === depart[nom])) return memoire.garder(null);
  // With its number: a post whose answer was lost is recognised when the draft is sent again.
  memoire.garder({ ...dits, consentement: champ("consentement").value, demande: champ("demande").value });
}

function rappeler() {
  const brouillon = memoire.lire();
  if (!brouillon || formulaire.querySelector(".erreurs")) return;
  for (const nom of [...GARDES, "demande", "consentement"]) {
    const ici = champ(nom);
    if (ici && brouillon[nom] !== undefined) ici.value = brouillon[nom];
  }
  retrouve.hidden = false;
}

formulaire.addEventListener("input", noter);
formulaire.querySelector("[data-effacer]").addEventListener("click", () => {
  memoire.garder(null);
  location.reload();
});
rappeler();

// --- several files -------------------------------------------------------------------------------

for (const prises of formulaire.querySelectorAll("[data-prises]")) {
  const modele = prises.querySelector("[data-modele]");
  const liste = prises.querySelector("[data-liste]");

  function ajouter(fichier) {
    const ligne = modele.content.firstElementChild.cloneNode(true);
    const boite = ligne.querySelector("[data-televersement]");
    const entree = boite.querySelector("input[type=file]");
    const contenu = new DataTransfer();
    contenu.items.add(fichier);
    entree.files = contenu.files;
    entree.removeAttribute("id");
    entree.removeAttribute("aria-describedby");
    entree.hidden = true;
    ligne.querySelector("[data-nom]").textContent = fichier.name;
    ligne.querySelector("[data-de]").textContent = ` ${fichier.name}`;
    for (const inutile of ligne.querySelectorAll("script, noscript")) inutile.remove();
    liste.append(ligne);
    boite.dispatchEvent(new CustomEvent("televersement", { bubbles: true }));
    ligne.querySelector("[data-retirer]").addEventListener("click", () => {
      boite.querySelector("[data-annuler]").click(); // the upload is given up, refused or not
      ligne.remove();
      prises.querySelector("input[type=file]").focus();
    });
  }

  for (const source of prises.querySelectorAll(".prises-boutons input[type=file]")) {
    source.addEventListener("change", () => {
      [...source.files].forEach(ajouter);
      source.value = "";
    });
  }
}

// --- the post ------------------------------------------------------------------------------------

let envoi = false;
let attend = false;

async function envoyer() {
  if (envoi) return;
  envoi = true;
  reseau.textContent = "Envoi…";
  let reponse;
  try {
    reponse = await fetch(formulaire.action, {
      method: "POST",
      headers: { "X-Vigie-Depot": "1" },
      body: new FormData(formulaire),
    });
  } catch {
    attend = true;
    reseau.textContent =
      "Pas de connexion. Votre saisie est gardée dans cet appareil ; elle partira dès que le réseau revient.";
    return;
  } finally {
    envoi = false;
  }
  attend = false;
  if (reponse.ok && reponse.headers.get("Content-Type") === "application/json") {
    memoire.garder(null); // acknowledged
    location.assign((await reponse.json()).adresse);
    return;
  }
  if (reponse.status >= 500) {
    reseau.textContent = "La plateforme ne répond pas bien. Votre saisie est gardée ; essayez encore dans un instant.";
    return;
  }
  // Something to correct, or to sign in again: the browser shows it itself.
  formulaire.submit();
}

formulaire.addEventListener("submit", (evenement) => {
  evenement.preventDefault();
  // A file still on its way says so itself (televerser.js): what was typed does not leave without it.
  if ([...formulaire.querySelectorAll("[data-liste] [data-depot]")].some((depot) => !depot.value)) return;
  noter();
  envoyer();
});
addEventListener("online", () => attend && envoyer());
