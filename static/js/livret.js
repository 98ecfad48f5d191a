// Follow a booklet being made. Without this script a link refreshes the page.
(() => {
  const livret = document.querySelector("[data-livret]");
  if (!livret) return;

  const libelle = livret.querySelector("[data-libelle]");
  const progres = livret.querySelector("progress");

  const regarder = async () => {
    try {
      const reponse = await fetch(livret.dataset.livret, { headers: { Accept: "application/json" } });
      if (reponse.ok) {
        const etat = await reponse.json();
        if (!etat.en_route) {
          location.reload();
          return;
        }
        // Written only when it changes: a screen reader is not told the same thing every second.
        if (libelle.textContent !== etat.libelle) libelle.textContent = etat.libelle;
        progres.value = etat.progres;
      }
    } catch {
      // Connection lost: the next look will tell.
    }
    setTimeout(regarder, document.hidden ? 8000 : 1200);
  };
  setTimeout(regarder, 800);
})();
