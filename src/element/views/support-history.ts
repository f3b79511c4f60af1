/** What became of calls to John Deere, for whoever helps the grower. Read when it is opened, and every time anew. */
import { html, type TemplateResult } from 'lit';
import { moment } from '../texts/moment.js';
import { note, type Card } from './card.js';

/** Leaf keeps thirty days of them; the latest say what is wrong. */
const SHOWN_AT_MOST = 50;

export function supportHistory({ flow, text }: Card): TemplateResult {
  const { events, failed, open } = flow.history;
  return html`<details
    class="history"
    ?open=${open}
    @toggle=${({ currentTarget }: Event) => flow.history.toggle((currentTarget as HTMLDetailsElement).open)}
  >
    <summary>${text('history')}</summary>
    ${
      events?.length
        ? html`<ol>
            ${events.slice(0, SHOWN_AT_MOST).map(
              ({ createdDate, statusCode }) =>
                html`<li>
                  <time datetime=${createdDate}>${moment(createdDate, text.locale) ?? createdDate}</time>
                  ${outcome(text, statusCode)}
                </li>`,
            )}
          </ol>`
        : note(text(failed ? 'errorUnknown' : events ? 'noneFound' : 'checking'))
    }
  </details>`;
}

/** The code is for support; the two that a grower can do something about are said in words too. */
function outcome(text: Card['text'], code: number | null): string {
  const words = code === 401 ? text('eventRefused') : code === 403 ? text('missingTitle') : '';
  return `${words} ${code ?? '?'}`;
}
