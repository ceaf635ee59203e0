import { testElement } from "./element-cases.mjs";

testElement("chromium");
