/** All pictures at a glance: faces in rows, views in columns. */
import { format, resolveConfig } from 'prettier';
import { FACES } from './faces.js';
import { fileName, VIEW_NAMES } from './views.js';

export const GALLERY = new URL('../../docs/gallery.md', import.meta.url);

export async function galleryText(): Promise<string> {
  const rows = Object.keys(FACES).map((face) => {
    const pictures = VIEW_NAMES.map(
      (view) => `<img src="../test/appearance/pictures/${fileName(face, view)}" alt="${face}, ${view}" width="240">`,
    );
    return `| ${[`**${face}**`, ...pictures].join(' | ')} |`;
  });
  const text = `# Gallery

Every face of the card: on light and on dark, from right to left, and on a phone of 320 px. These are the pictures that
\`npm test\` holds the card against; none is drawn by hand. \`npm run pictures -- --update\` takes them anew and writes this
page. What the card shows is played by a simulated companion.

| face | ${VIEW_NAMES.join(' | ')} |
| --- |${' --- |'.repeat(VIEW_NAMES.length)}
${rows.join('\n')}
`;
  return format(text, { ...(await resolveConfig(GALLERY)), parser: 'markdown' });
}
