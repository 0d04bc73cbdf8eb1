// A button that copies the link of what is shown, the stage's step included.
// Where the clipboard is closed (a plain-http address), the link is put in a prompt to be copied by hand.

function stepOf(key) {
  const stage = document.querySelector('[data-vizvi="stage"]');
  return stage ? `&${encodeURIComponent(key)}=${stage.getAttribute("data-step")}` : "";
}

export default function share({ data: [said], parentElement }) {
  const button = parentElement.querySelector("button"), told = parentElement.querySelector("[role=status]");
  button.onclick = async () => {
    const here = window.location;
    const link = `${here.origin}${here.pathname}?${said.query}${said.step ? stepOf(said.step) : ""}`;
    try {
      await navigator.clipboard.writeText(link);
      told.textContent = "Link copied";
      setTimeout(() => { told.textContent = ""; }, 2500);
    } catch {
      window.prompt("Copy this link", link);
    }
  };
}
