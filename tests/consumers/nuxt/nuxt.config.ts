export default defineNuxtConfig({
  compatibilityDate: "2026-04-26",
  vue: { compilerOptions: { isCustomElement: (tag) => tag === "verigator-login" } },
});
