/** The window in which somebody signs in at the simulated John Deere. */
import { eventually, View } from './view.js';

export type Account = 'several' | 'unshared' | 'empty' | 'refused';

export class SignInWindow extends View {
  /** Waits for the sign-in page. */
  async atSignIn(): Promise<void> {
    await this.until(
      'the sign-in page does not come',
      () => location.pathname.startsWith('/signin/') && document.readyState === 'complete',
    );
  }

  async signInAs(account: Account): Promise<void> {
    await this.atSignIn();
    await this.press(`${account}:`);
  }

  /** Signs in and allows access. The window stays on Leaf's last page, unless the card was quicker and has closed it. */
  async allow(account: Account): Promise<void> {
    await this.signInAs(account);
    await this.press('Allow access');
    const done = await eventually(async () => {
      const path = await this.run(() => location.pathname).catch(() => '');
      return path.includes('one-click-integration') || !(await this.isOpen()) || undefined;
    });
    if (!done) throw new Error(`Leaf’s last page does not come. The page says: ${await this.words()}`);
  }
}
