// @vitest-environment node
import { expect, test, vi } from "vitest";
import { Verigator } from "verigator";

vi.mock("verigator", { spy: true });

test("module that Vitest spies on works, and the spies see its calls", async () => {
  const fetch = async () => Response.json({ method: "sms" });
  const user = new Verigator("username", "password", { baseUrl: "http://localhost", fetch })
    .service("service-id")
    .user("user-id");
  expect(await user.authenticateUsingSms()).toEqual({ method: "sms", requestedMethod: "sms" });
  expect(Verigator).toHaveBeenCalledWith("username", "password", expect.anything());
});
