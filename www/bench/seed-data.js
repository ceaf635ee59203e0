/** A service with users to begin with: one without the app, one with it, and one whose PINs all expire by a magic number. */
const users = [
  { username: "ada@example.com", phoneNumber: "+3725555501", hasApp: false },
  { username: "grace@example.com", phoneNumber: "+3725555502", hasApp: true },
  { username: "late@example.com", phoneNumber: "+999000000003", hasApp: false },
];

/** Puts them into the sandbox; returns what the login has to know of them. */
export async function seed({ control }) {
  const fqdn = `coffee-${crypto.randomUUID().slice(0, 8)}.example.com`;
  const { services } = await control("POST", "seed-data", { services: [{ fqdn, name: "Corner Coffee", users }] });
  const [service] = services;
  const known = service.users.map(({ id, username }, index) => ({ id, username, phoneNumber: users[index].phoneNumber }));
  return { screen: "sign-in", serviceId: service.id, fqdn, users: known, userId: known[0].id };
}
