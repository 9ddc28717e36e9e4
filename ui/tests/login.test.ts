import { expect, test } from 'vitest';
import { LOOKS, useBrowser, openPage, picture, show } from './harness/browser.ts';
import { foundedDesk, ADMIN } from './harness/desk.ts';
import { seriousIssues } from './harness/axe.ts';

const browser = useBrowser();

test('look', async () => {
  const desk = await foundedDesk();
  await desk.call('session.logout', {}).catch(e => console.log(e));
  console.log((await desk.call('session.state', {})).stage);
  const page = await openPage(browser(), desk);
  await page.waitForTimeout(500);
  for (const look of LOOKS) { await show(page, look); await picture(page, `login-${look.language}-${look.theme}`); console.log(look, await seriousIssues(page)); }
  await show(page, LOOKS[0]!);
  await page.locator('input[type=password]').fill('wrong one here');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(2500);
  await picture(page, `login-wrong`);
  await page.locator('input[type=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(2500);
  console.log((await desk.call('session.state', {})).stage);
  for (const look of LOOKS) { await show(page, look); await picture(page, `in-${look.language}-${look.theme}`); console.log(look, await seriousIssues(page)); }
  console.log(page.problems);
  expect(1).toBe(1);
});
