import { execFileSync } from "node:child_process";
import { join } from "node:path";

const program = join(import.meta.dirname, "../../pkg/sandbox/bin/verigator.js");

/** Renders the help of the command and of its subcommands. */
export function commandLinePage() {
  return `# Command line

The package contains the command \`verigator\`. It prints these texts with \`--help\`.

## verigator

${help()}

## verigator sandbox

Emulates the API on your machine. [How the sandbox behaves](/reference/sandbox#as-a-server) has the details: who may connect, the state file, seed data
and spaces.

\`\`\`sh
npx verigator sandbox
\`\`\`

${help("sandbox")}

## verigator probe

Finds out which rules of the sandbox the live API follows. [The probe](/reference/sandbox#the-probe) says what it sends and what it deletes.

\`\`\`sh
npx verigator probe
\`\`\`

${help("probe")}
`;
}

function help(...command) {
  const text = execFileSync(process.execPath, [program, ...command, "--help"], { encoding: "utf8" });
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
