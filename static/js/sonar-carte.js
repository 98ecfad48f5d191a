// The map without the server: search and filters hide words and fade points; a point shows its word.
(() => {
  const page = document.querySelector("[data-carte]");
  const formulaire = page?.querySelector("[data-filtres]");
  if (!formulaire) return;
  const fiches = [...page.querySelectorAll("[data-fiche]")];
  const points = [...page.querySelectorAll("[data-ressource]")];
  const compte = page.querySelector("[data-compte]");
  const simple = (texte) =>
    texte
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  const textes = new Map(fiches.map((fiche) => [fiche, simple(fiche.textContent)]));
  if (fiches.length < points.length) return; // the server already filtered: its links lead back to everything

  const filtrer = () => {
    const mots = simple(formulaire.elements.q.value).split(/\s+/).filter(Boolean);
    const zone = formulaire.elements.zone.value;
    const certitude = formulaire.elements.certitude.value;
    const gardees = new Set();
    for (const fiche of fiches) {
      const oui =
        (!zone || fiche.dataset.zone === zone) &&
        (!certitude || fiche.dataset.certitude === certitude) &&
        mots.every((mot) => textes.get(fiche).includes(mot));
      fiche.hidden = !oui;
      if (oui) gardees.add(fiche.dataset.fiche);
    }
    for (const point of points) point.classList.toggle("efface", !gardees.has(point.dataset.ressource));
    const n = gardees.size;
    compte.textContent = `${n} ressource${n > 1 ? "s" : ""} sur ${points.length}`;
  };

  formulaire.addEventListener("input", filtrer);
  formulaire.addEventListener("submit", (evenement) => {
    evenement.preventDefault();
    filtrer();
  });
  for (const point of points) {
    point.addEventListener("click", () => {
      for (const autre of points) autre.classList.toggle("choisie", autre === point);
      const fiche = fiches.find((f) => f.dataset.fiche === point.dataset.ressource);
      if (fiche) fiche.hidden = false;
    });
  }
  if (formulaire.elements.q.value || formulaire.elements.zone.value) filtrer();
})();
