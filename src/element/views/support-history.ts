/** What became of calls to John Deere, for whoever helps the grower. Read when it is opened, and every time anew. */
import { html, type TemplateResult } from 'lit';
import type { CredentialEvent } from '../../protocol/wire.js';
import { moment } from '../texts/moment.js';
import type { TextKey } from '../texts/texts.js';
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
                  <time datetime=${createdDate}>${moment(createdDate) ?? createdDate}</time>
                  ${text(meaning(statusCode))} ${statusCode}
                </li>`,
            )}
          </ol>`
        : note(text(failed ? 'errorBusy' : events ? 'historyEmpty' : 'checking'))
    }
  </details>`;
}

function meaning(code: CredentialEvent['statusCode']): TextKey {
  if (code === null) return 'eventUnknown';
  if (code < 300) return 'eventFine';
  if (code === 401) return 'eventRefused';
  if (code === 403) return 'eventMissing';
  return code < 500 ? 'eventUnknown' : 'eventAway';
}
