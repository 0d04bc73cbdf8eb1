// Entry point of the menus: sketches beside the names in whichever of Streamlit's menus is open.

import { Menus } from "./menus.js";
import { aside } from "../shared/lasting.js";

export default aside((element) => new Menus(element));
