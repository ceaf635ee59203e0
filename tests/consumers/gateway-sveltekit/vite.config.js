import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";

// Without a proxy there is no TLS, which the adapter otherwise expects.
export default { plugins: [sveltekit({ adapter: adapter(), paths: { origin: process.env.SITE_ORIGIN } })] };
