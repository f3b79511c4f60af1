/** The companion's routes as a page, from the OpenAPI document that the schemas make. */
import { openApi } from '../openapi.js';
import { code, prose, table } from './markdown.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly { readonly session?: readonly string[] }[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly $ref?: string };
  readonly responses: Readonly<Record<string, Response>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const nameOf = (reference: string) => reference.replace(/^.*\//, '');
const link = (name: string) => `[${code(name)}](#${name.toLowerCase()})`;

export function httpText(): string {
  const { paths, components } = openApi() as unknown as Document;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => routeText(`${method.toUpperCase()} ${path}`, operation)),
  );
  const schemas = Object.entries(components.schemas).map(([name, schema]) => schemaText(name, schema));
  return [...routes, '## Bodies', ...schemas].join('\n\n');
}

function routeText(title: string, { summary, security = [], parameters = [], requestBody, responses }: Operation) {
  const scope = security[0]?.session?.[0];
  return [
    `## ${title}`,
    `${summary}. ${scope === undefined ? 'Needs no session.' : `Wants a session with the scope ${code(scope)}.`}`,
    ...(requestBody?.$ref === undefined ? [] : [`Body: ${bodyOf(nameOf(requestBody.$ref))}.`]),
    ...(parameters.length === 0
      ? []
      : [
          table(
            ['parameter', 'in', 'meaning'],
            parameters.map((it) => [code(it.name), it.in, prose(it.description ?? '')]),
          ),
        ]),
    table(
      ['status', 'answer'],
      Object.entries(responses).map(([status, response]) => [status, answerOf(response)]),
    ),
  ].join('\n\n');
}

function bodyOf(name: string): string {
  return name === 'Empty' ? 'any JSON object, such as `{}`' : link(name);
}

function answerOf({ description, content = {} }: Response): string {
  const bodies = Object.values(content).flatMap(({ schema }) => (schema.$ref ? [link(nameOf(schema.$ref))] : []));
  return [prose(description), ...bodies].join(' ');
}

function schemaText(name: string, schema: Schema): string {
  const { properties, required = [] } = schema;
  const body =
    properties === undefined
      ? typeOf(schema)
      : table(
          ['field', 'type'],
          Object.entries(properties).map(([field, type]) => [
            code(required.includes(field) ? field : `${field}?`),
            typeOf(type),
          ]),
        );
  return `### ${name}\n\n${body}`;
}

function typeOf({ $ref, enum: words, const: word, anyOf, items, properties, required = [], type }: Schema): string {
  if ($ref) return link(nameOf($ref));
  if (words) return words.map((it) => code(it)).join(', ');
  if (word !== undefined) return code(word);
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (items) return `list of ${typeOf(items)}`;
  if (!properties) return [type ?? 'anything'].flat().join(' or ');
  const fields = Object.entries(properties).map(
    ([name, field]) => `${code(required.includes(name) ? name : `${name}?`)} ${typeOf(field)}`,
  );
  return `object: ${fields.join('; ')}`;
}
