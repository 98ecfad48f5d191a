// Making an issue: pieces moved by the mouse, texts saved as they are typed and kept while the network is away.
(() => {
  let tenue = null;

  const pieceDe = (element) => element.closest?.("[data-piece]");
  const tenir = () => {
    for (const poignee of document.querySelectorAll("[data-poignee]")) poignee.draggable = true;
  };
  const effacer = (...classes) => {
    for (const nom of classes) for (const marquee of document.querySelectorAll(`.${nom}`)) marquee.classList.remove(nom);
  };
  const viseeDe = (evenement) => {
    const visee = tenue && pieceDe(evenement.target);
    return visee && visee.dataset.nature === tenue.dataset.nature ? visee : null;
  };
  const sousLeMilieu = (evenement, visee) => {
    const boite = visee.getBoundingClientRect();
    return evenement.clientY > boite.top + boite.height / 2;
  };

  document.addEventListener("dragstart", (evenement) => {
    tenue = evenement.target.closest?.("[data-poignee]") && pieceDe(evenement.target);
    if (!tenue) return;
    evenement.dataTransfer.effectAllowed = "move";
    evenement.dataTransfer.setData("text/plain", tenue.dataset.piece);
    tenue.classList.add("tenue");
  });
  document.addEventListener("dragover", (evenement) => {
    const visee = viseeDe(evenement);
    if (!visee) return;
    evenement.preventDefault();
    effacer("visee-avant", "visee-apres");
    if (visee !== tenue) visee.classList.add(sousLeMilieu(evenement, visee) ? "visee-apres" : "visee-avant");
  });
  document.addEventListener("drop", (evenement) => {
    const visee = viseeDe(evenement);
    if (!visee || visee === tenue) return;
    evenement.preventDefault();
    const form = tenue.querySelector("[data-deplacer]");
    const bouton = document.createElement("button");
    Object.assign(bouton, { name: "sens", value: sousLeMilieu(evenement, visee) ? "apres" : "avant", hidden: true });
    form.elements.contre.value = visee.dataset.piece;
    form.append(bouton);
    bouton.click();
  });
  document.addEventListener("dragend", () => {
    effacer("tenue", "visee-avant", "visee-apres");
    tenue = null;
  });
  document.body.addEventListener("htmx:afterSettle", tenir);
  tenir();
})();

(() => {
  const form = document.querySelector("form[data-ecriture]");
  if (!form) return;
  const JOURS = 7;
  const cle = `redaction:${location.pathname}`;
  const avis = document.querySelector("[data-brouillon-local]");
  const champs = () => [...form.elements].filter((c) => c.name && c.name !== "csrfmiddlewaretoken" && c.matches("textarea, input, select"));
  const version = () => form.querySelector("[name$=version]");
  let enAttente = false;

  const lire = () => {
    try {
      return JSON.parse(localStorage.getItem(cle));
    } catch {
      return null;
    }
  };
  const oublier = () => {
    try {
      localStorage.removeItem(cle);
    } catch {} // storage refused by the browser: nothing was kept
    avis.hidden = true;
  };
  const textes = () => champs().map((c) => (c.type === "checkbox" || c.type === "radio" ? c.checked : c.value));
  const garder = () => {
    try {
      localStorage.setItem(cle, JSON.stringify({ date: Date.now(), textes: textes() }));
    } catch {} // storage full or refused: writing goes on without a draft
  };

  // The draft holds the version it was written over: taken back too late, it meets the page of conflict.
  const reprendre = () => {
    const { textes } = lire();
    champs().forEach((c, rang) => {
      if (c.type === "checkbox" || c.type === "radio") c.checked = textes[rang];
      else if (textes[rang] !== undefined) c.value = textes[rang];
    });
    avis.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const garde = lire();
  if (garde && Date.now() - garde.date > JOURS * 86_400_000) oublier();
  else if (garde && JSON.stringify(garde.textes) !== JSON.stringify(textes())) avis.hidden = false;
  avis.querySelector("[data-reprendre]").addEventListener("click", reprendre);
  avis.querySelector("[data-oublier]").addEventListener("click", oublier);
  form.addEventListener("input", garder);

  const dire = (texte) => {
    document.getElementById("sauvegarde").textContent = texte;
  };
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    enAttente = false;
    if (detail.xhr.responseText.includes("data-conflit")) {
      form.submit(); // the page of conflict, with both texts
    } else if (detail.successful && detail.xhr.responseText.includes("data-recu")) {
      oublier();
    } else if (!detail.successful || !detail.xhr.responseText.includes('id="sauvegarde"')) {
      dire("Pas encore enregistré : votre texte est gardé dans ce navigateur.");
    }
  });
  form.addEventListener("htmx:beforeRequest", (evenement) => {
    enAttente = navigator.onLine;
    if (enAttente) return;
    evenement.preventDefault();
    dire("Pas encore enregistré : votre texte est gardé dans ce navigateur.");
  });
  // A save under way changes the version: the button waits for it.
  form.addEventListener("submit", (evenement) => {
    oublier();
    if (!enAttente) return;
    evenement.preventDefault();
    form.addEventListener("htmx:afterRequest", () => form.submit(), { once: true });
  });
  window.addEventListener("online", () => version() && form.dispatchEvent(new Event("input", { bubbles: true })));
})();
