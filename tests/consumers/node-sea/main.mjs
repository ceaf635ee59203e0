import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "./flow.mjs";

flow(verigator, sandbox).then((result) => console.log(JSON.stringify(result)));
