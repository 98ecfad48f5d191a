// Sheets of paper typed one after the other: in a question, the figure of an answer chooses it; with one
// answer only, the next question is then reached. Ctrl+Enter saves. The pointer and Tab do the same.
(() => {
  const form = document.querySelector("form[data-papier]");
  if (!form) return;
  const champs = () => [...form.querySelectorAll(".champ")];
  const premier = (champ) => champ?.querySelector("input:checked, input, textarea");

  if (form.dataset.papier === "suivante" && !form.querySelector(".alerte-erreur")) premier(champs()[0])?.focus();

  form.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Enter" && (evenement.ctrlKey || evenement.metaKey)) {
      evenement.preventDefault();
      return form.requestSubmit();
    }
    const choix = evenement.target;
    if (!choix.matches("input[type=radio], input[type=checkbox]") || evenement.ctrlKey || evenement.altKey) return;
    if (!/^[1-9]$/.test(evenement.key)) return;
    const champ = choix.closest(".champ");
    const visee = champ.querySelectorAll("input")[Number(evenement.key) - 1];
    if (!visee) return;
    evenement.preventDefault();
    visee.click();
    visee.focus();
    if (visee.type === "radio") premier(champs()[champs().indexOf(champ) + 1])?.focus();
  });
})();
