// The empty ground: a press there calls the start or the cursor; near a path it picks that path.

import { hit } from "./layers/paths.js";

const HOVER = 120; // ms the mouse rests on a path before Python hears of it

export class Press {
  constructor(board) {
    this.board = board;
    const { canvas } = board.parts;
    canvas.onpointerdown = (event) => {
      this.touch = event.pointerType === "touch"; // a finger may want to scroll: it calls by a tap
      if (!this.touch) this.press(event);
    };
    canvas.onpointermove = (event) => (board.grips.dragging ? board.grips.drag(event) : this.over(event));
    canvas.onpointerup = canvas.onpointercancel = () => board.grips.release();
    canvas.onclick = (event) => {
      if (!this.touch) return;
      this.press(event);
      board.grips.release();
    };
  }

  // The path that stands out: under the hand, or Python's.
  get picked() {
    return this.board.grips.value("path") ?? this.board.header.select?.index ?? null;
  }

  arrived(header) {
    const { canvas } = this.board.parts;
    canvas.dataset.ground = Boolean(header.start || header.cursor);
  }

  press(event) {
    const { board } = this;
    if (!board.geometry || event.button > 0) return;
    const [x, y] = board.grips.point(event);
    const panel = board.geometry.panels.findIndex(({ box: b }) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h);
    if (panel < 0) return;
    const path = hit(board, x, y, 6);
    if (path !== null) {
      clearTimeout(this.resting);
      this.pick(path, true);
      return;
    }
    const find = (wanted) => board.grips.items.find(({ kind }) => kind === wanted);
    const item = (panel === 0 && find("start")) || find("cursor");
    if (!item) return;
    if (event.type === "click") board.grips.dragging = { item, offset: [0, 0] };
    else board.grips.hold(event, item, board.parts.canvas);
    board.grips.drag(event);
  }

  over(event) {
    const { board } = this;
    if (event.pointerType === "touch" || !board.header?.select || !board.geometry) return;
    const [x, y] = board.grips.point(event);
    const path = hit(board, x, y, 12);
    board.parts.canvas.style.cursor = path === null ? "" : "pointer";
    if (path === null || path === this.picked) return;
    clearTimeout(this.resting);
    board.grips.local.path = { value: path, seq: null };
    board.grips.follow();
    board.soon();
    this.resting = setTimeout(() => this.pick(path, false), HOVER);
  }

  pick(path, clicked) {
    const { grips, channel } = this.board;
    grips.local.path = { value: path, seq: null };
    channel.post("path", { index: path }, clicked);
    grips.local.path.seq = channel.sent;
    grips.follow();
    this.board.soon();
  }
}
