/** `leaf-jd-connect/server`: the companion, for any host that speaks `Request` and `Response`. */
export { createLeafConnect, type Companion } from './companion.js';
export { ConfigurationError } from './config.js';
export type {
  Authorize,
  AuthorizedUser,
  LeafAccess,
  LeafConnectOptions,
  LeafEvent,
  LogEntry,
  RedisClient,
} from './options.js';
export type { IssuedSession, SessionInput } from './session.js';
