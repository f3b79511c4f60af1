/** What the methods of a `LeafClient` can be given. Checked before anybody is asked: most of it ends up in a path of Leaf's. */
import * as z from 'zod';
import { CHOICES, DATA_SYNCS, ENVIRONMENTS } from '../../protocol/vocabulary.js';
import { APP_NAME } from '../config.js';
import { isOrganizationId } from '../leaf/organizations.js';
import { LeafError } from './errors.js';

const text = z.string().min(1);
const environment = z.enum(ENVIRONMENTS);

export const OfUser = z.object({ leafUserId: z.guid() });
export const Application = z.object({ clientKey: text, clientSecret: text, environment });
export const NewCredential = Application.extend({ refreshToken: text });
export const StoredKeys = z.object({ appName: z.string().regex(APP_NAME), environment });
export const Chosen = z.object({
  organizationId: z.string().refine(isOrganizationId, 'is no id of an organization'),
  status: z.enum(CHOICES),
});
export const Configuration = z.object({ dataSync: z.enum(DATA_SYNCS) });
export const NewUser = z.object({ name: text, email: z.email(), externalId: text.optional() });
export const WantedUser = NewUser.required();
export const UserQuery = z.union([
  z.strictObject({ externalId: text }),
  z.strictObject({ email: text }),
  z.strictObject({ name: text }),
]);

/** Throws `bad_request`, which names what is wrong and never what was given: it may be a secret in the wrong place. */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new LeafError({ code: 'bad_request', message: faults.join('; ') });
}
