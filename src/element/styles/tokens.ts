import { css } from 'lit';

/**
 * What is drawn on the accent is black or white, whichever is read better there: that is black from a relative luminance
 * of 0.179 on, which is `y` in `xyz`, and never less than 4.58:1. Where a browser cannot compute it, what would be filled
 * with the accent is filled with the colour of the text: too old to know is no reason to be unreadable.
 *
 * Colours are named by role. Light values stand first for browsers without `light-dark()`; with it the card follows the
 * page's own `color-scheme`, which is set on the host only when the author sets `theme`.
 *
 * @cssprop --leaf-accent - Buttons and marks; any opaque colour.
 * @cssprop --leaf-on-accent - Text on the accent; unset, black or white, whichever is read better.
 * @cssprop --leaf-surface - The card.
 * @cssprop --leaf-text - Text.
 * @cssprop --leaf-muted - Notes.
 * @cssprop --leaf-border - Lines.
 * @cssprop --leaf-danger - What went wrong.
 * @cssprop --leaf-success - What is shared.
 * @cssprop --leaf-radius - Corners.
 * @cssprop --leaf-font - Font family; the page's own by default.
 * @cssprop --leaf-space - The unit of all distances.
 */
export const tokens = css`
  :host {
    --_accent: var(--leaf-accent, #1d6b43);
    --_fill: var(--_text);
    --_on-fill: var(--_surface);
    --_surface: var(--leaf-surface, #fff);
    --_text: var(--leaf-text, #17211b);
    --_muted: var(--leaf-muted, #566159);
    --_border: var(--leaf-border, #d5dcd6);
    --_danger: var(--leaf-danger, #a8321f);
    --_success: var(--leaf-success, #1d6b43);
    --_warn: #8a5a00;
    --_radius: var(--leaf-radius, 0.9rem);
    --_space: var(--leaf-space, 0.5rem);
    display: block;
    max-inline-size: 34rem;
    font-family: var(--leaf-font, inherit);
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_accent: var(--leaf-accent, light-dark(#1d6b43, #7fd3a3));
      --_surface: var(--leaf-surface, light-dark(#fff, #18201b));
      --_text: var(--leaf-text, light-dark(#17211b, #e9efea));
      --_muted: var(--leaf-muted, light-dark(#566159, #a9b6ad));
      --_border: var(--leaf-border, light-dark(#d5dcd6, #37423a));
      --_danger: var(--leaf-danger, light-dark(#a8321f, #ff9d8a));
      --_success: var(--leaf-success, light-dark(#1d6b43, #7fd3a3));
      --_warn: light-dark(#8a5a00, #f0c060);
    }
  }
  @supports (color: color(from light-dark(red, red) xyz x y z)) {
    :host {
      --_fill: var(--_accent);
      --_on-fill: var(
        --leaf-on-accent,
        color(from var(--_accent) xyz calc(1e9 * (0.179 - y)) calc(1e9 * (0.179 - y)) calc(1e9 * (0.179 - y)))
      );
    }
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
`;
