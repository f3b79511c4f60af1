/** One Leaf user for each user of the host application, however often and from however many requests it is asked for. */
import type { LeafUser } from '../leaf/schemas.js';
import type { Errand } from '../leaf/upstream.js';
import type { NewUser, UserCalls } from '../leaf/users.js';

type Wanted = Required<NewUser> & { externalId: string };

/** Nobody waits for one who began more than `patienceMs` ago: a host may abandon a request in the middle. */
export function createEnsureUser({ findUsers, createUser }: UserCalls, patienceMs: number) {
  const underway = new Map<string, { since: number; user: Promise<LeafUser> }>();

  async function find(externalId: string, errand: Errand): Promise<LeafUser | undefined> {
    const found = await findUsers({ externalId }, errand);
    // Leaf may compare loosely; somebody else's farm is no answer.
    return found.find((user) => user.externalId === externalId);
  }

  async function ensure(wanted: Wanted, errand: Errand): Promise<LeafUser> {
    const found = await find(wanted.externalId, errand);
    if (found !== undefined) return found;
    try {
      return await createUser(wanted, errand);
    } catch (error) {
      // Another process may have been first, or Leaf has made it and could not say so.
      const made = await find(wanted.externalId, errand).catch(() => undefined);
      if (made === undefined) throw error;
      return made;
    }
  }

  return (wanted: Wanted, errand: Errand): Promise<LeafUser> => {
    const { externalId } = wanted;
    const known = underway.get(externalId);
    if (known !== undefined && performance.now() < known.since + patienceMs) return known.user;
    const entry = { since: performance.now(), user: ensure(wanted, errand) };
    const over = () => {
      if (underway.get(externalId) === entry) underway.delete(externalId);
    };
    underway.set(externalId, entry);
    entry.user.then(over, over);
    return entry.user;
  };
}
