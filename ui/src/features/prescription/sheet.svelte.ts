// What is drawn: strokes on a sheet of 1000 by 1000, one step back at a time. Knows no pointer and no page.

import type { Ground, Ink, Stroke, Whiteboard } from '$/backend';
import { SIDE } from './grounds';

type Point = readonly [x: number, y: number];

/** Closer than this a point adds nothing to the line. */
const CLOSE = 4;
/** How far from a line the eraser takes it. */
const REACH = 24;

const inside = (value: number): number => Math.min(Math.max(Math.round(value), 0), SIDE);

export class Sheet {
  ground = $state<Ground>('blank');
  strokes = $state.raw<readonly Stroke[]>([]);
  ink = $state<Ink>('black');
  tool = $state<'pen' | 'eraser'>('pen');
  /** The sheets before this one, to go back to. */
  #before: (readonly Stroke[])[] = $state.raw([]);
  #drawing: Stroke | undefined;
  /** An erasing that took something away is one step back, however many strokes it took. */
  #erased = false;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What is to be kept; nothing where nothing is drawn. */
  get kept(): Whiteboard | null {
    if (this.strokes.length === 0) return null;
    return { ground: this.ground, strokes: this.strokes.map(({ ink, points }) => ({ ink, points: [...points] })) };
  }

  show(sheet: Whiteboard | null): void {
    this.ground = sheet?.ground ?? this.ground;
    this.strokes = sheet?.strokes ?? [];
    this.#before = [];
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  undo(): void {
    const before = this.#before.at(-1);
    if (!before) return;
    this.#before = this.#before.slice(0, -1);
    this.strokes = before;
    this.#changed();
  }

  clear(): void {
    if (this.strokes.length === 0) return;
    this.#step();
    this.strokes = [];
    this.#changed();
  }

  lay(ground: Ground): void {
    this.ground = ground;
    this.#changed();
  }

  /** The pen, or the eraser, is set down. */
  down([x, y]: Point): void {
    if (this.tool === 'eraser') {
      this.#erased = false;
      this.#erase([x, y]);
      return;
    }
    this.#step();
    this.#drawing = { ink: this.ink, points: [inside(x), inside(y)] };
    this.strokes = [...this.strokes, this.#drawing];
  }

  /** It goes on, without being lifted. */
  move([x, y]: Point): void {
    if (this.tool === 'eraser') return this.#erase([x, y]);
    const stroke = this.#drawing;
    if (!stroke) return;
    const [lastX = 0, lastY = 0] = stroke.points.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < CLOSE) return;
    this.#drawing = { ...stroke, points: [...stroke.points, inside(x), inside(y)] };
    this.strokes = [...this.strokes.slice(0, -1), this.#drawing];
  }

  /** It is lifted. */
  up(): void {
    const wrote = this.#drawing !== undefined || this.#erased;
    this.#drawing = undefined;
    this.#erased = false;
    if (wrote) this.#changed();
  }

  #erase(at: Point): void {
    const left = this.strokes.filter((stroke) => !isNear(stroke, at));
    if (left.length === this.strokes.length) return;
    if (!this.#erased) this.#step();
    this.#erased = true;
    this.strokes = left;
  }

  #step(): void {
    this.#before = [...this.#before, this.strokes];
  }
}

function isNear({ points }: Stroke, [x, y]: Point): boolean {
  for (let at = 0; at < points.length; at += 2) {
    const [fromX = 0, fromY = 0] = points.slice(at, at + 2);
    const [toX = fromX, toY = fromY] = points.slice(at + 2, at + 4);
    const length = Math.hypot(toX - fromX, toY - fromY);
    const along = length === 0 ? 0 : Math.min(Math.max(((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / length ** 2, 0), 1);
    if (Math.hypot(x - fromX - along * (toX - fromX), y - fromY - along * (toY - fromY)) <= REACH) return true;
  }
  return false;
}
