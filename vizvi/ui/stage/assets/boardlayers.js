// Every kind of layer: what it draws once (LAYERS), and what of it moves with the linked step or the hand (ALONG).

import { bars, rule } from "./boardrules.js";
import { band, lines } from "./boardlines.js";
import { classes } from "./boardclasses.js";
import { field } from "./boardfield.js";
import { hops } from "./boardhops.js";
import { marks } from "./boardmarks.js";
import { paths, walkers } from "./boardpaths.js";

export const LAYERS = { field, classes, lines, band, marks, paths, rule, bars };
export const ALONG = { paths: walkers, hops };
