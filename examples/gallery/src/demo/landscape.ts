import { encodePng, type Paint } from "./png.ts";

type Color = readonly [number, number, number];

interface Light {
  readonly sky: Color;
  readonly horizon: Color;
  readonly sun: Color;
  readonly hills: Color;
}

const lights: readonly Light[] = [
  { sky: [38, 70, 120], horizon: [246, 178, 120], sun: [255, 236, 190], hills: [46, 52, 84] },
  { sky: [88, 160, 210], horizon: [222, 238, 236], sun: [255, 252, 232], hills: [44, 96, 84] },
  { sky: [22, 24, 58], horizon: [148, 84, 140], sun: [255, 214, 222], hills: [26, 22, 52] },
  { sky: [120, 148, 150], horizon: [236, 232, 214], sun: [255, 255, 246], hills: [84, 104, 100] },
];

/** Paints hills under a sun, with a different picture for every number. */
export function paintLandscape(number: number, width = 600, height = 400): Buffer {
  const light = lights[number % lights.length] ?? lights[0];
  if (!light) throw new Error("There is no light.");
  const sun = { x: width * (0.2 + 0.6 * ((number * 0.37) % 1)), y: height * 0.38, radius: height * 0.11 };
  const ridges = [0.58, 0.7, 0.84].map((level, depth) => ({
    at: (x: number) => height * (level + 0.05 * Math.sin(x / (width / (7 + depth * 3)) + number * 2.1 + depth * 1.7)),
    color: mix(light.horizon, light.hills, (depth + 1.4) / 3.4),
  }));

  const paint: Paint = (x, y) => {
    const ridge = ridges.findLast(({ at }) => y > at(x));
    if (ridge) return ridge.color;
    const air = mix(light.sky, light.horizon, Math.min(1, y / (height * 0.62)));
    const distance = Math.hypot(x - sun.x, y - sun.y) / sun.radius;
    return distance < 1 ? light.sun : mix(light.sun, air, Math.min(1, 0.55 + distance / 8));
  };
  return encodePng(width, height, paint);
}

function mix(from: Color, to: Color, share: number): Color {
  const at = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * share);
  return [at(0), at(1), at(2)];
}
