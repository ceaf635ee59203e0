/** What is on the phone of a number: its messages, its app where it has one, and how long the codes are good yet. */
export async function lookAtPhone({ control }, number) {
  if (!number) return { messages: [], device: undefined, codesValidForMs: Infinity };
  const place = encodeURIComponent(number);
  const [{ messages }, { phoneNumbers }] = await Promise.all([control("GET", `inbox?to=${place}`), control("GET", "devices")]);
  const device = phoneNumbers.includes(number) ? await control("GET", `devices/${place}`) : undefined;
  return { messages, device, codesValidForMs: device?.accounts[0]?.validForMs ?? Infinity };
}
