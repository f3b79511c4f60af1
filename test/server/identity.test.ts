import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BODIES, createFixture, healthy, OTHER_USER, PAGE, USER, USER_ROUTES, type Fixture } from './fixture.js';

let at: Fixture;
beforeAll(async () => {
  at = await createFixture();
});
beforeEach(() => healthy(at.leaf));
afterAll(() => at.leaf.close());

/** Everything that left for Leaf, as one text. */
const sent = () => JSON.stringify(at.leaf.calls);

/** A body that names another user besides. */
function withOther(body: string | undefined): string | undefined {
  const other = { leafUserId: OTHER_USER, sub: OTHER_USER, id: OTHER_USER };
  return body && JSON.stringify({ ...(JSON.parse(body) as object), ...other });
}

describe("another user's id", () => {
  it.each(USER_ROUTES)(
    'has no effect on %s %s, be it in the query, the body, a header or a cookie',
    async (method, path) => {
      const response = await at.ask(
        method,
        `${path}?leafUserId=${OTHER_USER}&sub=${OTHER_USER}&include=sync,data`,
        {
          Authorization: `Bearer ${await at.session()}`,
          Origin: PAGE,
          'Content-Type': 'application/json',
          'X-Leaf-User': OTHER_USER,
          'X-User-Id': OTHER_USER,
          Cookie: `leafUserId=${OTHER_USER}`,
        },
        withOther(BODIES[method]),
      );
      expect(response.status).toBeLessThan(300);
      expect(sent()).not.toContain(OTHER_USER);
      for (const { path: upstream } of at.leaf.calls) expect(upstream).toContain(USER);
    },
  );

  it('has no effect on a magic link either', async () => {
    const body = withOther('{"kind":"magic-link"}');
    const headers = { 'X-Leaf-User': OTHER_USER, Cookie: `leafUserId=${OTHER_USER}` };
    expect((await at.askAsPage('POST', `/links?leafUserId=${OTHER_USER}`, headers, body)).status).toBe(201);
    expect(at.leaf.calls.map(({ path }) => path)).toEqual([
      `/services/widgets/api/magic-link/users/${USER}/authentication`,
    ]);
    expect(sent()).not.toContain(OTHER_USER);
  });

  it.each(USER_ROUTES)('leads %s %s nowhere when it is in the path', async (method, path) => {
    for (const other of [`${path}/${OTHER_USER}`, `/${OTHER_USER}${path}`, `${path}/../users/${OTHER_USER}`]) {
      expect((await at.askAsPage(method, other)).status).toBe(404);
    }
    expect(at.leaf.calls).toEqual([]);
  });

  it('has no effect on the window, which starts for the user of its attempt', async () => {
    const path = await at.startPath();
    await at.ask('POST', `${path}?leafUserId=${OTHER_USER}`, {
      'Sec-Fetch-Site': 'same-origin',
      'X-Leaf-User': OTHER_USER,
      Cookie: `leafUserId=${OTHER_USER}`,
    });
    expect(at.leaf.calls).toHaveLength(1);
    expect(sent()).not.toContain(OTHER_USER);
    expect(at.leaf.calls[0]?.path).toContain(`/users/${USER}/`);
  });
});
