/** The page with nothing but the element. */
import "./problems.js";
import "verigator/element";
