import { css } from 'lit';

/** The card, its rows and its texts; logical properties, so that it reads in either direction. */
export const layout = css`
  * {
    box-sizing: border-box;
  }
  .card,
  .body,
  .shared,
  .steps,
  .question,
  .find,
  .skeleton {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space);
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .stack > *,
  .stack::after {
    grid-area: 1 / 1;
    align-content: start;
  }
  .stack::after {
    content: attr(data-next);
  }
  .ghost,
  .stack::after {
    visibility: hidden;
  }
  .card {
    gap: calc(var(--_space) * 2);
    padding: min(var(--_space) * 3, 5%);
    line-height: 1.5;
    color: var(--_text);
    white-space: normal;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  /* Beside something else, words stay whole as long as there is a line that holds them. */
  .status > div,
  .shared span,
  .who,
  figcaption {
    max-inline-size: 100%;
    overflow-wrap: break-word;
  }
  h2,
  h3,
  p,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }
  ::slotted(p) {
    margin-block: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space) calc(var(--_space) * 2);
  }
  h2 {
    font-size: 1.05em;
    font-weight: 600;
    color: var(--_muted);
  }
  h3 {
    font-size: min(1.3em, 11vi);
    line-height: 1.3;
    text-wrap: balance;
  }
  .bridge {
    max-inline-size: 100%;
    display: flex;
    align-items: center;
  }
  .tile {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    overflow: hidden;
    font-weight: 700;
    background: color-mix(in srgb, var(--_accent) 10%, var(--_surface));
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.7);
  }
  .tile img,
  ::slotted([slot='logo']) {
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
  }
  .line {
    inline-size: 1.75rem;
    border-block-start: 2px dotted var(--_muted);
  }
  .good .line {
    border-block-start: 2px solid var(--_success);
  }
  svg {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: calc(var(--_space) * 1.5);
  }
  .status > div,
  .shared span {
    flex: 1 1 0;
  }
  .mark {
    margin-block-start: 0.1em;
    padding: 0.2rem;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    color: var(--_on-fill);
    background: var(--_fill);
    border-radius: 50%;
  }
  .mark.good {
    color: var(--_surface);
    background: var(--_success);
  }
  .mark.attention {
    color: var(--_surface);
    background: var(--_warn);
  }
  /* An arrow that points onwards, and a switch that is turned that way. */
  [dir='rtl'] .mark.neutral,
  [dir='rtl'] .switch::before {
    scale: -1 1;
  }
  .letter {
    display: grid;
    place-items: center;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    color: var(--_on-fill);
    background: var(--_fill);
  }
  .body {
    gap: calc(var(--_space) * 1.5);
  }
  .note,
  .label,
  small,
  .badge {
    font-size: 0.9em;
    color: var(--_muted);
  }
  .label {
    font-weight: 600;
    color: var(--_text);
  }
  small {
    display: block;
  }
  .heard {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    white-space: nowrap;
    clip-path: inset(50%);
  }
  .error {
    flex: 1 0 100%;
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_danger);
    border-radius: calc(var(--_radius) * 0.5);
  }
  .shared {
    list-style: none;
  }
  .shared li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .shared svg,
  .tick {
    color: var(--_success);
  }
  .steps {
    padding-inline-start: 1.5em;
  }
  .question {
    padding: calc(var(--_space) * 1.5);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
    border-radius: calc(var(--_radius) * 0.7);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space) calc(var(--_space) * 1.5);
  }
  .quiet {
    justify-content: start;
    text-align: start;
    padding-inline: 0.4rem;
    margin-inline-start: -0.4rem;
  }
  .actions > .question {
    flex: 1 0 100%;
  }
  .actions:not(:has(*)),
  ul:not(:has(*)) {
    display: none;
  }
  .skeleton span {
    visibility: visible;
    block-size: 1rem;
    background: var(--_border);
    border-radius: 0.5rem;
  }
  .skeleton span:last-child {
    inline-size: 60%;
  }
  .history li {
    margin-inline-start: 1.5em;
  }
  time {
    display: block;
  }
  summary {
    padding-block: 0.6rem;
    min-block-size: 44px;
    color: var(--_muted);
    cursor: pointer;
  }
`;
