// Entry point of the guide.

import { Guide } from "./guide.js";
import { aside } from "../shared/lasting.js";

export default aside((element) => new Guide(element));
