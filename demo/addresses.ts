/** Where the parts of the demo live. Separate origins, because that is what a partner's page and its companion are. */

export const PARTS = ['site', 'companion', 'leaf', 'deere'] as const;
export type Part = (typeof PARTS)[number];
export type Ports = Readonly<Record<Part, number>>;

export const USUAL_PORTS: Ports = { site: 4300, companion: 8787, leaf: 4301, deere: 4302 };

/** Any free port for every part. */
export const FREE_PORTS: Ports = { site: 0, companion: 0, leaf: 0, deere: 0 };

/** The variable that moves a part to another port. */
export const PORT_VARIABLE: Readonly<Record<Part, string>> = {
  site: 'DEMO_SITE_PORT',
  companion: 'DEMO_COMPANION_PORT',
  leaf: 'DEMO_LEAF_PORT',
  deere: 'DEMO_DEERE_PORT',
};

/** The site and the companion are bound on 127.0.0.1 and called `localhost`: not one site with the simulator's hosts. */
export function addressOf(boundUrl: string): string {
  return `http://localhost:${new URL(boundUrl).port}`;
}
