import type { VerigatorLoginAttributes, VerigatorLoginEventMap } from "verigator/element";
import type { FunctionalComponent, HTMLAttributes } from "vue";

/** Vue checks attributes by their names in camelCase. */
type Props = Omit<VerigatorLoginAttributes, "pin-length"> & { pinLength?: VerigatorLoginAttributes["pin-length"] };
type Events = { [Name in keyof VerigatorLoginEventMap]: (event: VerigatorLoginEventMap[Name]) => void };

declare module "vue" {
  interface GlobalComponents {
    "verigator-login": FunctionalComponent<HTMLAttributes & Props, Events>;
  }
}
