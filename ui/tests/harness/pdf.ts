// A paper as a reader sees it. Needs `pdftotext` (poppler-utils).

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Presses the button that saves a paper, and answers the text on it. */
export async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  if (!download.suggestedFilename().endsWith('.pdf')) throw new Error(`saved as ${download.suggestedFilename()}`);
  const path = await download.path();
  if (!readFileSync(path).subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('what was saved is no PDF');
  return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });
}

/** What of a text is typed in Latin letters, digits and hyphens: a code that was broken over two lines is whole again. */
export function lettersOf(text: string): string {
  return text.replaceAll(/[^0-9A-Za-z-]/g, '');
}
