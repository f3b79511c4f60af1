import { css } from 'lit';

/** The link for another device, and its picture. */
export const handOver = css`
  [part='link-panel'],
  .address {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .address {
    flex: 1 0 100%;
  }
  .address input {
    flex: 1 1 10rem;
  }
  .qr {
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    margin: 0;
  }
  .qr svg {
    inline-size: 13rem;
    max-inline-size: 100%;
    block-size: auto;
    background: #fff;
    border-radius: calc(var(--_radius) * 0.5);
    forced-color-adjust: none;
  }
  .qr path {
    fill: #000;
    stroke: none;
    shape-rendering: crispedges;
  }
  .qr figcaption {
    flex: 1 1 8rem;
  }
`;
