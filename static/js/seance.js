// A live screen: ask whether anything has changed; if so swap what is live in it. A phone is told of a new
// version, then takes its page again; the desk and the wall ask for their page itself, which says 204.
// Without this script the page comes back by itself, or by its button.
(() => {
  const RYTHME = document.querySelector("html.mur") ? 1000 : 2000; // milliseconds between two questions
  const CACHE = 15000; // the same, in a tab that nobody looks at
  const veilleur = () => document.querySelector("[data-veille]");
  const annonce = document.getElementById("annonce");
  if (!veilleur()) return;
  let version = veilleur().dataset.version;
  let echecs = 0;
  // Something was chosen or typed, and not sent; perhaps before this script had come.
  let ecrit = [...veilleur().querySelectorAll("input:not([type=hidden]), textarea")].some(
    (champ) => champ.value !== champ.defaultValue || champ.checked !== champ.defaultChecked,
  );
  let minuteur;
  let enCours = false;

  const dire = (texte) => {
    if (annonce && annonce.textContent !== texte) annonce.textContent = texte;
  };

  const remplacer = (neuve) => {
    const actif = document.activeElement;
    for (const ancien of document.querySelectorAll("[data-vif]")) {
      const nouveau = neuve.getElementById(ancien.id);
      if (!nouveau) continue;
      const dedans = actif !== ancien && ancien.contains(actif);
      const ouverts = [...ancien.querySelectorAll("details[open][id]")].map((d) => d.id);
      ancien.replaceWith(nouveau);
      for (const id of ouverts) document.getElementById(id)?.setAttribute("open", "");
      if (dedans) (document.getElementById(actif.id) || nouveau).focus();
    }
  };

  const page = (reponse) => reponse.headers.get("Content-Type")?.startsWith("text/html");

  const prendre = async (reponse) => {
    const entiere = page(reponse) ? reponse : await fetch(location.href, { cache: "no-store" });
    const neuve = new DOMParser().parseFromString(await entiere.text(), "text/html");
    const scene = neuve.querySelector("[data-veille]");
    if (!scene) {
      location.reload(); // it is over, or this phone is no longer known
      return;
    }
    const meme = scene.dataset.cle === veilleur().dataset.cle;
    version = scene.dataset.version;
    if (meme && ecrit) return; // never under somebody who is writing
    remplacer(neuve);
    if (!meme) {
      ecrit = false;
      dire(scene.querySelector("h1")?.textContent.trim() ?? "");
    }
  };

  const demander = async () => {
    clearTimeout(minuteur);
    if (enCours) return;
    enCours = true;
    try {
      const adresse = `${veilleur().dataset.veille}?v=${encodeURIComponent(version)}`;
      const reponse = await fetch(adresse, { cache: "no-store" });
      if (reponse.status === 200) await prendre(reponse);
      else if (reponse.status !== 204) throw new Error(String(reponse.status));
      if (echecs) dire("Connexion retrouvée.");
      echecs = 0;
    } catch {
      echecs += 1;
      if (echecs > 1) dire("Connexion perdue. Cet écran reprendra de lui-même.");
    }
    enCours = false;
    const pas = document.hidden ? CACHE : RYTHME;
    minuteur = setTimeout(demander, pas * Math.min(2 ** echecs, 8) + Math.random() * 300);
  };

  const pousser = (evenement) => {
    const suite = document.querySelector("html.mur [data-suite]");
    if (!suite || evenement.repeat || evenement.target.closest("a, button, input, textarea, summary")) return;
    if (!["ArrowRight", "PageDown", " "].includes(evenement.key)) return;
    evenement.preventDefault();
    suite.form.requestSubmit();
  };

  document.addEventListener("input", () => {
    ecrit = true;
  });
  document.addEventListener("keydown", pousser);
  document.addEventListener("visibilitychange", () => document.hidden || demander());
  minuteur = setTimeout(demander, RYTHME);
})();
