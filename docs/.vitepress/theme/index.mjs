import Theme from "vitepress/theme-without-fonts";
import "./site.css";

/** The default theme with the fonts of the system, in the colors of the demo page. */
export default Theme;
