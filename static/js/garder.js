// Keep what a person without account is answering until the platform has it: a page that is closed, a
// connection that is lost take nothing away. The form names its draft (`data-garder`); the page that follows
// a success names it too (`data-garde-recu`). Files are not kept: televerser.js has its own way.
(() => {
  const JOURS = 7;
  const PREFIXE = "garde:";
  const PAS_GARDES = ["csrfmiddlewaretoken", "ouvert"];
  const memoire = {
    lire: (nom) => {
      try {
        return JSON.parse(localStorage.getItem(PREFIXE + nom));
      } catch {
        return null;
      }
    },
    garder: (nom, valeur) => {
      try {
        if (valeur) localStorage.setItem(PREFIXE + nom, JSON.stringify(valeur));
        else localStorage.removeItem(PREFIXE + nom);
      } catch {} // storage full or refused: the draft lives as long as the page
    },
  };

  for (const marque of document.querySelectorAll("[data-garde-recu]")) memoire.garder(marque.dataset.gardeRecu, null);

  const form = document.querySelector("form[data-garder]");
  if (!form) return;
  const nom = form.dataset.garder;
  const avis = form.querySelector("[data-retrouve]");
  const reseau = form.querySelector("[data-reseau]");
  // Another opening may have other answers under the same numbers: only words are then brought back.
  const ouvert = form.elements.namedItem("ouvert")?.value ?? "";

  // An address is not left behind in a library's computer.
  const garde = (cle) => !PAS_GARDES.includes(cle) && form.elements.namedItem(cle)?.type !== "email";
  const paires = () => [...new FormData(form)].filter(([cle, valeur]) => typeof valeur === "string" && garde(cle));
  const sansDemande = (liste) => JSON.stringify(liste.filter(([cle]) => !["demande", "cle"].includes(cle)));
  const depart = sansDemande(paires());

  // The number of the form (`demande`, `cle`) is kept too: a post whose answer was lost is recognised.
  function noter() {
    const siennes = paires();
    memoire.garder(nom, sansDemande(siennes) === depart ? null : { date: Date.now(), ouvert, paires: siennes });
  }

  function rappeler() {
    const brouillon = memoire.lire(nom);
    if (!brouillon || form.querySelector(".alerte-erreur")) return; // after a refusal the page gives back what was sent
    if (Date.now() - brouillon.date > JOURS * 86_400_000) return memoire.garder(nom, null);
    for (const champ of form.elements) {
      if (!champ.name || !garde(champ.name) || champ.type === "file") continue;
      const valeurs = brouillon.paires.filter(([cle]) => cle === champ.name).map(([, valeur]) => valeur);
      if (["radio", "checkbox"].includes(champ.type)) {
        if (brouillon.ouvert === ouvert) champ.checked = valeurs.includes(champ.value);
      } else if (valeurs.length) champ.value = valeurs[0];
    }
    avis.hidden = false;
  }

  let envoi = false;
  let attend = false;

  async function envoyer() {
    if (envoi) return;
    envoi = true;
    reseau.textContent = "Envoi…";
    let reponse;
    try {
      reponse = await fetch(form.action, {
        method: "POST",
        headers: { "X-Vigie-Depot": "1" },
        body: new FormData(form),
      });
    } catch {
      attend = true;
      reseau.textContent =
        "Pas de connexion. Ce que vous avez écrit est gardé dans cet appareil ; cela partira dès que le réseau revient.";
      return;
    } finally {
      envoi = false;
    }
    attend = false;
    if (reponse.ok && reponse.headers.get("Content-Type") === "application/json") {
      memoire.garder(nom, null); // acknowledged
      location.assign((await reponse.json()).adresse);
    } else if (reponse.status === 429 || reponse.status >= 500) {
      reseau.textContent =
        "La plateforme ne peut pas répondre pour l’instant. Ce que vous avez écrit est gardé dans cet appareil ; essayez encore dans une minute.";
    } else form.submit(); // something to correct: the browser shows it itself
  }

  form.addEventListener("input", noter);
  form.addEventListener("submit", (evenement) => {
    if (evenement.defaultPrevented) return; // a file still on its way says so itself (televerser.js)
    evenement.preventDefault();
    noter();
    envoyer();
  });
  addEventListener("online", () => attend && envoyer());
  avis.querySelector("button").addEventListener("click", () => {
    memoire.garder(nom, null);
    location.reload();
  });
  rappeler();
})();
