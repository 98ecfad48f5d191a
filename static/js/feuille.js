// One question at a time. Without this script the sheet is a plain page of six questions.
(() => {
  const feuille = document.querySelector("[data-feuille]");
  if (!feuille) return;

  const questions = [...feuille.querySelectorAll("[data-question]")];
  const pas = feuille.querySelector("[data-pas]");
  const progres = feuille.querySelector("[data-progres]");
  const jalons = [...feuille.querySelectorAll("[data-jalons] li")];
  const precedent = feuille.querySelector("[data-precedent]");
  const suivant = feuille.querySelector("[data-suivant]");
  const remettre = feuille.querySelector("[data-remettre]");
  // Named by the sheet: in a room, one phone may serve two people, each with her own at one address.
  const cle = `vigie:${feuille.dataset.feuille || location.pathname}`;
  let courante = 0;

  const repondue = (question) => question.querySelector("input:checked") !== null;

  // A lost tab, a reload or a lost connection gives the answers back; the result page forgets them.
  const garder = () => {
    const choix = Object.fromEntries(
      [...feuille.querySelectorAll("input:checked")].map((input) => [input.name, input.value]),
    );
    try {
      sessionStorage.setItem(cle, JSON.stringify(choix));
    } catch {
      // Storage refused by the browser: the sheet works all the same.
    }
  };
  const rendre = () => {
    try {
      for (const [nom, valeur] of Object.entries(JSON.parse(sessionStorage.getItem(cle) ?? "{}"))) {
        const input = [...feuille.elements].find((e) => e.name === nom && e.value === valeur);
        if (input) input.checked = true;
      }
    } catch {
      // Same.
    }
  };

  const montrer = (rang, { focus = true } = {}) => {
    courante = rang;
    questions.forEach((question, n) => {
      question.hidden = n !== rang;
    });
    const derniere = rang === questions.length - 1;
    precedent.hidden = rang === 0;
    suivant.hidden = derniere;
    remettre.hidden = !derniere;
    progres.textContent = `Question ${rang + 1} sur ${questions.length}`;
    jalons.forEach((jalon, n) => {
      jalon.classList.toggle("passe", repondue(questions[n]));
      jalon.classList.toggle("courant", n === rang);
    });
    if (focus) {
      questions[rang].querySelector("legend").focus({ preventScroll: true });
      pas.scrollIntoView({ block: "start" });
    }
  };

  const aller = (rang, { historique = true } = {}) => {
    if (historique) history.pushState({ rang }, "");
    montrer(rang);
  };

  suivant.addEventListener("click", () => {
    const question = questions[courante];
    if (!repondue(question)) {
      signaler(question);
      return;
    }
    aller(courante + 1);
  });
  precedent.addEventListener("click", () => aller(courante - 1));
  window.addEventListener("popstate", (evenement) => montrer(evenement.state?.rang ?? 0));

  const signaler = (question) => {
    const id = question.id.replace("question-", "erreur-");
    if (!document.getElementById(id)) {
      const erreur = document.createElement("p");
      erreur.className = "question-erreur";
      erreur.id = id;
      erreur.textContent = "Choisissez une réponse à cette question.";
      question.querySelector("legend").after(erreur);
    }
    question.classList.add("question-en-erreur");
    question.setAttribute("aria-invalid", "true");
    question.setAttribute("aria-describedby", id);
    question.querySelector("input").focus();
  };

  feuille.addEventListener("change", (evenement) => {
    const question = evenement.target.closest("[data-question]");
    document.getElementById(question.id.replace("question-", "erreur-"))?.remove();
    question.classList.remove("question-en-erreur");
    question.removeAttribute("aria-invalid");
    question.removeAttribute("aria-describedby");
    jalons[questions.indexOf(question)].classList.add("passe");
    garder();
  });

  feuille.addEventListener("submit", (evenement) => {
    if (remettre.hidden) {
      // Enter before the last question goes on; it does not hand in.
      evenement.preventDefault();
      suivant.click();
      return;
    }
    const manquante = questions.findIndex((question) => !repondue(question));
    if (manquante >= 0) {
      evenement.preventDefault();
      aller(manquante);
      signaler(questions[manquante]);
      return;
    }
  });

  rendre();
  pas.hidden = false;
  feuille.classList.add("pas-a-pas");
  const enErreur = questions.findIndex((question) => question.hasAttribute("aria-invalid"));
  const debut = history.state?.rang ?? Math.max(enErreur, 0);
  history.replaceState({ rang: debut }, "");
  montrer(debut, { focus: false });
  if (enErreur >= 0) questions[enErreur].querySelector("input").focus();
})();
