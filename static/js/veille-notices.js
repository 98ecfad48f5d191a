// Describing a document: rows come and go without reloading the page (the server makes them, as without script),
// and themes are narrowed as one types.
(() => {
  const formulaire = document.querySelector("[data-notice]");
  if (!formulaire) return;

  formulaire.addEventListener("click", async (evenement) => {
    const bouton = evenement.target.closest("button[data-remplace]");
    if (!bouton) return;
    evenement.preventDefault();
    const cible = bouton.dataset.remplace;
    const donnees = new FormData(formulaire);
    donnees.set("geste", bouton.value);
    let page;
    try {
      const reponse = await fetch(formulaire.action, { method: "POST", body: donnees });
      if (!reponse.ok) throw new Error(reponse.status);
      page = new DOMParser().parseFromString(await reponse.text(), "text/html");
    } catch {
      // As without script: the page comes back whole, or says what is wrong.
      const cache = Object.assign(document.createElement("input"), { type: "hidden", name: "geste" });
      cache.value = bouton.value;
      formulaire.append(cache);
      formulaire.submit();
      return;
    }
    const nouvelle = page.getElementById(cible);
    if (!nouvelle) return;
    document.getElementById(cible).replaceWith(nouvelle);
    if (bouton.value.startsWith("ajouter")) {
      nouvelle.querySelector("li:last-child :is(input, select):not([type=hidden])")?.focus();
    } else if (cible.startsWith("lignes")) {
      nouvelle.querySelector("h2").focus();
    }
  });

  const themes = formulaire.querySelector("[data-themes]");
  const options = themes ? [...themes.querySelectorAll(".option")] : [];
  if (options.length > 8) {
    const nu = (texte) => texte.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    const boite = document.createElement("div");
    boite.className = "champ themes-filtre";
    boite.innerHTML =
      '<label class="champ-nom" for="filtre-themes">Chercher un thème ou un synonyme</label>' +
      '<input id="filtre-themes" type="search" autocomplete="off">';
    themes.querySelector(".options").before(boite);
    boite.addEventListener("input", (evenement) => {
      const mot = nu(evenement.target.value.trim());
      for (const option of options) option.hidden = !nu(option.textContent).includes(mot);
    });
    boite.addEventListener("keydown", (evenement) => {
      if (evenement.key === "Enter") evenement.preventDefault();
    });
  }
})();
