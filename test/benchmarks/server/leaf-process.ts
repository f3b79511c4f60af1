/** A Leaf that answers everything in 20 ms, in a process of its own. It remembers calls only while it is told to. */
import { createServer, type ServerResponse } from 'node:http';
import { answerStarter } from './parts.js';
import { kindOf } from './people.js';
import { LEAF_MS, type CallSeen } from './servers.js';

const CREDENTIAL = {
  id: 'credential-1',
  status: 'OK',
  createdTime: '2026-11-01T10:00:00.000000Z',
  clientKey: 'client-key',
  clientSecret: 'john-deere-shared-secret',
  accessToken: 'deere-access-token-value',
  refreshToken: 'deere-refresh-token-value',
};

const organization = (n: number) => ({
  id: String(n),
  name: `Farm ${n}`,
  managementUri: `https://connections.deere.com/connections/app/connections-dialog?orgId=${n}`,
});
const ORGANIZATIONS = Array.from({ length: 5 }, (_, n) => organization(n));

const SIGN_IN = 'https://signin.johndeere.com/oauth2/aus78/v1/authorize?client_id=client-key&state=s';

const connected = new Set<string>();
let down = false;
let calls = 0;
let seen: CallSeen[] | undefined;

const PATH = /\/users\/([^/]+)\/(.*)$/;

interface Answer {
  status: number;
  json?: unknown;
}

function answerTo(leafUserId: string, call: string): Answer {
  if (down) return { status: 503 };
  const kind = connected.has(leafUserId) ? 'connected' : kindOf(leafUserId);
  switch (call) {
    case 'GET john-deere-credentials':
      return kind === 'waiting' ? { status: 404 } : { status: 200, json: CREDENTIAL };
    case 'GET organizations/JohnDeere': {
      const [connectedOrganizations, notConnectedOrganizations] =
        kind === 'connected' ? [ORGANIZATIONS, []] : [[], ORGANIZATIONS];
      return { status: 200, json: { connectedOrganizations, notConnectedOrganizations } };
    }
    case 'POST one-click-integration/JohnDeere':
      return { status: 200, json: { signInUrl: SIGN_IN } };
    case 'POST JohnDeere/organizations/sync':
      return { status: 200, json: [] };
    case 'DELETE john-deere-credentials':
      return { status: 204 };
    default:
      return { status: 404 };
  }
}

function answer(response: ServerResponse, leafUserId: string, call: string): void {
  const { status, json } = answerTo(leafUserId, call);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}

const server = createServer((request, response) => {
  request.resume();
  calls += 1;
  const [, leafUserId = '', path = ''] = PATH.exec(request.url ?? '') ?? [];
  const call = `${request.method ?? ''} ${path}`;
  seen?.push({ at: Date.now(), leafUserId, call });
  setTimeout(answer, LEAF_MS, response, leafUserId, call);
});
// Who closes a connection first is not what is measured here.
server.keepAliveTimeout = 120_000;

answerStarter({
  calls: () => calls,
  watch: () => {
    seen = [];
  },
  seen: () => seen,
  down: (is) => {
    down = is === true;
    return Date.now();
  },
  connect: (leafUserId) => {
    connected.add(String(leafUserId));
    return Date.now();
  },
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit());
