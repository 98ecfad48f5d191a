// Put the pieces of a booklet in order by dragging. Without this script, buttons do it.
(() => {
  const liste = document.querySelector("[data-ordre]");
  if (!liste) return;
  const annonce = document.querySelector("[data-annonce-ordre]");
  const formulaire = liste.closest("form");
  const version = formulaire.querySelector("[name=version]");
  let tire = null;

  const enregistrer = async () => {
    const donnees = new FormData();
    donnees.set("csrfmiddlewaretoken", formulaire.querySelector("[name=csrfmiddlewaretoken]").value);
    donnees.set("version", version.value);
    donnees.set("ordre", [...liste.children].map((li) => li.dataset.morceau).join(" "));
    try {
      const reponse = await fetch(liste.dataset.ordre, { method: "POST", body: donnees });
      const texte = await reponse.text();
      if (reponse.ok) version.value = texte;
      annonce.textContent = reponse.ok ? "L’ordre est enregistré." : texte;
      annonce.classList.toggle("hors-vue", reponse.ok);
    } catch {
      annonce.textContent = "L’ordre n’a pas pu être enregistré : vérifiez votre connexion, puis rechargez.";
      annonce.classList.remove("hors-vue");
    }
  };

  for (const li of liste.children) {
    li.draggable = true;
    li.addEventListener("dragstart", () => {
      tire = li;
      li.classList.add("tire");
    });
    li.addEventListener("dragend", () => {
      li.classList.remove("tire");
      if (tire) enregistrer();
      tire = null;
    });
    li.addEventListener("dragover", (evenement) => {
      evenement.preventDefault();
      if (!tire || tire === li) return;
      const { top, height } = li.getBoundingClientRect();
      li[evenement.clientY < top + height / 2 ? "before" : "after"](tire);
    });
    li.addEventListener("drop", (evenement) => evenement.preventDefault());
  }
})();
