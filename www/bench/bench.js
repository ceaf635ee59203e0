import { element } from "../dom/element.js";
import { clockBench } from "./clock-bench.js";
import { faultsBench } from "./faults-bench.js";
import { profileBench } from "./profile-bench.js";
import { stateBench } from "./state-bench.js";

/** Where the sandbox is turned and bent. */
export function mountBench(root, parts) {
  root.append(
    element("header", {}, element("h2", { id: "bench-title" }, "The bench")),
    element("div", { class: "tools" }, clockBench(parts), faultsBench(parts), stateBench(parts), profileBench(parts)),
  );
}
