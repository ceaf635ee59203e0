// So that `import` and `require` get the same classes. The names are listed, since bundlers find none in `export *` of CommonJS.
export { NAMES } from "./inline.cjs";
