import { Component } from "@angular/core";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { pageFlow } from "../../page-flow.mjs";

@Component({ selector: "app-root", template: "<p>consumer</p>" })
export class App {
  constructor() {
    Object.assign(window, { result: pageFlow(verigator, sandbox) });
  }
}
