/** A server of Deno. */
import { createGateway, denoKvLimits, type GatewayOptions } from "verigator/gateway";

declare const options: GatewayOptions;

const gateway = createGateway({ ...options, limits: denoKvLimits(await Deno.openKv()) });
Deno.serve(gateway.fetch);
Deno.serve({ port: 8080 }, (request, info) => gateway.fetch(request, info));
