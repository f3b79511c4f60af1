/** One row's stay in one browser: a page of its own kind, a visitor nobody has seen before, and no window left over. */
import { Card } from './card.js';
import type { Engine, WindowId } from './engines/engine.js';
import { SignInWindow } from './sign-in-window.js';
import { eventually, View } from './view.js';
import { pathOf, type Embedding, type Visitor } from './world/card-pages.js';
import type { World } from './world/world.js';

type Query = Readonly<Record<string, string | undefined>>;

export interface Frame {
  /** Of the page around the frame. */
  readonly coop?: string;
  /** The frame's sandbox, if it has one. */
  readonly sandbox?: string;
}

export class Visit {
  readonly cards: Card[] = [];
  /** How long the card took to be right after the page was looked at again, in milliseconds. */
  readonly returns: number[] = [];

  private constructor(
    readonly engine: Engine,
    readonly world: World,
    readonly visitor: Visitor,
    readonly main: WindowId,
  ) {}

  /** Closes what the last row left open, and puts the world back. */
  static async begin(engine: Engine, main: WindowId, world: World): Promise<Visit> {
    world.reset();
    const leftOver = (await engine.windows()).filter((window) => window !== main);
    for (const window of leftOver) await engine.closeWindow(window).catch(() => undefined);
    await engine.goto(main, address(world.raw.home, '/page', {}));
    await new View(engine, main).focus();
    return new Visit(engine, world, await world.newVisitor(), main);
  }

  /** Opens a page with the element. */
  async card(embedding: Embedding = {}): Promise<Card> {
    await this.engine.goto(this.main, this.cardUrl(embedding));
    return this.#cardIn(false);
  }

  /** Opens a page of another site that frames a page with the element. */
  async framedCard(frame: Frame, embedding: Embedding = {}): Promise<Card> {
    const query = { ...frame, src: this.cardUrl(embedding) };
    await this.engine.goto(this.main, address(this.world.raw.away, '/frame', query));
    return this.#cardIn(true);
  }

  /** Opens a page of the demo's failure lab. */
  async labCard(id: string): Promise<Card> {
    await this.engine.goto(this.main, `${this.world.demo.siteUrl}/lab/${id}`);
    const framed = await new View(this.engine, this.main).run(() => document.querySelector('iframe') !== null);
    const card = new Card(this.engine, this.main, framed, () => [this.main]);
    await card.until('the card is not there', () => document.querySelector('leaf-jd-connect')?.state);
    return card;
  }

  addReturn(milliseconds: number | undefined): void {
    if (milliseconds !== undefined) this.returns.push(milliseconds);
  }

  cardUrl(embedding: Embedding): string {
    return this.world.demo.siteUrl + pathOf(this.visitor, embedding);
  }

  /** Opens a page without the element. */
  async page(path: string, query: Query = {}): Promise<View> {
    await this.engine.goto(this.main, address(this.world.raw.home, path, query));
    return new View(this.engine, this.main);
  }

  /** Opens a page without the element in a frame. */
  async framedPage(frame: Query & { at: 'home' | 'away' }, path: string, query: Query = {}): Promise<View> {
    const { raw } = this.world;
    const { at, ...rest } = frame;
    await this.engine.goto(this.main, address(raw[at], '/frame', { ...rest, src: address(raw.home, path, query) }));
    const view = new View(this.engine, this.main, true);
    await view.until(
      'the frame does not load',
      () => document.readyState === 'complete' && location.href !== 'about:blank',
    );
    return view;
  }

  home(path: string, query: Query = {}): string {
    return address(this.world.raw.home, path, query);
  }

  away(path: string, query: Query = {}): string {
    return address(this.world.raw.away, path, query);
  }

  /** Every window but the page's. */
  async others(): Promise<WindowId[]> {
    return (await this.engine.windows()).filter((window) => window !== this.main);
  }

  /** The only other window, once it is there. */
  async other(): Promise<SignInWindow> {
    const window = await eventually(async () => (await this.others()).at(0));
    if (window === undefined) throw new Error('No other window opened.');
    return new SignInWindow(this.engine, window);
  }

  async #cardIn(inFrame: boolean): Promise<Card> {
    const card = new Card(this.engine, this.main, inFrame, () => [this.main]);
    this.cards.push(card);
    await card.until(
      'the page does not load',
      () => document.readyState === 'complete' && customElements.get('leaf-jd-connect') !== undefined,
    );
    return card;
  }
}

function address(origin: string, path: string, query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${origin}${path}?${new URLSearchParams(given).toString()}`;
}
