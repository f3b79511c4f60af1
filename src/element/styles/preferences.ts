import { css } from 'lit';

/** What a person asked their device for: less motion, or colours of their own. */
export const preferences = css`
  @media (prefers-reduced-motion: no-preference) {
    .mark.busy {
      animation: turn 1.6s linear infinite;
    }
    .turned .state {
      animation: arrive 0.6s ease-out;
    }
    button,
    .button {
      transition: border-color 0.15s;
    }
    @keyframes turn {
      to {
        rotate: 1turn;
      }
    }
    @keyframes arrive {
      from {
        scale: 0.2;
        opacity: 0;
      }
      60% {
        scale: 1.25;
      }
    }
  }
  @media (forced-colors: active) {
    svg {
      stroke: CanvasText;
    }
    .switch::before {
      color: Canvas;
      background-color: GrayText;
      forced-color-adjust: none;
    }
    .switch[aria-checked='true']::before {
      color: HighlightText;
      background-color: Highlight;
    }
    .primary {
      border: 2px solid ButtonText;
    }
    .tile,
    .mark {
      border: 1px solid CanvasText;
    }
  }
`;
