// Copy a link shown in a field. Without this script the field is selected and copied by hand.
(() => {
  const annonce = document.querySelector("[data-copie]");
  for (const bouton of document.querySelectorAll("[data-copier]")) {
    if (!navigator.clipboard) continue; // plain HTTP: the browser refuses
    bouton.hidden = false;
    bouton.addEventListener("click", async () => {
      const champ = document.getElementById(bouton.dataset.copier);
      try {
        await navigator.clipboard.writeText(champ.value);
        annonce.textContent = "L’adresse est copiée.";
        bouton.firstElementChild.textContent = "Copié";
      } catch {
        champ.select();
        annonce.textContent = "Copiez l’adresse sélectionnée.";
      }
    });
  }
})();
