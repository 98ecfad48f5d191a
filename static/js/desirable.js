// Ordering with the mouse, beside the buttons: a piece dropped posts its own form with the rank it was given.
// After the page has come back, the focus is on the piece that moved.
for (const liste of document.querySelectorAll("[data-pieces]")) {
  let prise = null;
  for (const piece of liste.children) {
    piece.draggable = true;
    piece.addEventListener("dragstart", (evenement) => {
      prise = piece;
      evenement.dataTransfer.effectAllowed = "move";
      piece.classList.add("prise");
    });
    piece.addEventListener("dragend", () => {
      piece.classList.remove("prise");
      prise = null;
    });
    piece.addEventListener("dragover", (evenement) => {
      if (prise) evenement.preventDefault();
    });
    piece.addEventListener("drop", (evenement) => {
      if (!prise || prise === piece) return;
      evenement.preventDefault();
      const rang = document.createElement("input");
      rang.type = "hidden";
      rang.name = "rang";
      rang.value = String([...liste.children].indexOf(piece) + 1);
      const formulaire = prise.querySelector("form");
      formulaire.append(rang);
      formulaire.submit();
    });
  }
}
const deplacee = location.hash.startsWith("#piece-") && document.getElementById(location.hash.slice(1));
if (deplacee) deplacee.querySelector("[data-monter], [data-descendre]")?.focus();
