/** The demo's Leaf and John Deere, in a process of their own. Every answer of Leaf's takes as long as that of the others here. */
import { startSimulator } from '../../../demo/simulator/index.js';
import { answerStarter } from './parts.js';
import { LEAF_MS } from './servers.js';

const simulator = await startSimulator();
simulator.scenario.set({ delayMs: LEAF_MS });
const token = async (): Promise<string> => {
  const { username, password, leafUrl } = simulator;
  const body = JSON.stringify({ username, password, rememberMe: 'true' });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${leafUrl}/api/authenticate`, { method: 'POST', headers, body });
  return ((await answer.json()) as { id_token: string }).id_token;
};

answerStarter({
  settings: async () => ({
    LEAF_API_URL: simulator.leafUrl,
    LEAF_TOKEN: await token(),
    JD_CLIENT_KEY: simulator.clientKey,
    JD_CLIENT_SECRET: simulator.clientSecret,
    SIGN_IN_ORIGINS: simulator.deereUrl,
  }),
  newUser: () => simulator.createLeafUser(),
});
process.on('SIGTERM', () => void simulator.close().then(() => process.exit()));
