import type { HTMLAttributes } from "svelte/elements";
import type { VerigatorLoginAttributes, VerigatorLoginElement, VerigatorLoginEventMap } from "verigator/element";

type Events = { [Name in keyof VerigatorLoginEventMap as `on${Name}`]?: (event: VerigatorLoginEventMap[Name]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "verigator-login": HTMLAttributes<VerigatorLoginElement> & VerigatorLoginAttributes & Events;
  }
}
