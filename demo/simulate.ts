/**
 * `npm run simulator`: the simulated Leaf and John Deere alone, for a server of one's own. Prints the settings that lead
 * there, in the form of an `.env`, and plays until it is interrupted.
 */
import { USUAL_PORTS } from './addresses.js';
import { startSimulator } from './simulator/index.js';

const simulator = await startSimulator({ leafPort: USUAL_PORTS.leaf, deerePort: USUAL_PORTS.deere });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());

console.log(`# A simulation: Leaf and John Deere are played by this program, with accounts that it has just made up.
LEAF_API_URL=${simulator.leafUrl}
LEAF_USERNAME=${simulator.username}
LEAF_PASSWORD=${simulator.password}
LEAF_USER_ID=${await simulator.createLeafUser()}
JD_CLIENT_KEY=${simulator.clientKey}
JD_CLIENT_SECRET=${simulator.clientSecret}
JD_ENVIRONMENT=PRODUCTION
SIGN_IN_ORIGINS=${simulator.deereUrl}
MANAGEMENT_ORIGINS=${simulator.deereUrl}
MESSAGE_ORIGINS=${simulator.leafUrl}
# Ctrl+C stops it.`);
