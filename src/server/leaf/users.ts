/**
 * Leaf's calls about its users: those whose farms are connected. Documented by Leaf. `PUT users` is not among them and never
 * will be, for it drops every credential that its body does not repeat.
 */
import { demandSuccess, parseJson } from './http.js';
import { User, Users, type LeafUser } from './schemas.js';
import { USERS, type LeafService } from './service.js';
import type { Errand } from './upstream.js';

/** The most that Leaf gives at once. */
const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** Whose farm is to be connected, as Leaf is told. */
export interface NewUser {
  /** Of the person or the business. */
  name: string;
  /** Leaf demands one. Documented. */
  email: string;
  /** What the host application calls this user. */
  externalId?: string | undefined;
}

/** What users are found by. How closely Leaf compares is not documented. */
export type UserQuery = { externalId: string } | { email: string } | { name: string };

export interface UserCalls {
  findUsers: (query: UserQuery, errand: Errand) => Promise<LeafUser[]>;
  /** Not safe to repeat: whether Leaf refuses a second user of the same `externalId` is not documented. */
  createUser: (user: NewUser, errand: Errand) => Promise<LeafUser>;
}

export function createUserCalls(leaf: LeafService): UserCalls {
  return {
    async findUsers(query, errand) {
      const all = new Map<string, LeafUser>();
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const search = new URLSearchParams({ ...query, page: String(page), size: String(PAGE_SIZE) });
        const answer = await leaf.ask('GET', `${USERS}?${search.toString()}`, errand);
        demandSuccess(answer);
        const { length, usable } = leaf.read(Users, parseJson(answer) ?? [], errand);
        const before = all.size;
        for (const user of usable) all.set(user.id, user);
        if (length < PAGE_SIZE || all.size === before) break;
      }
      return [...all.values()];
    },

    async createUser(user, errand) {
      const answer = await leaf.ask('POST', USERS, errand, user);
      demandSuccess(answer);
      return leaf.read(User, parseJson(answer), errand);
    },
  };
}
