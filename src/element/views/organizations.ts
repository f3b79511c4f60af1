/** Organizations as rows: name, state, and a link of each one's own. Of a long list a part, and a box to find the rest. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SyncStatus } from '../../protocol/vocabulary.js';
import type { Connection, Organization } from '../../protocol/wire.js';
import { linkOf } from '../organization-links.js';
import { button, note, type Card } from './card.js';
import { tick } from './icons.js';

/** From this many on there is a box to find one. */
const BOX_FROM = 8;
/** Rows that are drawn at first: all of 2,000 take longer than a person should feel. */
const PART = 100;

interface Row {
  readonly organization: Organization;
  readonly shared: boolean;
  /** The name as it is compared with what was typed; not made before something is. */
  plainName?: string;
}

/** How many rows are drawn, of how many, and how many of all are shared. */
type HowMany = Readonly<Record<'shown' | 'all' | 'shared', number>>;

/** The rows of an answer in a language: sorted once, though they are drawn with every key that is typed. */
const sorted = new WeakMap<Connection, { readonly locale: string; readonly rows: readonly Row[] }>();

export function organizations(card: Card, connection: Connection): TemplateResult {
  const { text, memory } = card;
  const { connected, notConnected } = connection.organizations;
  const all = rowsOf(connection, text.locale);
  const filter = all.length < BOX_FROM ? '' : plain(memory.filter);
  const turned = (row: Row): boolean => row.shared && memory.added.has(row.organization.id);
  const fits = (row: Row): boolean => (row.plainName ??= plain(row.organization.name)).includes(filter);
  const found = filter ? all.filter((row) => fits(row) || turned(row)) : all;
  const limit = memory.shown || PART;
  let room = PART;
  // What is shared or has just turned is shown before the rest of its neighbours, as long as that is a part and no more.
  const drawn = found.filter(
    (row, index) => index < limit || (memory.added.size <= PART && turned(row)) || (row.shared && room-- > 0),
  );
  const howMany = { shown: drawn.length, all: all.length, shared: connected.length };
  const allFetched = card.host.selectOrganizations && card.flow.extras.dataSync === 'ALL';
  return html`${allFetched ? note(text('syncAll')) : nothing} ${all.length < BOX_FROM ? nothing : box(card, howMany)}
    <ul part="organizations" class="organizations" role="list" aria-label=${text('organizationsLabel')}>
      ${drawn.map((entry) => row(card, entry, turned(entry)))}
    </ul>
    ${drawn.length < found.length ? more(card, limit) : nothing}
    ${notConnected.length > 1 ? note(text('oneVisit')) : nothing}`;
}

/** Rows are ordered by name, so that one that turns stays where it was pressed. */
function rowsOf(connection: Connection, locale: string): readonly Row[] {
  const known = sorted.get(connection);
  if (known?.locale === locale) return known.rows;
  const { connected, notConnected } = connection.organizations;
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const rows = [connected, notConnected]
    .flatMap((list) => list.map((organization) => ({ organization, shared: list === connected })))
    .sort((one, other) => compare(one.organization.name, other.organization.name));
  sorted.set(connection, { locale, rows });
  return rows;
}

/** Letters without case and accents: nobody types them to find something. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function box(card: Card, howMany: HowMany): TemplateResult {
  const { memory, text } = card;
  const find = (filter: string): void => {
    memory.find(filter);
    card.host.requestUpdate();
  };
  const found = text(howMany.shown ? 'howMany' : 'noneFound', howMany);
  // Said while somebody types, and not of a list that is only there.
  memory.found = memory.filter && found;
  return html`<div class="find">
    <label class="label" for="filter">${text('find')}</label>
    <input
      id="filter"
      type="search"
      aria-describedby="found"
      .value=${memory.filter}
      @input=${({ currentTarget }: Event) => find((currentTarget as HTMLInputElement).value)}
      @keydown=${({ key }: KeyboardEvent) => {
        // Not every browser does so by itself.
        if (key === 'Escape') find('');
      }}
    />
    <span class="note" id="found">${found}</span>
    ${
      howMany.shown
        ? nothing
        : button(card, 'showAll', ({ currentTarget }) => {
            (currentTarget as Element).parentElement?.querySelector('input')?.focus();
            find('');
          })
    }
  </div>`;
}

/** The focus goes to the last row of the part, so that the next one is a new one. */
function more(card: Card, limit: number): TemplateResult {
  const { memory } = card;
  return button(card, 'showMore', ({ currentTarget }) => {
    (currentTarget as Element).previousElementSibling?.children[limit - 1]?.querySelector('a')?.focus();
    memory.find(memory.filter, limit * 2);
    card.host.requestUpdate();
  });
}

function row(card: Card, { organization, shared }: Row, turned: boolean): TemplateResult {
  const { text, flow, host } = card;
  const status = host.selectOrganizations && shared ? flow.extras.statusOf(organization.id) : undefined;
  const barred = status === 'BLOCKED';
  const good = shared && !barred;
  return html`<li part="organization" class="organization ${good ? 'is-shared' : ''} ${turned ? 'turned' : ''}">
    <span class="state">${good ? tick() : nothing}</span>
    <span class="who">
      <span part="organization-name" class="name">${organization.name}</span>
      <span class="badge">${text(barred ? 'syncBlocked' : shared ? 'shared' : 'notShared')}</span>
    </span>
    ${status && !barred ? sync(card, organization, status) : nothing} ${link(card, organization, shared)}
  </li>`;
}

/** Whether everything of it is fetched, or only its name. */
function sync({ flow, text }: Card, { id, name }: Organization, status: SyncStatus): TemplateResult {
  const { extras } = flow;
  return html`<button
    id="sync-${id}"
    part="organization-switch"
    class="switch"
    type="button"
    role="switch"
    aria-checked=${status === 'SELECTED'}
    aria-busy=${extras.isPending(id)}
    aria-label="${text('sync')} ${name}"
    ?disabled=${!flow.may('organizations')}
    @click=${() => extras.turn(id)}
  >
    ${text('sync')}
  </button>`;
}

function link(card: Card, organization: Organization, shared: boolean): TemplateResult {
  const { text, flow } = card;
  const href = linkOf(organization, flow.serverUrl);
  if (href === null) return html`<span class="note no-link">${text('noLink')}</span>`;
  return html`<a
    id="link-${organization.id}"
    part="organization-link"
    class="button secondary"
    href=${href}
    target="_blank"
    rel="noreferrer"
    aria-label=${text(shared ? 'manageNamed' : 'shareNamed', { name: organization.name })}
    @click=${() => flow.manage()}
    >${text(shared ? 'manage' : 'share')}</a
  >`;
}
