// Composing a path: chips moved by mouse, finger or pen. The buttons of each chip do the same, with or
// without script.
(() => {
  const SEUIL = 6; // pixels: less is a click, not a move
  const BORD = 80; // pixels from the edge of the window where the page follows the finger
  let geste = null; // { portee, pointeur, x, y, enCours, visee }

  const pastilleDe = (element) => element?.closest?.("[data-rangee] > [data-pastille]");

  // The mouse holds a chip by its paint, so that the text of its label can still be selected; a finger by
  // the handle alone, so that the rest of the paint still scrolls the page.
  const prise = (evenement) =>
    evenement.target.closest?.(evenement.pointerType === "mouse" ? ".pastille-aplat" : "[data-poignee]");

  const oublier = () => {
    if (!geste) return;
    geste.portee.classList.remove("pastille-tenue");
    geste.visee?.classList.remove("pastille-visee");
    geste = null;
  };

  // The held chip fades and the one it would take the place of is outlined: no inline style is needed.
  const suivre = (x, y) => {
    geste.visee?.classList.remove("pastille-visee");
    geste.visee = pastilleDe(document.elementFromPoint(x, y));
    if (geste.visee !== geste.portee) geste.visee?.classList.add("pastille-visee");
  };

  const defiler = () => {
    if (!geste?.enCours) return;
    const { clientX, clientY } = geste.dernier;
    const pas = clientY < BORD ? -8 : clientY > innerHeight - BORD ? 8 : 0;
    if (pas) {
      scrollBy({ top: pas, behavior: "instant" });
      suivre(clientX, clientY);
    }
    requestAnimationFrame(defiler);
  };

  document.addEventListener("pointerdown", (evenement) => {
    if (geste || evenement.button !== 0 || !evenement.isPrimary || !prise(evenement)) return;
    const portee = pastilleDe(evenement.target);
    if (!portee) return;
    geste = {
      portee,
      pointeur: evenement.pointerId,
      x: evenement.clientX + scrollX,
      y: evenement.clientY + scrollY,
    };
  });

  document.addEventListener("pointermove", (evenement) => {
    if (evenement.pointerId !== geste?.pointeur) return;
    geste.dernier = evenement;
    const { clientX, clientY } = evenement;
    if (!geste.enCours) {
      if (Math.hypot(clientX + scrollX - geste.x, clientY + scrollY - geste.y) < SEUIL) return;
      geste.enCours = true;
      geste.portee.setPointerCapture(evenement.pointerId); // the click that ends the move opens no link
      geste.portee.classList.add("pastille-tenue");
      requestAnimationFrame(defiler);
    }
    suivre(clientX, clientY);
  });

  document.addEventListener("pointerup", (evenement) => {
    if (evenement.pointerId !== geste?.pointeur) return;
    const { portee, visee } = geste;
    oublier();
    if (!visee || visee === portee) return;
    const bouton = portee.querySelector("[data-deplacer] button:not([disabled])");
    bouton.value = visee.dataset.rang;
    bouton.click();
  });

  document.addEventListener("pointercancel", oublier);
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Escape") oublier();
  });
  // The browser's own drag of a link or of a selection would take the gesture away.
  document.addEventListener("dragstart", (evenement) => {
    if (evenement.target.closest?.("[data-pastille] .pastille-aplat")) evenement.preventDefault();
  });
})();
