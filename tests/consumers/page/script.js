import { run } from "./run.js";

window.result = run();
