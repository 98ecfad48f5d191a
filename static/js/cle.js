// What a browser refuses about a key is said on the page, not only in its console.
document.addEventListener("allauth.error", (evenement) => {
  evenement.preventDefault()
  const bouton = document.getElementById("presenter")
  let avis = document.getElementById("cle-avis")
  if (!avis) {
    avis = document.createElement("p")
    avis.id = "cle-avis"
    avis.className = "erreurs"
    avis.setAttribute("role", "alert")
    bouton.closest(".actions").before(avis)
  }
  avis.textContent = "La clé n’a pas été reconnue, ou vous avez renoncé. Vous pouvez recommencer."
})
