// Filing at the keyboard: a digit presses the theme of that rank, an arrow passes. Heard only while the
// clue has the focus, so that no shortcut surprises anybody elsewhere in the page.
const trieuse = document.querySelector("[data-trieuse]");
if (trieuse) {
  trieuse.querySelector("[data-aide]").hidden = false;
  trieuse.focus({ preventScroll: true });
  trieuse.addEventListener("keydown", (evenement) => {
    if (evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
    if (evenement.target.closest("audio, video, input, textarea, select")) return;
    if (evenement.key === "ArrowRight") {
      evenement.preventDefault();
      trieuse.querySelector("[data-passer]").click();
      return;
    }
    const rang = Number(evenement.key);
    const casier = rang > 0 ? trieuse.querySelectorAll(".casier")[rang - 1] : undefined;
    casier?.click();
  });
}
