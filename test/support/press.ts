import type { Locator } from 'playwright-core';

/** Presses what may close its window, which then takes Playwright's answer along with it, or not: whichever is first. */
export async function pressLast(button: Locator): Promise<void> {
  await button.click().catch((error: unknown) => {
    if (!button.page().isClosed()) throw error;
  });
}
