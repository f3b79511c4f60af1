/** Writes `docs/reference`. A gap fails it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { REFERENCE } from './markdown.js';
import { referencePages } from './pages.js';

mkdirSync(REFERENCE, { recursive: true });
for (const [name, text] of Object.entries(await referencePages())) writeFileSync(new URL(name, REFERENCE), text);
