// A canvas in two layers: a still one drawn once, and what moves, drawn over it on every frame.

export class Surface {
  constructor(canvas) {
    this.canvas = canvas;
    this.still = document.createElement("canvas");
    this.ctx = canvas.getContext("2d");
  }

  // Sizes both layers to their box, sharp on dense screens; false while there is nothing to see.
  fit(ui) {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
    if (width < 60 || height < 60) return false;
    const [w, h] = [Math.round(width * ui.ratio), Math.round(height * ui.ratio)];
    for (const canvas of [this.canvas, this.still]) {
      if (canvas.width !== w) canvas.width = w;
      if (canvas.height !== h) canvas.height = h;
    }
    this.width = width;
    this.height = height;
    const pen = this.still.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, w, h);
    pen.setTransform(ui.ratio, 0, 0, ui.ratio, 0, 0);
    this.pen = pen;
    return true;
  }

  // Gives the pixels back.
  drop() {
    for (const canvas of [this.canvas, this.still]) canvas.width = canvas.height = 0;
  }

  begin(ui) {
    const { ctx } = this;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    ctx.drawImage(this.still, 0, 0);
    ctx.setTransform(ui.ratio, 0, 0, ui.ratio, 0, 0);
    return ctx;
  }
}
