/** A module's exports as a page: functions and classes first, then the types that they take and give. */
import { code, fence, prose, table } from './markdown.js';
import type { Entry, Member } from './source.js';

/** @param level Of the headings: 2 makes `##`. */
export function moduleText(entries: readonly Entry[], level = 2): string {
  const exported = entries.filter((entry) => entry.exported);
  const named = entries.filter((entry) => !entry.exported);
  const texts = exported.map((entry) => entryText(entry, entries, level));
  if (named.length === 0) return texts.join('\n\n');
  const heading = `${'#'.repeat(level)} Types that these name`;
  const note = 'They cannot be imported by name; they are here to be read.';
  return [...texts, heading, note, ...named.map((entry) => entryText(entry, entries, level + 1))].join('\n\n');
}

function entryText({ name, text, description, members }: Entry, all: readonly Entry[], level: number): string {
  return [
    `${'#'.repeat(level)} ${name}`,
    prose(description),
    ...(text === undefined ? [] : [fence(text)]),
    ...memberTables(members, all),
  ].join('\n\n');
}

/** What is called, what is set or read, and one table more for each bundle. */
function memberTables(members: readonly Member[], all: readonly Entry[], path = ''): string[] {
  const isCalled = ({ type, name }: Member) => type.startsWith(`${name}(`);
  const bundles = members.filter((member) => member.members.length > 0);
  const plain = members.filter((member) => member.members.length === 0);
  const methods = plain.filter(isCalled);
  const rest = [...plain.filter((member) => !isCalled(member)), ...bundles.filter(({ description }) => description)];
  const told = (of: readonly Member[], head: readonly string[], row: (member: Member) => readonly string[]) =>
    of.length === 0 ? [] : [table(head, of.map(row))];
  return [
    ...told(methods, ['method', 'meaning'], (it) => [code(path + it.type), prose(it.description)]),
    ...told(rest, ['name', 'type', 'meaning'], (it) => [
      code(`${path}${it.name}${it.optional ? '?' : ''}`),
      typeCell(it.type, all),
      prose(it.description),
    ]),
    ...bundles
      .filter(({ description }) => !description)
      .flatMap((bundle) => memberTables(bundle.members, all, `${path}${bundle.name}.`)),
  ];
}

/** A type that is on the page is a link to where it is. */
function typeCell(type: string, all: readonly Entry[]): string {
  const name = /^(?:readonly )?(\w+)(\[\])?$/.exec(type)?.[1];
  const known = name !== undefined && all.some((entry) => entry.name === name);
  return known ? `[${code(type)}](#${name.toLowerCase()})` : code(type);
}
