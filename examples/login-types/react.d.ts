import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { VerigatorLoginAttributes, VerigatorLoginElement } from "verigator/element";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "verigator-login": VerigatorLoginAttributes &
        DetailedHTMLProps<HTMLAttributes<VerigatorLoginElement>, VerigatorLoginElement>;
    }
  }
}
