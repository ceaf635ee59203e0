import { testElement } from "./element-cases.mjs";

testElement("firefox");
