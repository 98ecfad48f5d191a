// Reading contributions at the keyboard. Heard only while the contribution has the focus, so that no
// shortcut surprises anybody who is typing or elsewhere in the page.
const lecture = document.querySelector("[data-moderer]");
if (lecture) {
  const GESTES = { a: "accepter", r: "refuser", d: "demander" };
  const aide = lecture.querySelector("[data-aide]");
  if (aide) aide.hidden = false;
  if (!document.querySelector("[autofocus]")) lecture.focus({ preventScroll: true });
  lecture.addEventListener("keydown", (evenement) => {
    if (evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
    if (evenement.target.closest("audio, video, input, textarea, select, button, a")) return;
    if (evenement.key === "ArrowRight") {
      lecture.querySelector("[data-suivante]")?.click();
      return;
    }
    const geste = GESTES[evenement.key.toLowerCase()];
    const bouton = geste && lecture.querySelector(`[data-geste="${geste}"]`);
    if (!bouton) return;
    evenement.preventDefault();
    const motif = lecture.querySelector("#id_motif");
    // What asks for words goes to them first.
    if (geste !== "accepter" && !motif.value.trim()) motif.focus();
    else bouton.click();
  });
}
