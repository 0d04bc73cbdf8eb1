// Entry point of the stage.

import { Stage } from "./stage.js";
import { mounter } from "../shared/mount.js";

export default mounter((host, element) => new Stage(host, element));
