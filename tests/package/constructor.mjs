import { Sandbox } from "verigator/sandbox";

new Sandbox();
