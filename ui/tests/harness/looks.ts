// A screen in every language and theme: a picture of each to look at, and axe.

import { expect } from 'vitest';
import { seriousIssues } from './axe.ts';
import { LOOKS, picture, show, type DeskPage } from './browser.ts';

/** Leaves the page in the first look, as it was opened. What floats is opened by `open` in each of them, and closed by Escape after it. */
export async function checkInEveryLook(page: DeskPage, name: string, open?: () => Promise<void>): Promise<void> {
  expect(await movedFurniture(page), `what stands still on ${name}`).toEqual([]);
  for (const look of LOOKS) {
    await show(page, look);
    await open?.();
    await picture(page, `${name}-${look.language}-${look.theme}`);
    expect(await seriousIssues(page), `${name} in ${look.language}, ${look.theme}`).toEqual([]);
    if (open) await page.keyboard.press('Escape');
  }
  await show(page, LOOKS[0]!);
}

/** What can be scrolled away although nothing shows that it can: a label that is only heard, far down a list, would do it when it is looked for. */
async function movedFurniture(page: DeskPage): Promise<string[]> {
  return page.evaluate(() => {
    const still = [document.scrollingElement, document.body, document.querySelector('.frame > main')].filter((node) => node !== null);
    return still.flatMap((node) => {
      node.scrollTop = 1000;
      const moved = node.scrollTop;
      node.scrollTop = 0;
      return moved === 0 ? [] : [`${node.localName} by ${moved}`];
    });
  });
}
