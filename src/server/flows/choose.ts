import type { FlowName } from '../../protocol/vocabulary.js';
import type { Config } from '../config.js';
import type { LeafCalls } from '../leaf/calls.js';
import { createAuthorizationCode } from './authorization-code.js';
import type { Flow } from './flow.js';
import { createOneClick } from './one-click.js';
import { createProviderConnections } from './provider-connections.js';

const FLOW: Record<FlowName, (config: Config, leaf: LeafCalls) => Flow> = {
  'one-click': createOneClick,
  'authorization-code': createAuthorizationCode,
  'provider-connections': createProviderConnections,
};

/** The flow that the configuration names. */
export function createFlow(config: Config, leaf: LeafCalls): Flow {
  return FLOW[config.flow](config, leaf);
}
