/** Signed tokens: JWTs with HS256, which backends in any language can make and check. */
import { SignJWT, jwtVerify } from "jose";

const algorithm = "HS256";
/** RFC 7518, section 3.2, and the JWT libraries of other languages refuse keys that are shorter than the hash. */
const minSecretBytes = 32;

/** Returns a function that signs tokens and one that reads them, for one secret. */
export function createSigner(secret, { issuer, now }) {
  const key = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
  if (!(key instanceof Uint8Array) || key.length < minSecretBytes)
    throw new TypeError(`expected a secret of at least ${minSecretBytes} bytes`);

  /** Without `iat`: readers in other languages refuse one that is a second ahead, and nobody needs it. */
  async function sign(audience, userId, expirationTime, claims) {
    const token = new SignJWT({ ...claims, jti: crypto.randomUUID() }).setProtectedHeader({
      alg: algorithm,
      typ: "JWT",
    });
    if (issuer !== undefined) token.setIssuer(issuer);
    return token.setSubject(userId).setAudience(audience).setExpirationTime(expirationTime).sign(key);
  }

  /** Resolves to the claims of a valid token, undefined for any other. */
  async function verify(audience, token) {
    try {
      const options = {
        algorithms: [algorithm],
        audience,
        issuer,
        currentDate: new Date(now()),
        requiredClaims: ["sub", "aud", "exp", "jti"],
      };
      return (await jwtVerify(token, key, options)).payload;
    } catch {
      return undefined;
    }
  }

  return { sign, verify };
}
