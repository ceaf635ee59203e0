/** A failure that the site finds without a request. It has no technical details to show, hence no name. */
export class SiteError extends Error {
  name = "";

  constructor(code, fields) {
    super(code);
    Object.assign(this, { code }, fields);
  }
}
