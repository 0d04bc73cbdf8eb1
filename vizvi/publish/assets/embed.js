// For a course page: <script src=".../site/embed.js"></script> beside <iframe class="vizvi" src=".../gap.html?embed=1">.
// Each frame becomes as high as its lesson.
addEventListener("message", ({ data, source }) => {
  if (!data || typeof data.vizviHeight !== "number") return;
  for (const frame of document.querySelectorAll("iframe.vizvi")) {
    if (frame.contentWindow === source) frame.style.height = `${Math.min(Math.max(data.vizviHeight, 200), 20000)}px`;
  }
});
