// Entry point of the room: what stands around every page. One for the whole visit.

import { Room } from "./room.js";
import { aside } from "../shared/lasting.js";

export default aside((element) => new Room(element));
