// A screen in every language and theme: a picture of each to look at, and axe.

import { expect } from 'vitest';
import { seriousIssues } from './axe.ts';
import { LOOKS, picture, show, type DeskPage } from './browser.ts';

/** Leaves the page in the first look, as it was opened. What floats is opened by `open` in each of them, and closed by Escape after it. */
export async function checkInEveryLook(page: DeskPage, name: string, open?: () => Promise<void>): Promise<void> {
  for (const look of LOOKS) {
    await show(page, look);
    await open?.();
    await picture(page, `${name}-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), `${name} in ${look.language}, ${look.theme}`).toEqual([]);
    if (open) await page.keyboard.press('Escape');
  }
  await show(page, LOOKS[0]!);
}
