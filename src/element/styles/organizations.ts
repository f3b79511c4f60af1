import { css } from 'lit';

/** The rows of organizations, and the box that finds one. */
export const organizationRows = css`
  .organizations {
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.7);
  }
  .organization {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space) calc(var(--_space) * 1.5);
    padding: min(var(--_space) * 1.5, 4%);
  }
  .organization + .organization {
    border-block-start: 1px solid var(--_border);
  }
  .state {
    display: grid;
    place-items: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border: 2px dashed var(--_border);
    border-radius: 50%;
  }
  .is-shared .state {
    border: 0;
    background: color-mix(in srgb, var(--_success) 14%, transparent);
  }
  .is-shared .tick {
    padding: 0.2rem;
    stroke-width: 3;
  }
  .is-shared .badge {
    color: var(--_success);
  }
  .who {
    flex: 99 1 min(8rem, 55%);
  }
  .badge {
    display: block;
  }
  .name {
    font-weight: 600;
    /* A name in Latin letters keeps its full stop at its end, among Arabic texts too. */
    unicode-bidi: plaintext;
  }
  .switch {
    gap: var(--_space);
    padding-inline: 0;
    border-color: transparent;
  }
  .switch::before {
    inline-size: 2.4rem;
    block-size: 1.4rem;
    content: '';
    color: var(--_surface);
    background: radial-gradient(circle at 0.7rem, currentcolor 0.5rem, transparent 0.55rem) var(--_muted);
    border: 1px solid var(--_muted);
    border-radius: 1rem;
  }
  .switch[aria-checked='true']::before {
    color: var(--_on-fill);
    background-color: var(--_fill);
    rotate: 180deg;
  }
  .switch[aria-busy='true']::before {
    opacity: 0.55;
  }
  .no-link {
    flex: 0 1 12rem;
  }
  /* On a line of its own it fills it. */
  .organization .button {
    flex-grow: 1;
  }
`;
