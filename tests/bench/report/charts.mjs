/** Bar charts as SVG, in a light and a dark theme. */
import { median } from "../speed/interleave.mjs";

const themes = {
  light: { text: "#1f2328", muted: "#59636e", bar: "#afb8c1", own: "#0969da" },
  dark: { text: "#f0f6fc", muted: "#9198a1", bar: "#484f58", own: "#4493f8" },
};
const row = 26;
const left = 190;
const width = 720;

/** Returns the Markdown that shows a chart in the reader's theme. */
export function picture(name, description) {
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="docs/${name}-dark.svg"><img alt="${description}" src="docs/${name}-light.svg"></picture>`;
}

/** Returns all charts, by file name. */
export function charts({ sizes, speed }) {
  const chart = { size: sizeBars(sizes), speed: speedBars(speed) };
  const files = {};
  for (const [name, bars] of Object.entries(chart)) {
    for (const theme of Object.keys(themes)) files[`${name}-${theme}`] = draw(bars, themes[theme]);
  }
  return files;
}

function sizeBars(sizes) {
  const workers = Object.entries(sizes).filter(([name]) => name.endsWith(", Worker"));
  const bars = workers.map(([name, { all, needsNode }]) => ({
    label: name.replace(", Worker", "").replace("client", "verigator"),
    value: all.gzip / 1_000,
    shown: `${(all.gzip / 1_000).toFixed(1)} KB${needsNode ? ", and Node's modules" : ""}`,
  }));
  return { title: "Worker bundle, minified and gzip", bars: sorted(bars) };
}

function speedBars(plans) {
  const { title, results } = plans[0];
  const bars = Object.entries(results).map(([label, { time }]) => ({
    label,
    value: median(time.ratios),
    shown: median(time.ratios).toFixed(2),
  }));
  return { title: `Time per call in Node, ${title}: ratio to raw fetch`, bars: sorted(bars) };
}

function sorted(bars) {
  return bars.toSorted((one, other) => one.value - other.value);
}

function draw({ title, bars }, { text, muted, bar, own }) {
  const height = 44 + bars.length * row;
  const longest = Math.max(...bars.map(({ value }) => value));
  const scale = (width - left - 230) / longest;
  const lines = bars.map(({ label, value, shown }, index) => {
    const y = 40 + index * row;
    const isOwn = label === "verigator";
    return (
      `  <text x="${left - 10}" y="${y + 14}" text-anchor="end" fill="${text}"${isOwn ? ' font-weight="600"' : ""}>${label}</text>\n` +
      `  <rect x="${left}" y="${y + 1}" width="${Math.max(2, value * scale).toFixed(1)}" height="18" rx="3" fill="${isOwn ? own : bar}"/>\n` +
      `  <text x="${(left + Math.max(2, value * scale) + 8).toFixed(1)}" y="${y + 14}" fill="${muted}">${shown}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `font-family="system-ui, sans-serif" font-size="13">\n  <title>${title}</title>\n` +
    `  <text x="10" y="20" font-weight="600" fill="${text}">${title}</text>\n${lines.join("\n")}\n</svg>\n`
  );
}
