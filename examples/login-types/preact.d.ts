import type { HTMLAttributes } from "preact";
import type { VerigatorLoginAttributes, VerigatorLoginElement } from "verigator/element";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "verigator-login": HTMLAttributes<VerigatorLoginElement> & VerigatorLoginAttributes;
    }
  }
}
