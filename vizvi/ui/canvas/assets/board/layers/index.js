// Every kind of layer: `draw` what stands still, `along` what moves with the linked step or the hand.

import * as band from "./band.js";
import * as bars from "./bars.js";
import * as boxes from "./boxes.js";
import * as classes from "./classes.js";
import * as field from "./field.js";
import * as frames from "./frames.js";
import * as hops from "./hops.js";
import * as lines from "./lines.js";
import * as marks from "./marks.js";
import * as paths from "./paths.js";
import * as rule from "./rule.js";

export const LAYERS = { field, classes, lines, band, marks, paths, rule, bars, boxes, frames, hops };
