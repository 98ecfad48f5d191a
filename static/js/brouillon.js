// Keep what a person is writing until the platform has it: a session that ends must not take the words away.
// The form names its draft (`data-brouillon`); the page that follows a success says `?recu=<that name>`.
(() => {
  const JOURS = 7;
  const PREFIXE = "brouillon:";
  const cle = (nom) => PREFIXE + nom;
  const lire = (nom) => {
    try {
      return JSON.parse(localStorage.getItem(cle(nom)));
    } catch {
      return null;
    }
  };
  const oublier = (nom) => {
    try {
      localStorage.removeItem(cle(nom));
    } catch {} // storage refused by the browser: nothing was kept
  };

  for (const marque of document.querySelectorAll("[data-brouillon-recu]")) oublier(marque.dataset.brouillonRecu);

  const form = document.querySelector("form[data-brouillon], [data-brouillon] form");
  if (!form) return;
  const nom = form.closest("[data-brouillon]").dataset.brouillon;
  const avis = document.querySelector("[data-brouillon-avis]");
  const champs = () => [...form.querySelectorAll("textarea, input[type=text]")].filter((c) => c.name);

  const brouillon = lire(nom);
  if (brouillon && Date.now() - brouillon.date > JOURS * 86_400_000) oublier(nom);
  else if (brouillon && champs().every((c) => c.value === "")) {
    for (const champ of champs()) champ.value = brouillon.textes[champ.name] ?? "";
    avis.hidden = false;
  }
  avis.querySelector("button").addEventListener("click", () => {
    for (const champ of champs()) champ.value = "";
    oublier(nom);
    avis.hidden = true;
    champs()[0].focus();
  });
  form.addEventListener("input", () => {
    const textes = Object.fromEntries(champs().map((c) => [c.name, c.value]));
    try {
      if (Object.values(textes).some(Boolean)) {
        localStorage.setItem(cle(nom), JSON.stringify({ date: Date.now(), textes }));
      } else oublier(nom);
    } catch {} // storage full or refused: writing goes on without a draft
  });
})();
