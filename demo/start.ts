/** `npm start`: the whole demo from one command, until it is interrupted. */
import { existsSync } from 'node:fs';
import { FLOWS, type FlowName } from '../src/protocol/vocabulary.js';
import { ConfigurationError } from '../src/server/index.js';
import { PARTS, PORT_VARIABLE, USUAL_PORTS, type Ports } from './addresses.js';
import { isRealWorld, realWorld } from './real-world.js';
import { startDemo, startWorld } from './stack.js';

const EXIT_CONFIGURATION = 78;

function readPorts(environment: NodeJS.ProcessEnv): Ports {
  const ports = { ...USUAL_PORTS };
  const faults: string[] = [];
  for (const part of PARTS) {
    const port = environment[PORT_VARIABLE[part]]?.trim();
    if (!port) continue;
    if (/^\d{1,5}$/.test(port) && Number(port) < 65_536) ports[part] = Number(port);
    else faults.push(`${PORT_VARIABLE[part]} is not a port number`);
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return ports;
}

/** How growers sign in at the simulated John Deere; at the real one, `JD_FLOW` says. */
function readFlow({ DEMO_FLOW }: NodeJS.ProcessEnv): FlowName {
  const wanted = DEMO_FLOW?.trim() || 'one-click';
  const flow = FLOWS.find((name) => name === wanted);
  if (flow === undefined) throw new ConfigurationError([`DEMO_FLOW is not one of ${FLOWS.join(', ')}`]);
  return flow;
}

async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const ports = readPorts(process.env);
  const real = isRealWorld(process.env);
  const demo = real
    ? await startWorld(realWorld(process.env), { ports })
    : await startDemo({ ports, flow: readFlow(process.env) });
  // Ctrl+C may arrive twice, from the terminal and from npm; only the first one counts. Nobody is told of it before it works.
  let closing: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (closing ??= demo.close()));
  console.log(`\n  leaf-jd-connect, with ${real ? 'the real' : 'a simulated'} Leaf and John Deere`);
  console.log(`\n  Open ${demo.siteUrl}\n`);
  console.log('  Ctrl+C stops it.\n');
}

/** What went wrong, and what to do about it. No value of the environment is repeated. */
function cureFor(error: unknown): string {
  if (error instanceof ConfigurationError)
    return `The configuration cannot be used (see .env.example):\n${error.faults.map((fault) => `  ${fault}`).join('\n')}`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    const part = PARTS.find((name) => readPorts(process.env)[name] === error.port) ?? 'site';
    return `Port ${String(error.port)} is taken. Stop what uses it (another \`npm start\`?), or choose another: ${PORT_VARIABLE[part]}=5300 npm start`;
  }
  throw error;
}

start().catch((error: unknown) => {
  console.error(cureFor(error));
  process.exitCode = error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1;
});
