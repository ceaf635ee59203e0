/** What the site does with accounts: each action is a call of the client, and resolves once it has succeeded, or has failed and the error is shown. */
export class AccountActions {
  #apis;
  #session;
  #callState;

  constructor({ apis, session, callState }) {
    this.#apis = apis;
    this.#session = session;
    this.#callState = callState;
  }

  register(username, phoneNumber) {
    return this.#run({
      call: (options) => this.#api.register(username, phoneNumber, options),
      onSuccess: ({ id }) => {
        const users = [...this.#session.value.users, { id, username, phoneNumber }];
        this.#session.update({ screen: "sign-in", users, userId: id });
      },
      retry: () => this.register(username, phoneNumber),
    });
  }

  deleteAccount() {
    const { id } = this.#session.user;
    return this.#run({
      call: async (options) => (await this.#api.deleteUser(id, options)) ?? { isDeleted: true },
      onSuccess: () => this.#session.remove(id),
      retry: () => this.deleteAccount(),
    });
  }

  async #run({ call, onSuccess, retry }) {
    const result = await this.#callState.run(call, retry);
    if (result !== undefined) onSuccess(result);
  }

  /** The API that the session uses. */
  get #api() {
    return this.#apis[this.#session.value.api];
  }
}
