// Whether the page has been scrolled away from its top.

export const scrolled = () => (document.querySelector("[data-testid='stMain']")?.scrollTop ?? 0) > 40;
