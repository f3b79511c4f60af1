/** A grower at a browser without scripts: follows redirects, keeps cookies, fills in the form that is shown. */
import type { Simulator } from '../../demo/simulator/index.js';
import { PASSWORD } from '../../demo/simulator/accounts.js';

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly value: string;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What each redirect on the way here answered, first to last. */
  readonly hops: readonly Headers[];
}

export class Grower {
  readonly #cookies = new Map<string, Cookie>();

  async visit(address: string, init: RequestInit = {}): Promise<Page> {
    const hops: Headers[] = [];
    let url = new URL(address);
    let request = init;
    for (;;) {
      const headers = new Headers(request.headers);
      headers.set('Cookie', this.#cookiesFor(url));
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      this.#keepCookies(url, response.headers);
      const location = response.headers.get('Location');
      if (location === null)
        return { url: url.href, status: response.status, headers: response.headers, text: await response.text(), hops };
      hops.push(response.headers);
      url = new URL(location, url);
      request = {};
    }
  }

  /** Submits the form of a page, to the address of the page as all of them do. */
  submit(page: Page, fields: Record<string, string> | [string, string][]): Promise<Page> {
    return this.visit(page.url, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Submits a form as the last thing to do here: the address that a chain of redirects ends on, where nobody may answer. */
  async lastRedirect(page: Page, fields: Record<string, string>): Promise<string> {
    let url = new URL(page.url);
    let request: RequestInit = { method: 'POST', body: new URLSearchParams(fields) };
    while (url.origin === new URL(page.url).origin) {
      const response = await fetch(url, { ...request, headers: { Cookie: this.#cookiesFor(url) }, redirect: 'manual' });
      this.#keepCookies(url, response.headers);
      url = new URL(response.headers.get('Location') ?? 'about:blank', url);
      request = {};
    }
    return url.href;
  }

  #cookiesFor(url: URL): string {
    return [...this.#cookies]
      .filter(([, { host, path }]) => host === url.hostname && url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0] ?? ''}=${value}`)
      .join('; ');
  }

  #keepCookies(url: URL, headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const path = /;\s*path=([^;]+)/i.exec(cookie)?.[1] ?? '/';
      // A browser tells cookies apart by name, host and path.
      if (value === '') this.#cookies.delete(`${name} ${url.hostname} ${path}`);
      else this.#cookies.set(`${name} ${url.hostname} ${path}`, { host: url.hostname, path, value });
    }
  }
}

/** Calls Leaf as a companion does: with a token, and with the application's secret where it is needed. */
export class LeafCaller {
  static async logIn(simulator: Simulator): Promise<LeafCaller> {
    const { username, password } = simulator;
    const response = await fetch(`${simulator.leafUrl}/api/authenticate`, {
      method: 'POST',
      body: JSON.stringify({ username, password, rememberMe: 'true' }),
    });
    const { id_token: token } = (await response.json()) as { id_token: string };
    return new LeafCaller(simulator, token);
  }

  constructor(
    private readonly simulator: Simulator,
    readonly token: string,
  ) {}

  call(method: string, path: string, body?: unknown): Promise<Response> {
    return this.service(method, `/usermanagement/api${path}`, body);
  }

  /** A call to any of Leaf's services, the first part of the path. */
  service(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.simulator.leafUrl}/services${path}`, {
      method,
      redirect: 'manual',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.call(method, path, body)).json();
  }

  startSignIn(leafUserId: string, change: Record<string, unknown> = {}): Promise<Response> {
    const { clientKey, clientSecret } = this.simulator;
    return this.call('POST', `/users/${leafUserId}/one-click-integration/JohnDeere`, {
      clientKey,
      clientSecret,
      clientEnvironment: 'PRODUCTION',
      ...change,
    });
  }

  async signInUrl(leafUserId: string): Promise<string> {
    const { signInUrl } = (await (await this.startSignIn(leafUserId)).json()) as { signInUrl: string };
    return signInUrl;
  }
}

/** The whole way of a grower through John Deere, to the page on which it ends. */
export async function connect(
  leaf: LeafCaller,
  leafUserId: string,
  accountId: string,
  grower = new Grower(),
): Promise<Page> {
  const signIn = await grower.visit(await leaf.signInUrl(leafUserId));
  const consent = await grower.submit(signIn, { user: accountId, password: PASSWORD });
  return consent.url.includes('/signin/') ? grower.submit(consent, { answer: 'allow' }) : consent;
}
