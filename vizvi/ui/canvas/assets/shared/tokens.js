// The one table of colors, equal to the visual language's token table. class1 … class6 color regions: at least 3:1 on
// both surfaces, at least 12 apart (CIEDE2000) from each other and 9 from p, q and the ELBO, to color-blind eyes too.

export const TOKENS = {
  light: {
    background: "#FFFFFF", panel: "#F8F8F7", ink: "#1A1C20",
    p: "#1565D8", q: "#B8560B", forward: "#5E1E57", prior: "#6A6D73", elbo: "#00694A",
    chrome: "#3A4656", amber: "#8A5A00", amberPanel: "#FFF4DB", fill: 0.22, ghost: 0.55,
    class1: "#8286CA", class2: "#A5398C", class3: "#A48A54", class4: "#7C7C7C", class5: "#722E1A", class6: "#30423F",
  },
  dark: {
    background: "#171614", panel: "#2D2B27", ink: "#F2F0EC",
    p: "#5AA2FF", q: "#F0802F", forward: "#F7C3EC", prior: "#9A9DA3", elbo: "#63E6AE",
    chrome: "#B9C2CE", amber: "#F2C14E", amberPanel: "#3A2F14", fill: 0.28, ghost: 0.6,
    class1: "#6972CC", class2: "#D685AC", class3: "#AFB478", class4: "#EBEAE9", class5: "#AE684B", class6: "#238D7D",
  },
};

// Streamlit hands its theme down as --st-* variables: a dark page has a dark background.
export function themeOf(element) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = "#FFFFFF";
  probe.fillStyle = getComputedStyle(element).getPropertyValue("--st-background-color").trim() || "#FFFFFF";
  const hex = probe.fillStyle; // canvas normalizes any opaque color to #rrggbb
  const channel = (i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const light = 0.299 * channel(0) + 0.587 * channel(1) + 0.114 * channel(2) > 128;
  const background = hex.startsWith("#") ? hex : TOKENS[light ? "light" : "dark"].background;
  return { name: light ? "light" : "dark", ...TOKENS[light ? "light" : "dark"], background };
}

export function withAlpha(hex, alpha) {
  const channel = (i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  return `rgba(${channel(0)}, ${channel(1)}, ${channel(2)}, ${alpha})`;
}

// The same table as CSS variables for buttons, cards and chips.
export function paintTokens(element, theme) {
  for (const name of ["background", "panel", "ink", "p", "q", "forward", "prior", "elbo", "chrome", "amber"]) {
    element.style.setProperty(`--vizvi-${name}`, theme[name]);
  }
  element.style.setProperty("--vizvi-amber-panel", theme.amberPanel);
  element.dataset.theme = theme.name;
}
