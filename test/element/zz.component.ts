import { expect } from '@open-wc/testing';
it('x', () => { expect(document.body).to.be.accessible(); expect(1).to.equal(1); fetch('/'); });
