// What is typed in the tableau: kept on the device until the server has it, sent field by field with the
// version that was read. A text is never replaced under who writes it: two texts are shown, one is chosen.
(() => {
  const salle = document.querySelector("[data-martyr]");
  if (!salle) return;
  document.documentElement.classList.add("vif-en-marche");
  const PAUSE = 700; // milliseconds without a key before a field is sent
  const CLE = `vigie-tableau:${salle.dataset.martyr}:${salle.dataset.convive}`;
  const fiches = new Map(); // a control: what the server has of it, what is on its way
  const plume = { ferme: false, dire: () => {}, perdue: () => {}, sortir: () => {} };
  globalThis.tableauMartyr = plume;

  plume.uuid = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16),
    );

  // --- kept on the device ----------------------------------------------------------------------

  let memoire = { champs: {}, ajouts: [] }; // without storage, what is typed lives as long as the page
  plume.garde = () => {
    try {
      return { champs: {}, ajouts: [], ...JSON.parse(localStorage.getItem(CLE)) };
    } catch {
      return memoire;
    }
  };
  plume.garder = (changer) => {
    const garde = plume.garde();
    changer(garde);
    memoire = garde;
    try {
      if (Object.keys(garde.champs).length || garde.ajouts.length) localStorage.setItem(CLE, JSON.stringify(garde));
      else localStorage.removeItem(CLE);
    } catch {
      // a private window
    }
  };

  const ligneDe = (champ) => champ.closest("[data-ligne]");
  const nomDe = (champ) => `${ligneDe(champ).dataset.ligne} ${champ.name}`;
  const noter = (champ) => {
    const { envoi, version } = fiches.get(champ);
    plume.garder((garde) => {
      garde.champs[nomDe(champ)] = { valeur: champ.value, base: version, envoi };
    });
  };
  const oublier = (champ) => plume.garder((garde) => delete garde.champs[nomDe(champ)]);

  // --- what a field says of itself -------------------------------------------------------------

  const boite = (champ) => champ.closest(".vif");
  const marquer = (champ, etat) => {
    boite(champ).dataset.etat = etat;
  };
  const reprocher = (champ, texte) => {
    let dit = boite(champ).querySelector(".vif-dit");
    if (!dit && texte) {
      dit = document.createElement("p");
      dit.className = "vif-dit";
      dit.id = `${champ.id}-dit`;
      dit.setAttribute("role", "alert");
      boite(champ).append(dit);
      champ.setAttribute("aria-describedby", dit.id);
    }
    if (dit) dit.textContent = texte;
    if (texte) champ.setAttribute("aria-invalid", "true");
    else champ.removeAttribute("aria-invalid");
  };

  const premiereValeur = (champ) =>
    champ.tagName === "SELECT"
      ? ([...champ.options].find((option) => option.defaultSelected)?.value ?? "")
      : champ.defaultValue;

  plume.inscrire = (racine) => {
    for (const champ of racine.querySelectorAll("[data-version]")) {
      if (fiches.has(champ)) continue;
      const reference = premiereValeur(champ);
      fiches.set(champ, { version: Number(champ.dataset.version), reference, envoi: null, distant: null });
    }
  };
  const propre = (champ) => champ.value === fiches.get(champ).reference && !fiches.get(champ).envoi;
  plume.enCours = (racine) =>
    [...racine.querySelectorAll("[data-version]")].some((champ) => fiches.has(champ) && !propre(champ));
  plume.restent = () => [...fiches.keys()].filter((champ) => champ.isConnected && !propre(champ)).length;

  // --- sending ---------------------------------------------------------------------------------

  // The answer of the server, or null without one that means anything: the caller keeps what it sent.
  plume.poster = async (adresse, donnees) => {
    const jeton = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const reponse = await fetch(adresse, {
        method: "POST",
        keepalive: true,
        headers: { "Vigie-Vif": "1", "X-CSRFToken": jeton },
        body: new URLSearchParams(donnees),
      });
      if (reponse.redirected || reponse.status === 403 || reponse.status === 404) {
        plume.sortir();
        return null;
      }
      if (reponse.status === 429 || reponse.status >= 500) throw new Error(String(reponse.status));
      return { code: reponse.status, corps: await reponse.json() };
    } catch {
      plume.perdue();
      return null;
    }
  };

  const envoyer = async (champ) => {
    const fiche = fiches.get(champ);
    clearTimeout(fiche.minuteur);
    if (plume.ferme || fiche.occupe || fiche.dispute || !champ.isConnected) return;
    if (!fiche.envoi) {
      if (champ.value === fiche.reference) {
        oublier(champ);
        marquer(champ, "");
        reprocher(champ, "");
        rattraper(champ);
        return;
      }
      if (fiche.refusee === champ.value) return; // refused as it stands: nothing to try again
      fiche.envoi = { demande: plume.uuid(), valeur: champ.value, base: fiche.version };
      noter(champ);
    }
    fiche.occupe = true;
    marquer(champ, "envoi");
    const { demande, valeur, base } = fiche.envoi;
    const donnees = { demande, [champ.name]: valeur, [`base-${champ.name}`]: base };
    const reponse = await plume.poster(champ.form.getAttribute("action"), donnees);
    fiche.occupe = false;
    if (reponse === null) {
      marquer(champ, "attente");
      return; // the same gesture, under the same name, goes again when the connection is back
    }
    fiche.envoi = null;
    (RECU[reponse.code] ?? refuse)(champ, fiche, valeur, reponse.corps);
    plume.dire();
  };

  const ecrit = (champ, fiche, valeur, corps) => {
    fiche.version = corps.versions[champ.name];
    fiche.reference = valeur;
    fiche.refusee = undefined;
    reprocher(champ, "");
    if (champ.value === valeur && document.activeElement !== champ) {
      champ.value = corps.valeurs[champ.name];
      fiche.reference = champ.value;
    }
    if (champ.type === "date") relancerLesDates(champ);
    if (!propre(champ)) {
      noter(champ);
      planifier(champ, 0);
      return;
    }
    oublier(champ);
    marquer(champ, "garde");
    rattraper(champ);
  };

  const relancerLesDates = (champ) => {
    for (const autre of champ.form.querySelectorAll("input[type=date]")) {
      const fiche = fiches.get(autre);
      if (autre === champ || fiche.refusee === undefined) continue;
      fiche.refusee = undefined;
      planifier(autre, 0);
    }
  };

  const invalide = (champ, fiche, valeur, corps) => {
    fiche.refusee = valeur;
    marquer(champ, "refus");
    reprocher(champ, Object.values(corps.erreurs ?? { "": corps.refus })[0]);
    noter(champ);
  };

  // 409: two texts, or a table that is closed.
  const conflit = (champ, fiche, valeur, corps) => {
    const dispute = corps.disputes?.[0];
    if (!dispute) {
      refuse(champ, fiche, valeur, corps);
      return;
    }
    fiche.dispute = dispute;
    noter(champ);
    marquer(champ, "dispute");
    montrerLaDispute(champ, fiche);
  };

  const refuse = (champ, fiche, valeur, corps) => {
    fiche.refusee = valeur;
    noter(champ);
    marquer(champ, "refus");
    reprocher(champ, corps.refus ?? "Le serveur n’a pas pris ce texte. Copiez-le, puis rechargez la page.");
  };
  const RECU = { 200: ecrit, 409: conflit, 422: invalide };

  // --- two texts -------------------------------------------------------------------------------

  const lisible = (champ, valeur) => {
    if (champ.tagName !== "SELECT") return valeur;
    return [...champ.options].find((option) => option.value === valeur)?.textContent ?? "";
  };

  const montrerLaDispute = (champ, fiche) => {
    boite(champ).querySelector(".dispute")?.remove();
    const panneau = document.getElementById("gabarit-dispute").content.cloneNode(true).firstElementChild;
    panneau.querySelector("[data-leur]").textContent = fiche.dispute.leur || "(rien)";
    panneau.querySelector("[data-votre]").textContent = lisible(champ, champ.value) || "(rien)";
    panneau.addEventListener("click", (evenement) => {
      const choix = evenement.target.closest("[data-prendre]")?.dataset.prendre;
      if (!choix) return;
      const { version, valeur } = fiche.dispute;
      Object.assign(fiche, { dispute: null, version, reference: valeur });
      if (choix === "leur") champ.value = valeur;
      panneau.remove();
      marquer(champ, "");
      champ.focus();
      envoyer(champ);
    });
    boite(champ).append(panneau);
  };

  // --- what others wrote -----------------------------------------------------------------------

  // Under the cursor, the new text is told beside the field until the cursor leaves.
  const signaler = (champ, valeur) => {
    let dit = boite(champ).querySelector(".vif-autre");
    if (!dit && valeur === null) return;
    if (!dit) {
      dit = document.createElement("p");
      dit.className = "vif-autre";
      dit.setAttribute("role", "status");
      boite(champ).append(dit);
    }
    const texte = valeur === null ? "" : `Changé à l’instant : ${lisible(champ, valeur) || "(vidé)"}`;
    if (dit.textContent !== texte) dit.textContent = texte;
  };

  const rattraper = (champ) => {
    const fiche = fiches.get(champ);
    const distant = fiche.distant;
    if (!distant || fiche.envoi || fiche.dispute) return;
    if (distant.version > fiche.version) {
      if (champ.value !== distant.valeur) {
        if (champ.value !== fiche.reference) return; // being written: disputed when it is sent
        if (champ === document.activeElement) {
          signaler(champ, distant.valeur);
          return;
        }
        champ.value = distant.valeur;
        marquer(champ, "neuf");
      }
      Object.assign(fiche, { version: distant.version, reference: distant.valeur });
      oublier(champ);
    }
    fiche.distant = null;
    signaler(champ, null);
  };

  plume.apprendre = (champ, version, valeur) => {
    const fiche = fiches.get(champ);
    if (version <= fiche.version) return;
    fiche.distant = { version, valeur };
    rattraper(champ);
  };

  // --- the hand --------------------------------------------------------------------------------

  const planifier = (champ, dans) => {
    const fiche = fiches.get(champ);
    clearTimeout(fiche.minuteur);
    fiche.minuteur = setTimeout(() => envoyer(champ), dans);
  };

  salle.addEventListener("input", (evenement) => {
    const champ = evenement.target;
    if (!fiches.has(champ)) return;
    noter(champ);
    const votre = boite(champ).querySelector("[data-votre]");
    if (votre) votre.textContent = lisible(champ, champ.value) || "(rien)";
    marquer(champ, "frappe");
    planifier(champ, PAUSE);
  });
  salle.addEventListener("change", (evenement) => {
    if (fiches.has(evenement.target)) planifier(evenement.target, 0);
  });
  salle.addEventListener("focusout", (evenement) => {
    if (fiches.has(evenement.target)) envoyer(evenement.target);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) plume.toutEnvoyer();
  });

  // All that is not yet with the server, finished or not: when the page goes away.
  plume.toutEnvoyer = () => {
    for (const champ of fiches.keys()) {
      if (!champ.isConnected) fiches.delete(champ);
      else if (!propre(champ)) envoyer(champ);
    }
  };
  // What left and got no answer: when the connection is back.
  plume.renvoyer = () => {
    for (const [champ, fiche] of fiches) if (fiche.envoi && champ.isConnected) envoyer(champ);
  };
  // What was refused because the line was taken out: it is back.
  plume.reessayer = (ligne) => {
    for (const champ of ligne.querySelectorAll("[data-version]")) {
      const fiche = fiches.get(champ);
      if (!fiche || propre(champ)) continue;
      fiche.refusee = undefined;
      envoyer(champ);
    }
  };

  // What an earlier page of this device could not send comes back in its field, or is shown to be copied.
  plume.reprendre = () => {
    const perdus = [];
    for (const [nom, { valeur, base, envoi }] of Object.entries(plume.garde().champs)) {
      const [ligne, quoi] = nom.split(" ");
      const champ = document.querySelector(`#ligne-${CSS.escape(ligne)} > form [name="${CSS.escape(quoi)}"]`);
      if (champ && fiches.has(champ)) {
        champ.value = valeur;
        Object.assign(fiches.get(champ), { version: base, envoi });
        fiches.get(champ).distant = { version: Number(champ.dataset.version), valeur: premiereValeur(champ) };
        if (valeur === premiereValeur(champ)) rattraper(champ);
        if (propre(champ)) oublier(champ);
      } else if (!document.querySelector("nav.sommaire [aria-current][title]")) {
        if (valeur) perdus.push(valeur);
        plume.garder((garde) => delete garde.champs[nom]);
      }
    }
    plume.toutEnvoyer();
    return perdus;
  };

  plume.inscrire(salle);
})();
