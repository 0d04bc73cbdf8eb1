// The words under the mouse: beside it, on the side where there is room.

export class Tip {
  // read: what the picture says at a pixel of its own, or null where it says nothing.
  constructor(picture, node, read) {
    this.picture = picture;
    this.node = node;
    this.read = read;
    picture.addEventListener("pointermove", (event) => (
      event.pointerType === "mouse" && !event.buttons ? this.at(event) : this.hide()));
    picture.addEventListener("pointerleave", () => this.hide());
  }

  hide() {
    this.node.hidden = true;
  }

  at({ clientX, clientY }) {
    const { node } = this;
    const bounds = this.picture.getBoundingClientRect();
    const [x, y] = [clientX - bounds.left, clientY - bounds.top];
    const words = this.read(x, y);
    node.hidden = words === null;
    if (node.hidden) return;
    node.textContent = words;
    const width = node.offsetWidth;
    const left = x + 14 + width > bounds.width ? x - width - 14 : x + 14;
    node.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - 36)}px)`;
  }
}
