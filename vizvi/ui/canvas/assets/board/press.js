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
    canvas.onpointermove = (event) => this.over(event);
    canvas.onclick = (event) => this.touch && this.press(event);
  }

  // The path that stands out: under the hand, or Python's.
  get picked() {
    return this.board.hands.value("path") ?? this.board.header.select?.index ?? null;
  }

  arrived(header) {
    const { canvas } = this.board.parts;
    canvas.dataset.ground = Boolean((header.start && !header.still) || (header.cursor && !header.cursor.still));
  }

  press(event) {
    const { board } = this;
    if (!board.geometry || event.button > 0) return;
    const { grips, items } = board.hands;
    const [x, y] = grips.point(event);
    const panel = board.geometry.panels.findIndex(({ box: b }) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h);
    if (panel < 0) return;
    const path = hit(board, x, y, 6);
    if (path !== null) {
      clearTimeout(this.resting);
      board.hands.pick(path, true);
      return;
    }
    const find = (wanted) => items.findIndex(({ kind, fixed }) => kind === wanted && !fixed);
    const start = panel === 0 ? find("start") : -1;
    const index = start >= 0 ? start : find("cursor");
    if (index < 0) return;
    if (event.type === "click") grips.call(event, { group: "board", index });
    else grips.hold(event, { group: "board", index }, { jump: true, by: board.parts.canvas });
  }

  over(event) {
    const { board } = this;
    if (event.pointerType === "touch" || !board.header?.select || !board.geometry || board.hands.grips.held) return;
    const path = hit(board, ...board.hands.grips.point(event), 12);
    board.parts.canvas.style.cursor = path === null ? "" : "pointer";
    if (path === null || path === this.picked) return;
    clearTimeout(this.resting);
    board.hands.point(path);
    this.resting = setTimeout(() => board.hands.pick(path, false), HOVER);
  }

  destroy() {
    clearTimeout(this.resting);
  }
}
