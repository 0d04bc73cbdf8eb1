// For a course page: <script src=".../site/embed.js"></script> beside <iframe src=".../gap.html?embed=true">.
// Each frame becomes as high as its lesson, which says so as the live edition does.
addEventListener("message", ({ data, source }) => {
  if (!data?.vizvi || typeof data.height !== "number") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${Math.min(Math.max(data.height, 200), 20000)}px`;
  }
});
