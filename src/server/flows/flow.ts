import type { FlowName } from '../../protocol/vocabulary.js';
import type { Attempt } from '../attempt.js';
import type { RequestScope } from '../request-scope.js';

/** A way of signing in at John Deere. The routes know this interface and no flow by name. */
export interface Flow {
  readonly name: FlowName;
  /** The address to send the window to, held against the URL policy. Throws `ProblemError` when there is none. */
  startSignIn(attempt: Attempt, scope: RequestScope): Promise<string>;
}
