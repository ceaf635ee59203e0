import { run } from "./run.js";

window.sights = run();
