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
  const TEXTES = "textarea, input:is([type=text], [type=url], [type=number])";
  const champs = () => [...form.querySelectorAll(TEXTES)].filter((c) => c.name);
  // What was written, and no more: a form may open on a text that somebody else has changed since.
  const ecrits = () => champs().filter((c) => c.value !== c.defaultValue);

  const brouillon = lire(nom);
  if (brouillon && Date.now() - brouillon.date > JOURS * 86_400_000) oublier(nom);
  else if (brouillon && !ecrits().length) {
    // After a refusal the page gives back what was sent: nothing to bring back then.
    const perdus = champs().filter((c) => c.name in brouillon.textes && brouillon.textes[c.name] !== c.value);
    for (const champ of perdus) champ.value = brouillon.textes[champ.name];
    avis.hidden = !perdus.length;
  }
  avis.querySelector("button").addEventListener("click", () => {
    for (const champ of champs()) champ.value = champ.defaultValue;
    oublier(nom);
    avis.hidden = true;
    champs()[0].focus();
  });
  form.addEventListener("input", () => {
    // After a refusal, what was sent stands in the page as if it came from there: it is still a draft.
    const gardes = lire(nom)?.textes ?? {};
    const aGarder = champs().filter((c) => c.value !== c.defaultValue || gardes[c.name] === c.value);
    const textes = Object.fromEntries(aGarder.map((c) => [c.name, c.value]));
    try {
      if (Object.keys(textes).length) {
        localStorage.setItem(cle(nom), JSON.stringify({ date: Date.now(), textes }));
      } else oublier(nom);
    } catch {} // storage full or refused: writing goes on without a draft
  });
})();
