// In a frame: tell the page around it how high this one is, so that it can fit the frame to it.

export function tellHeight() {
  let told = 0;
  const tell = () => {
    const main = document.querySelector("[data-testid='stMainBlockContainer']");
    const height = main ? Math.ceil(main.getBoundingClientRect().height) : 0;
    if (!height || height === told || window.parent === window) return;
    told = height;
    window.parent.postMessage({ vizvi: true, height }, "*"); // a number that anybody who shows the page may know
  };
  const clock = setInterval(tell, 300);
  return () => clearInterval(clock);
}
