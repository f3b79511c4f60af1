/** Several cards of one companion on a page: what one asks keeps no other waiting. */
import { expect } from '@open-wc/testing';
import { disconnected } from '../support/answers.js';
import { create, put, reached } from '../support/card.js';
import { Companion } from '../support/companion.js';

describe('cards of one companion', () => {
  it('ask at once, though a browser lets equal requests through its cache one by one', async () => {
    const companion = await Companion.start({ 'GET /connection': 'hold' });
    const cards = Array.from({ length: 3 }, () => create({ serverUrl: companion.url }));
    await Promise.all(cards.map(put));
    await companion.asked('GET /connection', cards.length);
    const said = (await companion.requests('GET /connection')).map(({ headers }) => headers['cache-control']);
    expect(
      said.filter((value) => value === undefined),
      'content with what the companion knows',
    ).to.have.length(1);
    await companion.says(disconnected());
    await Promise.all(cards.map((card) => reached(card, 'disconnected')));
  });
});
