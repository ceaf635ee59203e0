import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A chart in the Markdown of GitHub, which has a picture for each theme. */
const picture =
  /<picture><source media="\(prefers-color-scheme: dark\)" srcset="docs\/([\w-]+\.svg)"><img alt="([^"]+)" src="docs\/([\w-]+\.svg)"><\/picture>/g;

/** Each page: its file, its source, what is replaced in it. A replacement whose text is missing is an error. */
const pages = [
  [
    "benchmarks.md",
    "BENCHMARKS.md",
    [[picture, '<img class="only-dark" alt="$2" src="../$1"><img class="only-light" alt="$2" src="../$3">']],
  ],
  ["changelog.md", "pkg-template/CHANGELOG.md", []],
  [
    "security.md",
    "SECURITY.md",
    [["the threat model in\n  `gateway/README.md`", "the [threat model](/reference/gateway#threat-model)"]],
  ],
  [
    "reference/gateway.md",
    "gateway/README.md",
    [
      ["# The gateway\n", "# How the gateway decides\n"],
      [/^This crate decides, without I\/O[^]*?\n\n/gm, ""],
      [
        "[number-verification.md](number-verification.md)",
        "[Number Verification through the gateway](/reference/number-verification)",
      ],
      ["[trusted-devices.md](trusted-devices.md)", "[Trusted devices](/reference/trusted-devices)"],
      [/The guide "The gateway"/g, "The guide [The gateway](/guides/gateway)"],
      ['The guide "Login libraries"', "The guide [Login libraries](/guides/login-libraries)"],
    ],
  ],
  ["reference/number-verification.md", "gateway/number-verification.md", []],
  ["reference/trusted-devices.md", "gateway/trusted-devices.md", []],
  [
    "reference/sandbox.md",
    "sandbox/README.md",
    [
      ["# The sandbox\n", "# How the sandbox behaves\n"],
      [
        "The site's guide *Testing with the sandbox* explains them.",
        "The guide [Testing with the sandbox](/guides/testing) explains them.",
      ],
    ],
  ],
];

/** Returns the documents of the repository that are pages of the site too, by file. */
export function repositoryPages() {
  return pages.map(([file, source, replacements]) => {
    let text = readFileSync(join(root, source), "utf8");
    for (const [old, replacement] of replacements) {
      const replaced = text.replaceAll(old, replacement);
      if (replaced === text) throw new Error(`expected ${source} to contain ${old}`);
      text = replaced;
    }
    return [file, text];
  });
}
