import { css } from 'lit';

/** Buttons, links that look like them, and fields: 44 px at least, with a focus ring that is always seen. */
export const controls = css`
  button,
  .button,
  input {
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: 0.4rem 1rem;
    font: inherit;
    color: var(--_text);
    background: transparent;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.7);
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  input {
    inline-size: 100%;
    border-color: var(--_muted);
  }
  .primary {
    flex: 1 0 auto;
    max-inline-size: 100%;
    color: var(--_on-fill);
    background: var(--_fill);
    border-color: color-mix(in srgb, var(--_fill) 80%, var(--_text));
  }
  .quiet {
    color: var(--_muted);
    border-color: transparent;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  button:hover:enabled,
  .button:hover {
    border-color: currentcolor;
    box-shadow: inset 0 0 0 1px;
  }
  :focus-visible {
    outline: 3px solid var(--_text);
    outline-offset: 2px;
  }
  button:disabled {
    opacity: 0.55;
    cursor: not-allowed;
  }
`;
