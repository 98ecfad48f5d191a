// The tracking table at the keyboard. Without this script every link and form is a plain page.
(() => {
  const table = document.querySelector("[data-suivi]");
  if (!table) return;

  const annonce = document.getElementById("annonce");
  const lignes = () => [...table.querySelectorAll("[data-ligne], [data-edition]")];
  const ligneDe = (element) => element.closest?.("[data-ligne], [data-edition]");

  const dire = (texte) => {
    annonce.textContent = texte;
  };

  const viser = (ligne) => {
    if (!ligne) return;
    const champ = ligne.matches("[data-edition]")
      ? (ligne.querySelector("[aria-invalid=true]") ??
        ligne.querySelector("[autofocus], input:not([type=hidden]), textarea"))
      : ligne;
    (champ ?? ligne).focus();
  };

  const aller = (depuis, pas) => {
    const toutes = lignes();
    viser(toutes[toutes.indexOf(depuis) + pas]);
  };

  const renoncer = (ligne) => ligne.querySelector("[data-renoncer]")?.click();

  // One letter is a shortcut only while a line has the focus: never in a field, never elsewhere.
  const gestes = {
    j: (ligne) => aller(ligne, 1),
    ArrowDown: (ligne) => aller(ligne, 1),
    k: (ligne) => aller(ligne, -1),
    ArrowUp: (ligne) => aller(ligne, -1),
    e: (ligne) => ligne.querySelector("[data-modifier]")?.click(),
    x: (ligne) => ligne.querySelector("[data-cocher]")?.click(),
    "?": () => {
      const aide = document.getElementById("clavier");
      aide.open = true;
      aide.querySelector("summary").focus();
    },
  };

  table.addEventListener("keydown", (evenement) => {
    const ligne = ligneDe(evenement.target);
    if (!ligne) return;
    if (ligne.matches("[data-edition]")) {
      if (evenement.key === "Escape") renoncer(ligne);
      if (evenement.key === "Enter" && evenement.ctrlKey) {
        evenement.preventDefault();
        ligne.querySelector("form").requestSubmit();
      }
      return;
    }
    const champ = evenement.target.matches("input:not([type=checkbox]), select, textarea");
    if (champ || evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
    const geste = gestes[evenement.key];
    if (!geste) return;
    evenement.preventDefault();
    geste(ligne);
  });

  // A new line that was not kept goes away by itself, and gives the focus back to its action.
  table.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest("[data-oter]");
    if (!lien) return;
    evenement.preventDefault();
    const ligne = ligneDe(lien);
    const groupe = ligne.closest("tbody");
    ligne.remove();
    viser(groupe.querySelector("[data-ligne]"));
  });

  // What was swapped in takes the focus: the line itself, or the first field of its form.
  document.body.addEventListener("htmx:afterSettle", (evenement) => {
    const cible = evenement.detail.elt;
    if (!table.contains(cible)) return;
    const neuve = cible.matches("[data-ligne], [data-edition]")
      ? cible
      : cible.querySelector("[data-edition]:last-child");
    viser(neuve);
  });

  const PANNES = {
    403: "Vous n’avez plus le droit de modifier cette ligne.",
    404: "Cette ligne n’existe plus : rechargez la page.",
    410: "Cette ligne a été supprimée entre-temps : rechargez la page.",
  };
  document.body.addEventListener("htmx:responseError", (evenement) => {
    const code = evenement.detail.xhr.status;
    dire(PANNES[code] ?? "Le serveur n’a pas pu répondre. Votre saisie est encore là : réessayez.");
  });
  document.body.addEventListener("htmx:sendError", () => {
    dire("Pas de connexion. Votre saisie est encore là : réessayez.");
  });

  // The table is entered by the keyboard at its first line.
  const premiere = table.querySelector("[data-ligne]");
  if (premiere) premiere.tabIndex = 0;
  table.addEventListener("focusin", (evenement) => {
    const ligne = ligneDe(evenement.target);
    if (!ligne?.matches("[data-ligne]")) return;
    for (const autre of table.querySelectorAll("[data-ligne][tabindex='0']")) autre.tabIndex = -1;
    ligne.tabIndex = 0;
  });
})();
