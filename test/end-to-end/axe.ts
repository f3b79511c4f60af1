import axe from 'axe-core';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** Nothing on the page breaks a rule of axe. It is evaluated past the page's own policy, which lets no script of ours in. */
export async function faultless(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
