import { describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { Later } from './later.svelte';

const Part = (() => ({})) as unknown as Component<Record<string, never>>;

describe('a part that is fetched later', () => {
  it('is fetched once, however often it is wanted', async () => {
    const fetch = vi.fn(() => Promise.resolve({ default: Part }));
    const later = new Later(fetch);
    expect(later.part).toBeUndefined();
    await Promise.all([later.come(), later.come()]);
    await later.come();
    expect(later.part).toBe(Part);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('says that it could not be fetched, and comes when it is asked again', async () => {
    const fetch = vi.fn<() => Promise<{ default: typeof Part }>>().mockRejectedValueOnce(new Error('gone')).mockResolvedValue({ default: Part });
    const later = new Later(fetch);
    await later.come();
    expect(later.failed).toBe(true);
    expect(later.part).toBeUndefined();
    await later.come();
    expect(later.failed).toBe(false);
    expect(later.part).toBe(Part);
  });

  it('waits for the paint, and stays away when it is called off before', async () => {
    vi.useFakeTimers();
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.splice(frame - 1, 1, () => undefined));
    const fetch = vi.fn(() => Promise.resolve({ default: Part }));
    new Later(fetch).comeAfterPaint()();
    const callOff = new Later(fetch).comeAfterPaint();
    frames.forEach((run) => run());
    callOff();
    await vi.runAllTimersAsync();
    expect(fetch).not.toHaveBeenCalled();
    new Later(fetch).comeAfterPaint();
    frames.at(-1)!();
    await vi.runAllTimersAsync();
    expect(fetch).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});
