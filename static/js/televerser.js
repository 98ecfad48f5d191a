// A file field that sends by itself, piece by piece (tus 1.0), and resumes after a cut or a reload.
// Without this script the file goes with the form.
const VERSION = "1.0.0";
const PETIT = 256 * 1024;
const GRAND = 4 * 1024 * 1024;
const ESSAIS = 6; // waits: 1, 2, 4, 8, 16 seconds, then a button

class Coupure extends Error {}

const attendre = (ms) => new Promise((suite) => setTimeout(suite, ms));
const base64 = (texte) => btoa(String.fromCharCode(...new TextEncoder().encode(texte)));
const lisible = (octets) =>
  octets < 1024 * 1024
    ? `${Math.max(1, Math.round(octets / 1024))}\u00a0Ko`
    : `${(octets / 1024 / 1024).toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;

// What this browser remembers of an upload, to resume it when the same file is chosen again.
const memoire = {
  lire: (cle) => {
    try {
      return localStorage.getItem(cle);
    } catch {
      return null;
    }
  },
  noter: (cle, adresse) => {
    try {
      if (adresse) localStorage.setItem(cle, adresse);
      else localStorage.removeItem(cle);
    } catch {
      // Storage refused by the browser: the upload will not survive a reload.
    }
  },
};

class Televersement {
  constructor(boite) {
    this.boite = boite;
    this.champ = boite.querySelector("input[type=file]");
    this.nom = this.champ.name;
    this.depot = boite.querySelector("[data-depot]");
    this.suivi = boite.querySelector("[data-suivi]");
    this.barre = this.suivi.querySelector("progress");
    this.etat = this.suivi.querySelector("[data-etat]");
    this.annonce = this.suivi.querySelector("[data-annonce]");
    this.annuler = this.suivi.querySelector("[data-annuler]");
    this.reprendre = this.suivi.querySelector("[data-reprendre]");
    this.formulaire = this.champ.form;
    this.tour = 0;
    this.champ.addEventListener("change", () => this.choisir());
    this.annuler.addEventListener("click", () => this.abandonner());
    this.reprendre.addEventListener("click", () => this.envoyer());
    this.formulaire.addEventListener("submit", (evenement) => this.retenir(evenement));
    addEventListener("online", () => this.en_panne && this.envoyer());
    if (this.champ.files.length) this.choisir();
  }

  async demander(adresse, methode, entetes = {}, corps = undefined) {
    let reponse;
    this.arret = new AbortController();
    try {
      reponse = await fetch(adresse, {
        method: methode,
        headers: {
          "Tus-Resumable": VERSION,
          "X-CSRFToken": this.formulaire.querySelector("[name=csrfmiddlewaretoken]").value,
          ...entetes,
        },
        body: corps,
        redirect: "manual",
        signal: this.arret.signal,
      });
    } catch {
      throw new Coupure();
    }
    if (reponse.type === "opaqueredirect")
      throw new Error("Votre session s’est fermée : connectez-vous de nouveau dans un autre onglet, puis reprenez.");
    if (reponse.status >= 500 && reponse.status !== 507) throw new Coupure();
    return reponse;
  }

  async refuser(reponse) {
    let message = "L’envoi n’a pas abouti. Rechargez la page, puis recommencez.";
    try {
      message = (await reponse.json()).message ?? message;
    } catch {
      // Not one of our messages: the general sentence stands.
    }
    const erreur = new Error(message);
    erreur.definitive = [404, 410, 413, 422].includes(reponse.status);
    throw erreur;
  }

  choisir() {
    const fichier = this.champ.files[0];
    this.tour += 1;
    if (this.fichier) this.oublier();
    this.fichier = fichier;
    this.depot.value = "";
    this.boite.querySelector("[data-deja]")?.remove();
    if (!fichier) {
      this.suivi.hidden = true;
      this.champ.name = this.nom;
      return;
    }
    this.cle = `vigie:televersement:${fichier.name}:${fichier.size}:${fichier.lastModified}`;
    this.adresse = memoire.lire(this.cle);
    this.champ.removeAttribute("name"); // the form no longer carries the file itself
    this.suivi.hidden = false;
    this.barre.value = 0;
    this.envoyer();
  }

  async envoyer() {
    const tour = this.tour;
    this.en_panne = false;
    this.reprendre.hidden = true;
    this.annuler.hidden = false;
    this.morceau = 1024 * 1024;
    let essais = 0;
    while (tour === this.tour) {
      try {
        const debut = await this.situer();
        if (tour !== this.tour) return;
        if (debut > 0 && !this.depot.value)
          this.dire(`Reprise de l’envoi à ${Math.floor((100 * debut) / this.fichier.size)}\u00a0%.`);
        await this.pousser(debut, tour, () => (essais = 0));
        if (tour === this.tour) await this.suivre(tour);
        return;
      } catch (erreur) {
        if (tour !== this.tour) return;
        if (!(erreur instanceof Coupure)) return this.echouer(erreur);
        this.morceau = Math.max(PETIT, this.morceau / 2);
        essais += 1;
        if (essais >= ESSAIS) {
          return this.echouer(new Error("La connexion est coupée. Ce qui est arrivé est gardé un jour."));
        }
        this.etat.textContent = "Connexion coupée : nouvel essai dans un instant…";
        await attendre(500 * 2 ** essais);
      }
    }
  }

  // Where the server stands; a new upload if it knows nothing of this one.
  async situer() {
    if (this.adresse) {
      const reponse = await this.demander(this.adresse, "HEAD");
      if (reponse.ok && Number(reponse.headers.get("Upload-Length")) === this.fichier.size) {
        this.noter(reponse);
        return Number(reponse.headers.get("Upload-Offset"));
      }
      memoire.noter(this.cle, null);
      this.adresse = null;
    }
    this.dire(`Envoi de ${this.fichier.name} (${lisible(this.fichier.size)})…`);
    const donnees = `filename ${base64(this.fichier.name)},billet ${base64(this.boite.dataset.billet)}`;
    const reponse = await this.demander(this.boite.dataset.envoi, "POST", {
      "Upload-Length": String(this.fichier.size),
      "Upload-Metadata": donnees,
    });
    if (reponse.status !== 201) await this.refuser(reponse);
    this.adresse = reponse.headers.get("Location");
    memoire.noter(this.cle, this.adresse);
    return 0;
  }

  async pousser(debut, tour, avance) {
    let place = debut;
    // Once more if all is there but the file is not yet made of it.
    while ((place < this.fichier.size || !this.depot.value) && tour === this.tour) {
      this.montrer(place);
      const corps = this.fichier.slice(place, place + this.morceau);
      const reponse = await this.demander(
        this.adresse,
        "PATCH",
        { "Upload-Offset": String(place), "Content-Type": "application/offset+octet-stream" },
        corps,
      );
      if (reponse.status === 409) throw new Coupure(); // look again where it stands
      if (!reponse.ok) await this.refuser(reponse);
      place = Number(reponse.headers.get("Upload-Offset"));
      this.noter(reponse);
      this.morceau = Math.min(GRAND, this.morceau * 2);
      avance();
    }
    if (tour === this.tour) this.montrer(place);
  }

  noter(reponse) {
    const uuid = reponse.headers.get("Vigie-Fichier");
    if (uuid) this.depot.value = uuid;
  }

  // The file has arrived: say what becomes of it, since it may still be refused.
  async suivre(tour) {
    memoire.noter(this.cle, null);
    this.annuler.hidden = true;
    this.dire(`${this.fichier.name} est arrivé. Vous pouvez envoyer le formulaire.`);
    const adresse = new URL(`../${this.depot.value}/`, new URL(this.boite.dataset.envoi, location.href));
    for (let pas = 0; pas < 20 && tour === this.tour; pas += 1) {
      let reponse;
      try {
        reponse = await this.demander(adresse, "GET");
      } catch {
        return;
      }
      if (!reponse.ok) return;
      const etat = await reponse.json();
      if (etat.motif) {
        this.depot.value = "";
        const refus = new Error(etat.motif);
        refus.definitive = true;
        return this.echouer(refus);
      }
      if (!etat.en_route) return this.dire(`${etat.nom} est prêt.`);
      await attendre(1500);
    }
  }

  montrer(place) {
    const part = Math.floor((100 * place) / this.fichier.size);
    this.barre.value = part;
    this.etat.textContent = `${part}\u00a0% : ${lisible(place)} sur ${lisible(this.fichier.size)}`;
    // A screen reader hears the quarters, not every piece.
    const quart = 25 * Math.floor(part / 25);
    if (quart > 0 && quart < 100 && quart !== this.quart) this.annonce.textContent = `${quart}\u00a0% envoyés`;
    this.quart = quart;
  }

  dire(phrase) {
    this.suivi.classList.remove("televersement-en-erreur");
    this.barre.hidden = false;
    this.etat.textContent = phrase;
    this.annonce.textContent = phrase;
  }

  echouer(erreur) {
    this.dire(erreur.message);
    this.suivi.classList.add("televersement-en-erreur");
    this.en_panne = !erreur.definitive;
    this.reprendre.hidden = Boolean(erreur.definitive);
    this.barre.hidden = Boolean(erreur.definitive);
    if (erreur.definitive) {
      this.annuler.hidden = true;
      memoire.noter(this.cle, null);
      this.adresse = null;
    }
  }

  oublier() {
    const adresse = this.adresse;
    memoire.noter(this.cle, null);
    this.adresse = null;
    this.arret?.abort();
    if (adresse) this.demander(adresse, "DELETE").catch(() => {});
  }

  abandonner() {
    this.tour += 1;
    this.oublier();
    this.fichier = null;
    this.depot.value = "";
    this.champ.value = "";
    this.champ.name = this.nom;
    this.barre.value = 0;
    this.dire("Envoi annulé.");
    this.annuler.hidden = true;
    this.reprendre.hidden = true;
    this.champ.focus();
  }

  // The form waits for the file: what was typed is not sent without it.
  retenir(evenement) {
    if (!this.fichier || this.depot.value) return;
    evenement.preventDefault();
    this.dire(
      this.en_panne
        ? "Le fichier n’est pas entièrement arrivé : reprenez ou annulez l’envoi."
        : "Patientez : le fichier n’est pas encore entièrement arrivé.",
    );
    this.suivi.scrollIntoView({ block: "nearest" });
  }
}

for (const boite of document.querySelectorAll("[data-televersement][data-envoi]")) new Televersement(boite);
