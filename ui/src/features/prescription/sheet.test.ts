import { describe, expect, test } from 'vitest';
import { Sheet } from './sheet.svelte';

function sheet(): { sheet: Sheet; changes: () => number } {
  let changes = 0;
  return { sheet: new Sheet(() => (changes += 1)), changes: () => changes };
}

function draw(on: Sheet, points: readonly (readonly [number, number])[]): void {
  const [first = [0, 0], ...rest] = points;
  on.down(first);
  for (const point of rest) on.move(point);
  on.up();
}

describe('a sheet to draw on', () => {
  test('a stroke is kept in whole steps inside the sheet, without the points that add nothing', () => {
    const { sheet: paper, changes } = sheet();
    draw(paper, [[10.4, 20.6], [11, 21], [40, 60], [1200, -5]]);
    expect(paper.kept).toEqual({ ground: 'blank', strokes: [{ ink: 'black', points: [10, 21, 40, 60, 1000, 0] }] });
    expect(changes()).toBe(1);
  });

  test('a tap is a dot, and moving without a pen draws nothing', () => {
    const { sheet: paper } = sheet();
    paper.move([5, 5]);
    expect(paper.kept).toBeNull();
    draw(paper, [[7, 8]]);
    expect(paper.kept?.strokes).toEqual([{ ink: 'black', points: [7, 8] }]);
  });

  test('the eraser takes what it touches, and one undo brings all of it back', () => {
    const { sheet: paper } = sheet();
    draw(paper, [[100, 100], [300, 100]]);
    paper.ink = 'red';
    draw(paper, [[100, 200], [300, 200]]);
    draw(paper, [[800, 800], [900, 900]]);
    paper.tool = 'eraser';
    draw(paper, [[200, 90], [200, 150], [200, 195]]);
    expect(paper.strokes).toHaveLength(1);
    paper.undo();
    expect(paper.strokes).toHaveLength(3);
    paper.undo();
    expect(paper.strokes.map(({ ink }) => ink)).toEqual(['black', 'red']);
    paper.undo();
    paper.undo();
    expect(paper.canUndo).toBe(false);
    expect(paper.kept).toBeNull();
  });

  test('an eraser that meets nothing is no step', () => {
    const { sheet: paper, changes } = sheet();
    paper.tool = 'eraser';
    draw(paper, [[10, 10], [20, 20]]);
    expect([changes(), paper.canUndo]).toEqual([0, false]);
  });
});
