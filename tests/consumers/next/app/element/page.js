"use client";

import { useEffect, useRef } from "react";
import "verigator/element";
import { elementFlow } from "../../page-flow.mjs";

export default function Page() {
  const element = useRef(null);
  useEffect(() => {
    window.result = elementFlow(element.current);
  }, []);
  return <verigator-login ref={element} gateway="/2fa" />;
}
