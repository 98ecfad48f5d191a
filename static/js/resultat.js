// The sheet has been received: forget the answers kept by feuille.js in this tab.
(() => {
  try {
    for (const cle of Object.keys(sessionStorage)) {
      if (cle.startsWith("vigie:/sonar/test/")) sessionStorage.removeItem(cle);
    }
  } catch {
    // Storage refused by the browser: there is nothing to forget.
  }
})();
