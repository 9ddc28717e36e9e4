// @vitest-environment node
// The contrast of every text colour on every ground it stands on (WCAG 2.2: 4.5 for text, 3 for edges and focus), in both themes.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DOCTOR_COLOURS } from '../app/doctor-colours';

const css = readFileSync(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');

type Theme = 'light' | 'dark';
type Colour = [lightness: number, chroma: number, hue: number];

const colours = new Map<string, Record<Theme, Colour>>();
for (const [, name, light, dark] of css.matchAll(/--([a-z-]+): light-dark\((oklch\([^)/]*\)), (oklch\([^)/]*\))\)/g)) {
  colours.set(name!, { light: read(light!), dark: read(dark!) });
}

function read(text: string): Colour {
  const [lightness, chroma, hue] = /oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/.exec(text)!.slice(1).map(Number);
  return [lightness! / 100, chroma!, hue!];
}

/** Relative luminance, by Ottosson's OKLab and the linear sRGB weights of WCAG. */
function luminance([lightness, chroma, hue]: Colour): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const within = (value: number) => Math.min(Math.max(value, 0), 1);
  const red = within(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = within(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = within(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, ground: string, theme: Theme): number {
  const [one, other] = [text, ground].map((name) => luminance(colours.get(name)![theme]));
  return (Math.max(one!, other!) + 0.05) / (Math.min(one!, other!) + 0.05);
}

const GROUNDS = ['ground-deep', 'ground', 'ground-open', 'ground-float', 'ground-item'];
const STATES = ['wait', 'bad', 'good', 'rep', 'accent'];

const TEXT: [string, string][] = [
  ...['ink', 'ink-soft', 'ink-faint'].flatMap((ink) => GROUNDS.map((ground): [string, string] => [ink, ground])),
  ...['ink', 'ink-soft'].map((ink): [string, string] => [ink, 'ground-hover']),
  ...STATES.map((state): [string, string] => [`${state}-ink`, `${state}-soft`]),
  ...STATES.flatMap((state) => GROUNDS.slice(0, 4).map((ground): [string, string] => [`${state}-ink`, ground])),
  ...STATES.map((state): [string, string] => ['ink', `${state}-soft`]),
  ...STATES.map((state): [string, string] => ['ink-soft', `${state}-soft`]),
  ['ink-soft', 'heat-a'],
  ['ink', 'heat-b'],
  ['ink', 'heat-c'],
  ['on-heat-d', 'heat-d'],
  ['on-accent', 'heat-e'],
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
];
const EDGES: [string, string][] = [
  ['line-field', 'ground-open'],
  ['line-field', 'ground'],
  ['accent', 'ground-open'],
  ['accent', 'ground'],
  ['accent', 'ground-deep'],
  ['rep-line', 'ground-open'],
  ...DOCTOR_COLOURS.flatMap((name) => ['ground', 'ground-float'].map((ground): [string, string] => [`doctor-${name}`, ground])),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(TEXT)('%s can be read on %s', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(EDGES)('%s can be seen on %s', (edge, ground) => {
    expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3);
  });
  it('ink stands out most', () => {
    expect(contrast('ink', 'ground-open', theme)).toBeGreaterThan(12);
    expect(contrast('on-accent', 'accent-fill', theme)).toBeGreaterThan(6.5);
  });
});
