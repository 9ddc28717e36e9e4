// A screen in every language and theme: a picture of each to look at, and axe.

import { expect } from 'vitest';
import { seriousIssues } from './axe.ts';
import { LOOKS, picture, show, type DeskPage } from './browser.ts';

/** Leaves the page in the first look, as it was opened. */
export async function checkInEveryLook(page: DeskPage, name: string): Promise<void> {
  for (const look of LOOKS) {
    await show(page, look);
    await picture(page, `${name}-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), `${name} in ${look.language}, ${look.theme}`).toEqual([]);
  }
  await show(page, LOOKS[0]!);
}
