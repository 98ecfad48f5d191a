// Ranking on the spot: the buttons of the page, and drag. The numbers are the ballot; without this script the
// same buttons ask the server.
(() => {
  const formulaire = document.querySelector("[data-classement]");
  const liste = formulaire?.querySelector(".classement");
  if (!liste) return;
  const annonce = formulaire.querySelector("[data-annonce]");
  const champ = (ligne) => ligne.querySelector("input");
  const nom = (ligne) => ligne.querySelector("[data-poignee]").textContent.trim();
  const lignes = () => [...liste.querySelectorAll("[data-ligne]")];
  const classees = () => lignes().filter((ligne) => champ(ligne).value.trim() !== "");

  const bouton = (ligne, geste, texte, inerte) => {
    const neuf = document.createElement("button");
    const cache = document.createElement("span");
    neuf.type = "button";
    neuf.dataset.geste = geste;
    neuf.disabled = inerte;
    cache.className = "hors-vue";
    cache.textContent = ` ${nom(ligne)}`;
    neuf.append(texte, cache);
    return neuf;
  };

  // Ranked lines first, then the others; each with the buttons that make sense where it stands.
  const presenter = (suite) => {
    liste.append(...suite, ...lignes().filter((ligne) => !suite.includes(ligne)));
    for (const ligne of lignes()) {
      const place = suite.indexOf(ligne);
      champ(ligne).value = place < 0 ? "" : place + 1;
      ligne.querySelector(".option-gestes").replaceChildren(
        ...(place < 0
          ? [bouton(ligne, "classer", "Classer", false)]
          : [
              bouton(ligne, "monter", "Monter", place === 0),
              bouton(ligne, "descendre", "Descendre", place === suite.length - 1),
              bouton(ligne, "oter", "Ne plus classer", false),
            ]),
      );
    }
  };

  const dire = (ligne) => {
    const rang = champ(ligne).value;
    annonce.textContent = rang ? `${nom(ligne)}\u00a0: rang ${rang}.` : `${nom(ligne)} n’est plus classée.`;
  };

  const placer = (ligne, place) => {
    const suite = classees().filter((autre) => autre !== ligne);
    if (place >= 0) suite.splice(place, 0, ligne);
    presenter(suite);
    dire(ligne);
  };

  // The focus stays on the line that moved, on a button that still works.
  const garder = (ligne, geste) => {
    const meme = ligne.querySelector(`[data-geste="${geste}"]:not([disabled])`);
    (meme ?? ligne.querySelector("button:not([disabled])"))?.focus();
  };

  liste.addEventListener("click", (evenement) => {
    const presse = evenement.target.closest("[data-geste]");
    if (!presse) return;
    evenement.preventDefault();
    const ligne = presse.closest("[data-ligne]");
    const suite = classees();
    const { geste } = presse.dataset;
    const places = {
      monter: suite.indexOf(ligne) - 1,
      descendre: suite.indexOf(ligne) + 1,
      classer: suite.length,
      oter: -1,
    };
    placer(ligne, places[geste]);
    garder(ligne, geste);
  });

  // Drag: a mouse holds an option by its name, a finger by the handle alone, so that the rest still scrolls
  // the page; it takes the place where it is let go.
  const SEUIL = 6; // pixels: less is a click, not a move
  let prise = null;
  const visee = (x, y) => document.elementFromPoint(x, y)?.closest("[data-ligne]");
  const lacher = () => {
    prise?.ligne.classList.remove("ligne-tenue");
    prise?.vers?.classList.remove("ligne-visee");
    prise = null;
  };

  liste.classList.add("classement-glisse");
  liste.addEventListener("pointerdown", (evenement) => {
    const prises = evenement.pointerType === "mouse" ? "[data-prise], [data-poignee]" : "[data-prise]";
    const poignee = evenement.target.closest(prises);
    if (!poignee || evenement.button !== 0 || !evenement.isPrimary) return;
    prise = { ligne: poignee.closest("[data-ligne]"), y: evenement.clientY, pointeur: evenement.pointerId };
    poignee.setPointerCapture(evenement.pointerId);
  });
  liste.addEventListener("pointermove", (evenement) => {
    if (evenement.pointerId !== prise?.pointeur) return;
    if (!prise.enCours && Math.abs(evenement.clientY - prise.y) < SEUIL) return;
    prise.enCours = true;
    prise.ligne.classList.add("ligne-tenue");
    prise.vers?.classList.remove("ligne-visee");
    prise.vers = visee(evenement.clientX, evenement.clientY);
    if (prise.vers !== prise.ligne) prise.vers?.classList.add("ligne-visee");
  });
  liste.addEventListener("pointerup", (evenement) => {
    if (evenement.pointerId !== prise?.pointeur) return;
    const { ligne, vers } = prise;
    lacher();
    if (!vers || vers === ligne) return;
    const suite = classees();
    placer(ligne, suite.includes(vers) ? suite.indexOf(vers) : suite.filter((l) => l !== ligne).length);
  });
  liste.addEventListener("pointercancel", lacher);
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape") lacher();
  });
})();
