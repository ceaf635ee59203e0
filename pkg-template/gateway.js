// For tools that ignore `exports` of package.json, as Parcel does by default.
export * from "./gateway/inline.js";
