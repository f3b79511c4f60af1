/**
 * The calls of Leaf's that the companion makes, one method each. Every fact about them that is undocumented or withdrawn
 * is dealt with here, and stops here.
 */
import { createCredentialCalls, type CredentialCalls } from './credentials.js';
import { createOrganizationCalls, type OrganizationCalls } from './organizations.js';
import type { PollBudget } from './poll-budget.js';
import { createLeafService, type LeafService, type LeafSettings } from './service.js';
import { createSignInCalls, type SignInCalls } from './sign-ins.js';

/** Every method throws `ProblemError` with one of the `leaf_…` codes, or `bad_response`. */
export interface LeafCalls extends CredentialCalls, OrganizationCalls, SignInCalls {
  readonly service: LeafService;
}

export function createLeafCalls(settings: LeafSettings, budget: PollBudget): LeafCalls {
  return callsThrough(createLeafService(settings, budget));
}

/** The same calls, however Leaf is asked. */
export function callsThrough(service: LeafService): LeafCalls {
  return {
    service,
    ...createCredentialCalls(service),
    ...createOrganizationCalls(service),
    ...createSignInCalls(service),
  };
}
