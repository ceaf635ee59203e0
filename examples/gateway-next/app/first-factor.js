/** Your own first factor and your own session go in. */

/** Resolves to the id of the user, at Verigator or at your site, null if the password is wrong. */
export async function checkPassword(username, password) {
  return username === "ada" && password === "correct horse" ? process.env.ADA_ID : null;
}

/** Resolves to the cookie of a new session. */
export async function startSession(userId) {
  return `__Host-session=${encodeURIComponent(userId)}.signed-by-your-site; Path=/; HttpOnly; Secure; SameSite=Lax`;
}
