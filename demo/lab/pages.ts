/** The pages of the failure lab: the list of all situations, one situation, and the page in a situation's frame. */
import { html } from 'hono/html';
import { EVENT_NAMES } from '../../src/protocol/vocabulary.js';
import type { Markup } from '../simulator/pages.js';
import { elementScripts, frameAddress, pageHeaders, tagAttributes, type Addresses } from './embed.js';
import { GROUPS, SITUATIONS } from './situations.js';
import type { Situation, Tool } from './situation.js';
import { hasTrouble } from './world.js';

const TOOLS: Record<Tool, string> = {
  move: 'Move the card',
  're-add': 'Take it out and put it back',
  remount: 'Replace the card',
};

/** What a page is made for: a situation as one visitor sees it. */
export interface Showing {
  readonly situation: Situation;
  readonly addresses: Addresses;
  readonly visitor: string;
}

interface LivePanel {
  readonly switchesUrl: string;
  /** Lines of activity up to this number belong to earlier pages. */
  readonly seen: number;
}

export function listPage(): Markup {
  return frameOf(
    'Failure lab',
    html`<link rel="stylesheet" href="/lab/lab.css" />`,
    html`<main class="page">
      <header>
        <p class="kicker"><a href="/">leaf-jd-connect demo</a></p>
        <h1>The failure lab</h1>
        <p class="lead">
          Everything that can go wrong around the card, each with a link of its own. The card is the real one, and so
          are the sockets, headers, frames and windows; only Leaf and John&nbsp;Deere are played.
        </p>
        <p class="muted">Opening this page has put the simulated world back: nothing misbehaves until you choose.</p>
      </header>
      ${GROUPS.map(
        ({ title, about, situations }) =>
          html`<section>
            <h2>${title}</h2>
            <p>${about}</p>
            <ul class="situations">
              ${situations.map(
                (situation) =>
                  html`<li>
                    <a href="/lab/${situation.id}">${situation.title}</a>
                    <p>${withCode(situation.story)}</p>
                  </li>`,
              )}
            </ul>
          </section>`,
      )}
    </main>`,
  );
}

export function situationPage(showing: Showing, panel: LivePanel): Markup {
  const { situation, addresses, visitor } = showing;
  const { embedding, id, title } = situation;
  const frame = embedding?.frame;
  const sandbox = frame?.sandbox === undefined ? '' : html` sandbox="${frame.sandbox}"`;
  const address = frameAddress(situation, addresses, visitor);
  return frameOf(
    title,
    html`<link rel="stylesheet" href="/lab/lab.css" />
      <script src="/lab/panel.js" data-situation="${id}" data-seen="${panel.seen}"></script>
      ${frame ? '' : cardScripts(showing)}`,
    html`<main class="lab">
      ${storyPanel(situation, addresses.siteUrl)}
      <section class="partner" aria-label="The partner’s page">
        <p class="masthead">
          <span class="wordmark">Fieldbook</span> <span class="muted">Settings / Connections</span>
        </p>
        <div class="place" id="place">
          ${
            frame
              ? html`<iframe id="frame" title="Fieldbook’s page, in a frame" src="${address}" ${sandbox}></iframe>`
              : Array.from({ length: embedding?.cards ?? 1 }, () => card(situation, addresses.companionUrl))
          }
        </div>
        ${embedding?.tool === 'move' ? html`<div class="place" id="other-place"></div>` : ''}
      </section>
      ${livePanel(showing, panel.switchesUrl)}
    </main>`,
  );
}

/** The page in the frame holds the card and nothing else. */
export function framedPage(showing: Showing): Markup {
  const { situation, addresses, visitor } = showing;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${situation.title}: the page in the frame</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/site.css" />
        <link rel="stylesheet" href="/lab/lab.css" />
        ${cardScripts(showing)}
      </head>
      <body class="framed">
        ${card(situation, addresses.companionUrl, `?visitor=${visitor}`)}
      </body>
    </html>`;
}

function frameOf(title: string, head: Markup, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en" data-world="simulated">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · failure lab (demo)</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/site.css" />
        ${head}
      </head>
      <body>
        <header>
          <p class="notice">
            <strong>A simulation.</strong> Fieldbook is invented; Leaf and John Deere are played by programs on this
            machine.
          </p>
        </header>
        ${body}
      </body>
    </html>`;
}

/** The recorder listens before the element is defined, so that it misses nothing. */
function cardScripts({ situation, addresses, visitor }: Showing): Markup {
  const { plays, tool } = situation.embedding ?? {};
  return html`${plays ? html`<script src="/lab/played.js" data-plays="${plays}" defer></script>` : ''}
    <script
      src="/lab/recorder.js"
      data-events="${EVENT_NAMES.join(' ')}"
      data-panel="${addresses.siteUrl}"
      data-visit="${visitor}/${situation.id}"
      defer
    ></script>
    ${elementScripts(situation).map((address) => html`<script src="${address}" defer></script>`)}
    ${tool ? html`<script src="/lab/tools.js" defer></script>` : ''}`;
}

function card(situation: Situation, companionUrl: string, query?: string): Markup {
  const attributes = Object.entries(tagAttributes(situation, companionUrl, query)).map(([name, value]) =>
    value === '' ? html` ${name}` : html` ${name}="${value}"`,
  );
  return html`<leaf-jd-connect${attributes}>
    <p>Fieldbook compares your plan with what your machines recorded.</p>
  </leaf-jd-connect>`;
}

function storyPanel(situation: Situation, siteUrl: string): Markup {
  const at = SITUATIONS.indexOf(situation);
  const [before, after] = [SITUATIONS[at - 1], SITUATIONS[at + 1]];
  const group = GROUPS.find(({ situations }) => situations.includes(situation));
  // Absolute, for one situation is on another origin.
  const link = (to: Situation | undefined, words: string) =>
    to ? html`<a href="${siteUrl}/lab/${to.id}" title="${to.title}">${words}</a>` : '';
  return html`<section class="panel story">
    <nav class="row" aria-label="Situations">
      <a href="${siteUrl}/lab">All situations</a>
      <span>${link(before, '← Previous')} ${link(after, 'Next →')}</span>
    </nav>
    <p class="kicker">Failure lab: ${group?.title}</p>
    <h1>${situation.title}</h1>
    <p>${withCode(situation.story)}</p>
    <dl>
      <dt>Try this</dt>
      <dd>${withCode(situation.try)}</dd>
      <dt>You should see</dt>
      <dd>${withCode(situation.expect)}</dd>
    </dl>
  </section>`;
}

function livePanel({ situation, addresses }: Showing, switchesUrl: string): Markup {
  const { id, switches, embedding } = situation;
  const broken = situation.begins !== 'well';
  return html`<aside class="panel live" aria-labelledby="live">
    <h2 id="live">What goes on</h2>
    <p class="muted">This panel belongs to the demo, not to the element.</p>
    <p class="notice-inline" id="elsewhere" hidden>
      Another page has put the simulated world into another state. <a href="">Reload this one</a> to have it back.
    </p>
    <div class="row buttons">
      ${
        hasTrouble(situation)
          ? html`<button class="button" id="trouble" type="button" data-broken="${String(broken)}">
              ${broken ? 'Put it right' : 'Break it'}
            </button>`
          : ''
      }
      ${
        embedding?.tool
          ? html`<button class="button" id="${embedding.tool}" type="button">${TOOLS[embedding.tool]}</button>`
          : ''
      }
      <form id="start-over" method="post" action="/lab/${id}/start-over">
        <button class="button quiet" title="A new visitor, and fresh test accounts">Start over</button>
      </form>
    </div>
    ${
      switches
        ? html`<p class="muted">
            Switches: ${Object.entries(switches).map(([name, value]) => html`<code>${name}=${String(value)}</code> `)}
            (<a href="${switchesUrl}" target="_blank">all of them</a>)
          </p>`
        : ''
    }
    <p class="state">state of the card: <output id="state">not defined yet</output></p>
    <p class="support" id="support" hidden>
      Support code <mark></mark>: the same on the card, in the event, and in the companion’s log. With it, whoever is
      called finds the line.
    </p>
    <h3 id="events">Events of the card</h3>
    <div class="log" role="log" aria-labelledby="events" tabindex="0"><ol id="log"></ol></div>
    <h3 id="requests">The companion’s log</h3>
    <div class="log" role="log" aria-labelledby="requests" tabindex="0"><ol id="companion"></ol></div>
    <details>
      <summary>How this page embeds the card</summary>
      <pre><code>${embeddingText(situation, addresses)}</code></pre>
    </details>
  </aside>`;
}

/** For the page's developer: what this very page was sent with. */
function embeddingText(situation: Situation, addresses: Addresses): string {
  const headers = Object.entries(pageHeaders(situation, addresses)).map(([name, value]) => `${name}: ${value}`);
  const attributes = Object.entries(tagAttributes(situation, addresses.companionUrl)).map(
    ([name, value]) => `\n  ${name}${value && `="${value}"`}`,
  );
  const { frame } = situation.embedding ?? {};
  const sandbox = frame?.sandbox === undefined ? '' : ` sandbox="${frame.sandbox}"`;
  return [
    ...headers,
    '',
    ...(frame
      ? [`<iframe src="${frameAddress(situation, addresses, '…')}"${sandbox}></iframe>`, '', 'In the frame:']
      : []),
    ...elementScripts(situation).map((address) => `<script src="${address}" defer></script>`),
    `<leaf-jd-connect${attributes.join('')}></leaf-jd-connect>`,
  ].join('\n');
}

/** Backticks are code; everything else is text. */
function withCode(text: string): (string | Markup)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
