// Sorting with the keyboard: a letter acts inside the find that holds the focus, which then goes to the next one.
(() => {
  let place = 0;

  const toutes = () => [...document.querySelectorAll("#panier .trouvaille")];

  document.addEventListener("keydown", (evenement) => {
    if (evenement.ctrlKey || evenement.metaKey || evenement.altKey) return;
    const trouvaille = evenement.target.closest?.(".trouvaille");
    const bouton = trouvaille?.querySelector(`[data-touche="${CSS.escape(evenement.key.toLowerCase())}"]`);
    if (!bouton) return;
    evenement.preventDefault();
    bouton.click();
  });

  document.addEventListener("htmx:beforeRequest", (evenement) => {
    place = Math.max(0, toutes().indexOf(evenement.target.closest(".trouvaille")));
  });

  document.addEventListener("htmx:afterSettle", () => {
    const restent = toutes();
    const suivante = restent[Math.min(place, restent.length - 1)];
    (suivante?.querySelector("button, a") ?? document.getElementById("contenu")).focus();
  });
})();
