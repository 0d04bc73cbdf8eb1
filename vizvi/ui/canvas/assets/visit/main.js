// What a visit has answered, kept by the browser's tab.
// The server speaks first. Until it has heard what this tab remembers, the tab's word counts; from then on the server's.

export default function visit({ data: [said], setStateValue }) {
  const key = `vizvi.answers.${said.page}`;
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(key) || "{}"); } catch { /* a tab without storage forgets */ }
  if (!said.heard && Object.keys(kept).length) {
    setStateValue("kept", { token: said.token, answers: kept });
    return;
  }
  try { sessionStorage.setItem(key, JSON.stringify(said.answers)); } catch { /* as above */ }
}
