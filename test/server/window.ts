/** A browser as far as a sign-in can tell: it follows redirects, keeps cookies, and says of every request what it is. */
import { request } from 'node:http';

export interface Page {
  url: string;
  status: number;
  headers: Headers;
  text: string;
  /** Every address on the way here, the first and the last included. */
  way: string[];
}

export interface Step {
  /** Of the page that leads there; without one it is an address typed in. */
  from?: string;
  form?: Record<string, string> | [string, string][];
  headers?: Record<string, string>;
  /** Redirects to such an address are not followed, and are where the way ends. */
  until?: (url: URL) => boolean;
}

/** Ports do not keep cookies apart; paths do. */
export interface Cookie {
  host: string;
  path: string;
  name: string;
  value: string;
}

export class Window {
  readonly cookies: Cookie[] = [];
  /** Every byte that any server said. */
  readonly heard: string[] = [];

  async visit(address: string, { from, form, headers = {}, until }: Step = {}): Promise<Page> {
    let url = new URL(address);
    let body = form && new URLSearchParams(form).toString();
    // A redirect across sites makes the whole navigation cross-site.
    let site = siteOf(from, url);
    const way = [url.href];
    for (;;) {
      const answer = await this.#send(url, body, {
        'Sec-Fetch-Mode': 'navigate',
        'Sec-Fetch-Dest': 'document',
        'Sec-Fetch-Site': site,
        ...(from !== undefined && { Referer: `${new URL(from).origin}/` }),
        ...(body !== undefined && from !== undefined && { Origin: new URL(from).origin }),
        ...headers,
      });
      this.heard.push(url.href, JSON.stringify([...answer.headers]), answer.text);
      const location = answer.headers.get('Location');
      const next = location === null ? undefined : new URL(location, url);
      if (next) way.push(next.href);
      if (!next || until?.(next)) return { ...answer, url: (next ?? url).href, way };
      if (site !== 'none' && siteOf(url.href, next) === 'cross-site') site = 'cross-site';
      url = next;
      body = undefined;
    }
  }

  /** Another window that has the same cookies now, and no more to do with this one. */
  copy(): Window {
    const copy = new Window();
    copy.cookies.push(...this.cookies);
    return copy;
  }

  /** Submits the form of a page. */
  submit(page: Page, form: Record<string, string> | [string, string][], step: Step = {}): Promise<Page> {
    const [, action = page.url] = /<form[^>]* action="([^"]+)"/.exec(page.text) ?? [];
    return this.visit(action, { from: page.url, form, ...step });
  }

  async #send(url: URL, body: string | undefined, headers: Record<string, string>) {
    const cookie = this.cookies
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const form = body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
      const sent = request(
        url,
        {
          method: body === undefined ? 'GET' : 'POST',
          headers: { ...form, ...(cookie && { Cookie: cookie }), ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const fields = new Headers();
            for (const [name, values = []] of Object.entries(response.headersDistinct))
              for (const value of values) fields.append(name, value);
            resolve({ status: response.statusCode ?? 0, headers: fields, text: Buffer.concat(chunks).toString() });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(url.hostname, line);
    return answer;
  }

  #keep(host: string, line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const known = this.cookies.findIndex((each) => each.host === host && each.path === path && each.name === name);
    if (known >= 0) this.cookies.splice(known, 1);
    if (value !== '' && !/;\s*max-age=0(;|$)/i.test(line)) this.cookies.push({ host, path, name, value });
  }
}

/** `localhost` and `127.0.0.1` are two sites; ports alone do not make one. */
function siteOf(from: string | undefined, to: URL): string {
  if (from === undefined) return 'none';
  const { origin, hostname } = new URL(from);
  if (origin === to.origin) return 'same-origin';
  return hostname === to.hostname ? 'same-site' : 'cross-site';
}
