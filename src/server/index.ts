/** `leaf-jd-connect/server`: the companion, for any host that speaks `Request` and `Response`. */
export { createLeafConnect, type Companion } from './companion.js';
export { ConfigurationError } from './config.js';
export { createLeafClient } from './leaf-client/client.js';
export { LeafError, type LeafErrorCode } from './leaf-client/errors.js';
export type { ApplicationKeys, LeafClient, LeafCredential, SyncedOrganization } from './leaf-client/interface.js';
export type { LeafUser } from './leaf/schemas.js';
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
