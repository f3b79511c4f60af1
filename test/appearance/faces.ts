/** Every face that the card can show: what leads there, as a person gets there. */
import { en } from '../../src/element/texts/en.js';
import type { ElementState } from '../../src/protocol/vocabulary.js';
import { connected, disconnected, nothingShared, organization, problem, unauthenticated } from '../support/answers.js';
import type { Script } from '../support/scripted-companion.js';
import { ORIGIN, type Setting, type Visit } from './stage.js';

export interface Face extends Setting {
  readonly state: ElementState;
  /** What has to be done there, once the state that the companion's first answer leads to is reached. */
  readonly lead?: (visit: Visit) => Promise<unknown>;
}

const COMPANY = 'company-name="Fieldbook"';
const OFFERS = `${COMPANY} hosted-link="start" allow-disconnect`;

const NAMES = [
  'Lindqvist Home Farm',
  'Quinta da Ribeira',
  'Ölmühle Südhang Betriebsgesellschaft',
  'River Bend Ag',
  'Hilltop Farms',
  'Fazenda São João',
  'North Forty',
  'Three Creeks Land & Cattle Company',
];
const FARMS = NAMES.map((name) => organization(name));
const [HOME, QUINTA, MILL, RIVER, HILLTOP] = FARMS as [Farm, Farm, Farm, Farm, Farm];
type Farm = (typeof FARMS)[number];
const TWO = { connected: [HOME], notConnected: [QUINTA] };
const MANY = connected({ organizations: { connected: FARMS.slice(0, 4), notConnected: FARMS.slice(4) } });

const EVENTS = [
  { id: '1', createdDate: '2026-11-02T08:00:00.000Z', statusCode: 200 },
  { id: '2', createdDate: '2026-11-01T08:00:00.000Z', statusCode: 401 },
  { id: '3', createdDate: '2026-10-31T08:00:00.000Z', statusCode: 503 },
];

export const FACES = {
  loading: { state: 'loading', attributes: OFFERS, script: { 'GET /connection': 'hold' } },
  disconnected: { state: 'disconnected', attributes: OFFERS },
  'disconnected, white label': {
    state: 'disconnected',
    attributes: `${COMPANY} heading="Bring in your machine data" disabled`,
    content: '<p>Fieldbook compares your plan with the field.</p><p slot="help">Questions? Call us.</p>',
  },
  'ended elsewhere': {
    state: 'disconnected',
    attributes: OFFERS,
    script: first(connected({ organizations: TWO })),
    lead: (visit) => visit.says(disconnected()),
  },
  connecting: { state: 'connecting', attributes: OFFERS, lead: (visit) => openWindow(visit) },
  confirming: {
    state: 'connecting',
    attributes: OFFERS,
    script: first(disconnected({ messageOrigins: [ORIGIN] })),
    lead: async (visit) => {
      const window = await openWindow(visit);
      await window.evaluate(
        ([home, quinta]) => {
          const message = { status: 'CREDENTIAL_ASSIGNED', connectedOrganizations: [home, quinta] };
          (opener as Window).postMessage(message, '*');
        },
        [HOME, QUINTA],
      );
      await visit.card.locator('[part~=organization]').first().waitFor();
    },
  },
  blocked: { state: 'blocked', attributes: OFFERS, lead: blockWindow },
  'blocked in a frame': { state: 'blocked', attributes: OFFERS, framed: true, lead: blockWindow },
  unfinished: {
    state: 'unfinished',
    attributes: OFFERS,
    lead: async (visit) => {
      const window = await openWindow(visit);
      await window.close();
      await visit.comeBack();
    },
  },
  'hand-over': {
    state: 'connecting',
    attributes: OFFERS,
    lead: async (visit) => {
      await visit.press(en.sendLink);
      await visit.card.locator('#link').waitFor();
    },
  },
  'no organizations': {
    state: 'no-organizations',
    attributes: OFFERS,
    script: first(nothingShared({ organizations: { connected: [], notConnected: [HOME, QUINTA, MILL] } })),
  },
  'second step': {
    state: 'no-organizations',
    attributes: OFFERS,
    lead: async (visit) => {
      await openWindow(visit);
      await visit.says(nothingShared({ organizations: { connected: [], notConnected: [HOME, QUINTA] } }));
    },
  },
  'no organization at all': {
    state: 'no-organizations',
    attributes: OFFERS,
    script: first(nothingShared({ environment: 'STAGE', organizations: { connected: [], notConnected: [] } })),
  },
  connected: { state: 'connected', attributes: OFFERS, script: first(connected({ organizations: TWO })) },
  'are these yours': {
    state: 'connected',
    attributes: OFFERS,
    lead: async (visit) => {
      await openWindow(visit);
      await visit.says(connected({ organizations: TWO }));
    },
  },
  'just shared': {
    state: 'connected',
    attributes: COMPANY,
    script: first(connected({ organizations: TWO })),
    lead: (visit) => visit.says(connected({ organizations: { connected: [HOME, QUINTA], notConnected: [] } })),
  },
  'many organizations': { state: 'connected', attributes: OFFERS, script: first(MANY) },
  'nothing found': {
    state: 'connected',
    attributes: OFFERS,
    script: first(MANY),
    lead: (visit) => visit.card.locator('#filter').fill('zebra'),
  },
  switches: {
    state: 'connected',
    attributes: `${COMPANY} select-organizations show-data`,
    script: first(
      connected({
        organizations: {
          connected: [
            { ...HOME, sync: 'SELECTED' },
            { ...QUINTA, sync: 'PREVIEW' },
            { ...MILL, sync: 'BLOCKED' },
          ],
          notConnected: [],
        },
        dataSync: 'ALL',
        data: { growers: 1, farms: 3, fields: 42, syncedAt: null },
      }),
    ),
  },
  'rows without links': {
    state: 'connected',
    attributes: COMPANY,
    script: first(
      connected({
        organizations: {
          connected: [organization('Lindqvist Home Farm', null)],
          notConnected: [organization('Quinta da Ribeira', null)],
        },
      }),
    ),
  },
  'John Deere away': {
    state: 'connected',
    attributes: OFFERS,
    script: first(connected({ organizations: TWO, health: 'temporarily_unavailable' })),
  },
  'disconnect question': {
    state: 'connected',
    attributes: OFFERS,
    script: first(connected({ organizations: TWO, grantUrl: 'https://connections.example/manage' })),
    lead: (visit) => visit.press(en.disconnect),
  },
  'details for support': {
    state: 'connected',
    attributes: COMPANY,
    script: { ...first(connected({ organizations: TWO })), 'GET /events': { json: EVENTS } },
    lead: async (visit) => {
      await visit.press(en.history);
      await visit.card.locator('time').first().waitFor();
    },
  },
  'sign in again': {
    state: 'attention',
    attributes: OFFERS,
    script: first(unauthenticated({ organizations: TWO })),
  },
  'missing permission': {
    state: 'attention',
    attributes: OFFERS,
    script: first(
      connected({
        state: 'attention',
        health: 'missing_permission',
        organizations: { connected: [HOME], notConnected: [RIVER, HILLTOP] },
      }),
    ),
  },
  'error line': {
    state: 'connected',
    attributes: COMPANY,
    script: first(connected({ organizations: TWO })),
    lead: async (visit) => {
      visit.direct({ 'GET /connection': problem('leaf_unavailable') });
      await visit.refresh();
      await visit.card.locator('[part~=error]').waitFor();
    },
  },
  offline: {
    state: 'connected',
    attributes: COMPANY,
    script: first(connected({ organizations: TWO })),
    lead: async (visit) => {
      await visit.page.context().setOffline(true);
      await visit.card.locator('[part~=error]').waitFor();
    },
  },
  unavailable: {
    state: 'unavailable',
    attributes: COMPANY,
    script: { 'GET /connection': problem('leaf_unavailable') },
  },
  'not set up': { state: 'unavailable', attributes: `${COMPANY} server-url=""` },
} satisfies Readonly<Record<string, Face>>;

/** Leads a card that has just been opened to its face. */
export async function leadTo(face: Face, visit: Visit): Promise<void> {
  if (face.lead) {
    await visit.frame.waitForFunction(() => document.querySelector('leaf-jd-connect')?.state !== 'loading');
    await face.lead(visit);
  }
  await visit.reach(face.state);
}

function first(connection: unknown): Script {
  return { 'GET /connection': { json: connection } };
}

function openWindow(visit: Visit): ReturnType<Visit['opening']> {
  return visit.opening(() => visit.press(en.connect));
}

/** A stand-in for a popup blocker, which a headless shell has not. */
async function blockWindow(visit: Visit): Promise<void> {
  await visit.frame.evaluate(() => (window.open = () => null));
  await visit.press(en.connect);
  await visit.card.locator('.qr').waitFor();
}
