/** The pages in reading order. */
export const sidebar = [
  {
    text: "Start",
    items: [
      { text: "What this is", link: "/" },
      { text: "Getting started", link: "/getting-started" },
    ],
  },
  {
    text: "Guides",
    items: [
      { text: "Log in a user", link: "/guides/log-in" },
      { text: "The gateway", link: "/guides/gateway" },
      { text: "The login page", link: "/guides/page" },
      { text: "Login libraries", link: "/guides/login-libraries" },
      { text: "Testing with the sandbox", link: "/guides/testing" },
      { text: "Which mocks reach the client", link: "/guides/mocks" },
      { text: "Retries and money", link: "/guides/retries" },
      { text: "Errors", link: "/guides/errors" },
      { text: "Credentials in browsers", link: "/guides/browsers" },
      { text: "Frameworks", link: "/guides/frameworks" },
      { text: "From Java and Python", link: "/guides/from-java-and-python" },
      { text: "Moving to Number Verification", link: "/guides/moving" },
    ],
  },
  {
    text: "Reference",
    items: [
      { text: "verigator", link: "/reference/api/verigator" },
      { text: "verigator/sandbox", link: "/reference/api/sandbox" },
      { text: "verigator/gateway", link: "/reference/api/gateway" },
      { text: "verigator/login", link: "/reference/api/login" },
      { text: "verigator/element", link: "/reference/api/element" },
      { text: "How the sandbox behaves", link: "/reference/sandbox" },
      { text: "How the gateway decides", link: "/reference/gateway" },
      { text: "Number Verification through the gateway", link: "/reference/number-verification" },
      { text: "Trusted devices", link: "/reference/trusted-devices" },
      { text: "Control API", link: "/reference/control-api" },
      { text: "Command line", link: "/reference/command-line" },
    ],
  },
  {
    text: "Project",
    items: [
      { text: "Benchmarks", link: "/benchmarks" },
      { text: "Security", link: "/security" },
      { text: "Changelog", link: "/changelog" },
    ],
  },
];
