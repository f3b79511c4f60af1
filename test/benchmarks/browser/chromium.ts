/** The browser, and a visit in it of which everything is told: each in a context of its own, so that nothing is cached. */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromeOptions } from '../../support/chrome.js';

/** How much slower than this machine's the visitor's processor is, and what their network does. */
export interface Profile {
  readonly slowdown: number;
  /** `undefined`: as fast as loopback is. */
  readonly network?: { readonly kilobitsPerSecond: number; readonly roundTripMs: number };
}

/** A mid-range phone at the edge of a field. */
export const PHONE: Profile = { slowdown: 4, network: { kilobitsPerSecond: 400, roundTripMs: 400 } };
export const DESKTOP: Profile = { slowdown: 1 };

/**
 * Of the main thread, in milliseconds. Chromium's own `ScriptDuration` is left out: it misses what a page does when a fetch
 * is answered, which is where cards are drawn.
 */
export interface Work {
  /** Style and layout. */
  readonly layout: number;
  /** Everything, these included. */
  readonly task: number;
}

export interface Traffic {
  /** Over the wire, headers of answers included. */
  bytes: number;
  requests: number;
}

/** Throws when there is only a headless shell, which paints and blocks as no grower's browser does. */
export async function openChromium(): Promise<Browser> {
  const options = await chromeOptions();
  // What a peer's code asks for elsewhere is stubbed; whatever is not must not leave the machine.
  const rules = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';
  const browser = await chromium.launch({ ...options, args: [...options.args, rules] });
  const session = await browser.newBrowserCDPSession();
  const { product } = await session.send('Browser.getVersion');
  if (product.startsWith('Headless')) throw new Error(`${product} is a headless shell; this needs a full browser.`);
  return browser;
}

export class Tab {
  readonly page: Page;
  readonly traffic: Traffic = { bytes: 0, requests: 0 };
  readonly #cdp: CDPSession;
  readonly #underWay = new Set<string>();
  #emptyHeap = 0;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
    cdp.on('Network.requestWillBeSent', ({ request, requestId }) => {
      if (request.url.startsWith('data:')) return;
      this.traffic.requests += 1;
      this.#underWay.add(requestId);
    });
    cdp.on('Network.loadingFinished', ({ encodedDataLength, requestId }) => {
      this.traffic.bytes += encodedDataLength;
      this.#underWay.delete(requestId);
    });
    cdp.on('Network.loadingFailed', ({ requestId }) => this.#underWay.delete(requestId));
  }

  /** @param buttons An expression of the page's: an array of the elements that somebody could press. */
  static async open(browser: Browser, { slowdown, network }: Profile, buttons: string): Promise<Tab> {
    const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
    await context.addInitScript(`window.buttons = () => ${buttons};`);
    await context.addInitScript({ path: fileURLToPath(new URL('page/watch.js', import.meta.url)) });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const tab = new Tab(page, cdp);
    await cdp.send('Network.enable');
    await cdp.send('Performance.enable');
    tab.#emptyHeap = await tab.#heapNow();
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    if (network !== undefined) {
      const throughput = (network.kilobitsPerSecond * 1000) / 8;
      const speed = { downloadThroughput: throughput, uploadThroughput: throughput };
      await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: network.roundTripMs, ...speed });
    }
    return tab;
  }

  /** Opens an address; resolves when its first button can be pressed, with the milliseconds since navigation. */
  async visit(url: string): Promise<number> {
    await this.page.goto(url, { waitUntil: 'commit' });
    return this.page.evaluate('firstUsable');
  }

  /** The main thread's work so far. */
  async work(): Promise<Work> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    const of = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? NaN) * 1000;
    return {
      layout: of('LayoutDuration') + of('RecalcStyleDuration'),
      task: of('TaskDuration'),
    };
  }

  /** What has been done since `before`. */
  async workSince(before: Work): Promise<Work> {
    const { layout, task } = await this.work();
    return { layout: layout - before.layout, task: task - before.task };
  }

  /** Resolves when no request has been under way for a moment, or after some seconds. */
  async quiet(): Promise<void> {
    for (let still = 0, looks = 0; still < 4 && looks < 60; looks += 1) {
      await this.page.waitForTimeout(50);
      still = this.#underWay.size === 0 ? still + 1 : 0;
    }
  }

  /** Bytes in use after a collection, of scripts and of the document, over those of an empty page. */
  async heap(): Promise<number> {
    return (await this.#heapNow()) - this.#emptyHeap;
  }

  async #heapNow(): Promise<number> {
    await this.#cdp.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize } = await this.#cdp.send('Runtime.getHeapUsage');
    return usedSize + embedderHeapUsedSize;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
