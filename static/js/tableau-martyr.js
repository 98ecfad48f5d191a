// The tableau alive: asks every other second what is new, and puts it in without moving anybody's cursor.
(() => {
  const salle = document.querySelector("[data-martyr]");
  if (!salle) return;
  const plume = globalThis.tableauMartyr;
  const RYTHME = 1300; // milliseconds between two questions, and up to ALEA more: screens do not march in step
  const ALEA = 400;
  const CACHE = 15000; // the same, in a tab that nobody looks at
  const liaison = salle.querySelector("[data-liaison]");
  let pas = Number(salle.dataset.pas);
  let etiquette = "";
  let echecs = 0;
  let enQuestion = false;
  let minuteur;

  // --- what is said to the reader ----------------------------------------------------------------

  const annoncer = (texte, bouton) => {
    if (!liaison || (liaison.textContent === texte && !bouton)) return;
    liaison.textContent = texte;
    if (bouton) liaison.append(" ", bouton);
  };
  plume.dire = () => {
    if (echecs < 1 && !plume.ferme && liaison?.dataset.ton !== "geste") annoncer("");
  };
  plume.perdue = () => {
    if (liaison) liaison.dataset.ton = "perdue";
    annoncer("Connexion perdue. Ce que vous écrivez est gardé sur cet appareil et partira de lui-même.");
    echecs = Math.max(echecs, 1);
    bientot(RYTHME);
  };
  const retrouvee = () => {
    if (!echecs) return;
    echecs = 0;
    if (liaison) liaison.dataset.ton = "";
    annoncer("Connexion retrouvée.");
  };
  let parti = false;
  const SORTIE = "vigie-tableau-sortie";
  plume.sortir = () => {
    if (parti) return;
    parti = true;
    plume.ferme = true;
    if (Date.now() - Number(sessionStorage.getItem(SORTIE)) < 5000) {
      annoncer("Le serveur ne prend plus ce que vous écrivez. Votre texte est gardé sur cet appareil : rechargez la page.");
      return; // never again and again
    }
    sessionStorage.setItem(SORTIE, String(Date.now()));
    location.reload(); // the server says why; what was typed stays on the device
  };

  // --- lines -------------------------------------------------------------------------------------

  const champsDe = (ligne) => ligne.querySelectorAll(":scope > form [data-version]");

  const ranger = (liste) => {
    const lignes = [...liste.children].filter((l) => l.dataset.ligne);
    const voulu = [...lignes].sort((a, b) => a.dataset.ordre - b.dataset.ordre);
    if (voulu.every((ligne, rang) => ligne === lignes[rang])) return;
    // The line that holds the focus does not move, the others move around it: a moved node loses it.
    const pivot = voulu.find((ligne) => ligne.contains(document.activeElement)) ?? voulu[0];
    const rang = voulu.indexOf(pivot);
    for (const ligne of voulu.slice(0, rang)) liste.insertBefore(ligne, pivot);
    let apres = pivot;
    for (const ligne of voulu.slice(rang + 1)) {
      apres.after(ligne);
      apres = ligne;
    }
  };

  let aViser = ""; // the line that is coming back under the reader's hand
  const accueillir = (neuve) => {
    const liste = document.getElementById(neuve.dataset.dans);
    if (!liste) return; // another recommendation than the one this screen shows
    const ancienne = document.getElementById(neuve.id);
    if (!ancienne) {
      document.getElementById(`attente-${neuve.dataset.ligne}`)?.remove();
      liste.append(neuve);
      plume.inscrire(neuve);
      neuve.classList.add("arrive");
    } else {
      const revient = ancienne.querySelector(":scope > .partie");
      if (revient) {
        revient.remove();
        plume.reessayer(ancienne);
      }
      ancienne.dataset.ordre = neuve.dataset.ordre;
      for (const champ of champsDe(neuve)) {
        const ici = ancienne.querySelector(`:scope > form [name="${champ.name}"]`);
        if (ici) plume.apprendre(ici, Number(champ.dataset.version), champ.value);
      }
    }
    ranger(liste);
    if (aViser && aViser === neuve.dataset.ligne) {
      document.querySelector(`#ligne-${CSS.escape(aViser)} [name=titre]`)?.focus();
      aViser = "";
    }
  };

  const oter = (uuid) => {
    const ligne = document.getElementById(`ligne-${uuid}`);
    if (!ligne) return;
    if (!ligne.contains(document.activeElement) && !plume.enCours(ligne)) {
      ligne.remove();
      return;
    }
    if (ligne.querySelector(":scope > .partie")) return;
    const panneau = document.getElementById("gabarit-partie").content.cloneNode(true).firstElementChild;
    panneau.querySelector("[data-retablir]").addEventListener("click", () => faire(ligne, "retablir"));
    ligne.prepend(panneau);
  };

  const gens = (neuve) => {
    const eux = [...neuve.querySelectorAll("[data-gens] > li")];
    const ici = salle.querySelector("[data-gens]");
    if (ici) ici.textContent = eux.map((p) => p.textContent).join(", ") || "personne d’autre en ce moment";
    for (const ligne of salle.querySelectorAll("[data-ligne]")) {
      const dit = ligne.querySelector(":scope > .ligne-pied > [data-presents]");
      if (!dit) continue;
      const noms = eux.filter((p) => p.dataset.ou === ligne.dataset.ligne).map((p) => p.textContent);
      const texte = noms.length ? `${noms.join(", ")} ${noms.length > 1 ? "sont" : "est"} ici` : "";
      if (dit.textContent !== texte) dit.textContent = texte;
    }
  };

  const appliquer = (texte) => {
    const neuve = new DOMParser().parseFromString(texte, "text/html").querySelector("[data-pas]");
    if (!neuve) return;
    pas = Number(neuve.dataset.pas);
    if (neuve.dataset.etat !== salle.dataset.etat) {
      changerDEtat(neuve.dataset.etat);
      return;
    }
    for (const ligne of neuve.querySelectorAll(":scope > [data-ligne]")) accueillir(ligne);
    for (const partie of neuve.querySelectorAll("[data-partie]")) oter(partie.dataset.partie);
    const retirees = neuve.querySelector("[data-retirees]");
    const anciennes = document.getElementById("retirees");
    if (retirees && anciennes && !anciennes.contains(document.activeElement)) anciennes.replaceWith(retirees);
    gens(neuve);
  };

  // Opened or closed under our eyes: the page comes back as it now is, unless something is not yet sent.
  const changerDEtat = (etat) => {
    if (!plume.restent()) {
      parti = true;
      location.reload();
      return;
    }
    plume.ferme = true;
    salle.dataset.etat = etat;
    const lien = document.createElement("a");
    lien.href = location.href;
    lien.textContent = "Recharger la page";
    annoncer("Le tableau ne s’écrit plus. Ce que vous n’aviez pas encore envoyé est resté dans son champ.", lien);
  };

  // --- asking ------------------------------------------------------------------------------------

  const demander = async () => {
    clearTimeout(minuteur);
    if (enQuestion || parti) return;
    enQuestion = true;
    const ou = document.activeElement?.closest?.("[data-ligne]")?.dataset.ligne ?? "";
    try {
      const adresse = `${salle.dataset.suivre}?depuis=${pas}&ou=${ou}`;
      const entetes = etiquette ? { "If-None-Match": etiquette } : {};
      const reponse = await fetch(adresse, { cache: "no-store", headers: entetes });
      if (reponse.redirected || reponse.status === 403 || reponse.status === 404) plume.sortir();
      else if (reponse.status === 200) {
        appliquer(await reponse.text());
        etiquette = reponse.headers.get("ETag") ?? "";
      } else if (reponse.status !== 304) throw new Error(String(reponse.status));
      retrouvee();
      plume.renvoyer();
      ajouterCeQuiAttend();
    } catch {
      echecs += 1;
      if (echecs > 1) plume.perdue();
    }
    enQuestion = false;
    bientot((document.hidden ? CACHE : RYTHME) * Math.min(2 ** echecs, 8) + Math.random() * ALEA);
  };
  const bientot = (dans) => {
    clearTimeout(minuteur);
    minuteur = setTimeout(demander, dans);
  };

  // --- adding, moving, taking out ----------------------------------------------------------------

  const faire = async (ligne, geste) => {
    const formulaire = ligne.querySelector(":scope > .ligne-pied > [data-geste]");
    await agir(formulaire, geste, ligne);
  };

  const agir = async (formulaire, geste, ligne) => {
    const demande = formulaire.elements.demande;
    demande.value ||= plume.uuid(); // a line that came alive has none
    const reponse = await plume.poster(formulaire.getAttribute("action"), { geste, demande: demande.value });
    if (reponse === null) return; // the same name, should it be asked again
    demande.value = plume.uuid();
    if (reponse.code !== 200) {
      annoncer(reponse.corps.refus);
      return;
    }
    if (geste === "retirer" && ligne) laisserPartir(ligne, formulaire.getAttribute("action"));
    if (geste === "retablir") {
      annoncer("C’est rétabli.");
      aViser = reponse.corps.ligne;
      formulaire.closest("#retirees li")?.remove();
    }
    bientot(0);
  };

  const laisserPartir = (ligne, adresse) => {
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.className = "discret";
    bouton.textContent = "Rétablir";
    const demande = plume.uuid();
    bouton.addEventListener("click", async () => {
      const reponse = await plume.poster(adresse, { geste: "retablir", demande });
      if (reponse === null) return;
      aViser = ligne.dataset.ligne;
      annoncer(reponse.corps.refus ?? "C’est rétabli.");
      bientot(0);
    });
    liaison.dataset.ton = "geste";
    annoncer(`« ${ligne.querySelector("[name=titre]").value} » est retirée.`, bouton);
    ligne.remove();
    bouton.focus();
  };

  const placer = ({ demande, titre, dans }) => {
    const liste = document.getElementById(dans);
    if (!liste || document.getElementById(`attente-${demande}`) || document.getElementById(`ligne-${demande}`)) return;
    const ligne = document.createElement("li");
    ligne.id = `attente-${demande}`;
    ligne.className = "ligne en-attente";
    ligne.textContent = titre;
    liste.append(ligne);
  };

  let enAjout = false;
  const ajouterCeQuiAttend = async () => {
    if (enAjout || plume.ferme) return;
    enAjout = true;
    for (const ajout of plume.garde().ajouts) {
      const { adresse, demande, titre, action, dans } = ajout;
      placer(ajout);
      const reponse = await plume.poster(adresse, { demande, titre, action });
      if (reponse === null) break;
      plume.garder((garde) => {
        garde.ajouts = garde.ajouts.filter((autre) => autre.demande !== demande);
      });
      if (reponse.code !== 200) {
        document.getElementById(`attente-${demande}`)?.remove();
        const champ = salle.querySelector(`[data-ajout="${CSS.escape(dans)}"] [name=titre]`);
        if (champ && !champ.value) champ.value = titre;
        annoncer(reponse.corps.refus);
      }
      bientot(0);
    }
    enAjout = false;
  };

  document.addEventListener("submit", (evenement) => {
    const formulaire = evenement.target;
    if (formulaire.matches("[data-ecrire]")) {
      evenement.preventDefault();
      plume.toutEnvoyer();
    } else if (formulaire.matches("[data-geste]")) {
      evenement.preventDefault();
      agir(formulaire, evenement.submitter.value, formulaire.closest("[data-ligne]"));
    } else if (formulaire.matches("[data-ajout]")) {
      evenement.preventDefault();
      const { titre, action } = formulaire.elements;
      if (!titre.value.trim()) return;
      const ajout = {
        adresse: formulaire.getAttribute("action"),
        demande: plume.uuid(),
        titre: titre.value,
        action: action.value,
        dans: formulaire.dataset.ajout,
      };
      plume.garder((garde) => garde.ajouts.push(ajout));
      titre.value = "";
      titre.focus();
      placer(ajout);
      ajouterCeQuiAttend();
    }
  });

  // Alt and an arrow move the line, Ctrl and Enter go and add a task: the hand stays on the keyboard.
  salle.addEventListener("keydown", (evenement) => {
    const ligne = evenement.target.closest("[data-ligne]");
    if (!ligne) return;
    const monte = evenement.key === "ArrowUp";
    if (evenement.altKey && (monte || evenement.key === "ArrowDown")) {
      evenement.preventDefault();
      faire(ligne, monte ? "monter" : "descendre");
    } else if (evenement.key === "Enter" && evenement.ctrlKey) {
      evenement.preventDefault();
      ligne.closest(".ligne-action").querySelector(".ajout-de-tache [name=titre]").focus();
    } else if (evenement.key === "Enter" && evenement.target.matches("textarea[name=titre]")) {
      evenement.preventDefault(); // a title is one line
      plume.toutEnvoyer();
    }
  });
  salle.addEventListener("focusout", () => {
    for (const panneau of salle.querySelectorAll(".partie")) {
      const ligne = panneau.closest("[data-ligne]");
      setTimeout(() => oter(ligne.dataset.ligne)); // once the focus is where it goes
    }
  });
  window.addEventListener("online", () => bientot(0));
  document.addEventListener("visibilitychange", () => document.hidden || demander());

  const perdus = liaison ? plume.reprendre() : [];
  if (perdus.length) {
    annoncer(`Un texte gardé sur cet appareil n’a plus de ligne où aller. Le voici, à copier : « ${perdus.join(" » et « ")} ».`);
  }
  ajouterCeQuiAttend();
  bientot(RYTHME);
})();
