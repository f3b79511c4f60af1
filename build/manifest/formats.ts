/** The manifest in the three formats that tools read. */
import type { Attribute, ClassField, ClassMethod, Package } from 'custom-elements-manifest';
import manifest from '../../package.json' with { type: 'json' };
import type { ElementSource, Property } from './source.js';

const MODULE = 'dist/element/leaf-jd-connect.js';
const DEFINITION = 'dist/element/define.js';

type WithAttribute = Property & { readonly attribute: string };

export function attributesOf({ properties }: ElementSource): WithAttribute[] {
  return properties.filter((property): property is WithAttribute => property.attribute !== undefined);
}

/** `custom-elements.json`, by the schema of the Custom Elements Manifest. */
export function customElements(element: ElementSource): Package {
  const declaration = { name: element.className, module: MODULE };
  const attributes = attributesOf(element).map<Attribute>(({ attribute, name, type, description }) => ({
    name: attribute,
    fieldName: name,
    type: { text: type },
    description,
  }));
  const fields = element.properties.map<ClassField>(({ name, type, description, readonly, attribute, reflects }) => ({
    kind: 'field',
    name,
    type: { text: type },
    description,
    ...(readonly && { readonly }),
    ...(attribute !== undefined && { attribute }),
    ...(reflects && { reflects }),
  }));
  const methods = element.methods.map<ClassMethod>(({ name, description, parameters, returns }) => ({
    kind: 'method',
    name,
    description,
    parameters: parameters.map(({ name: parameter, type }) => ({ name: parameter, type: { text: type } })),
    return: { type: { text: returns } },
  }));
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: MODULE,
        declarations: [
          {
            kind: 'class',
            customElement: true,
            tagName: element.name,
            name: element.className,
            description: element.description,
            superclass: { name: 'LitElement', package: 'lit' },
            attributes,
            members: [...fields, ...methods],
            events: element.events.map(({ name, type, description }) => ({
              name,
              type: { text: `CustomEvent<${type}>` },
              description,
            })),
            slots: [...element.slots],
            cssParts: [...element.parts],
            cssProperties: [...element.cssProperties],
            cssStates: element.states.map((name) => ({ name })),
          },
        ],
        exports: [{ kind: 'js', name: element.className, declaration }],
      },
      {
        kind: 'javascript-module',
        path: DEFINITION,
        exports: [{ kind: 'custom-element-definition', name: element.name, declaration }],
      },
    ],
  };
}

/** What VS Code reads as `html.customData`. */
export function vsCode(element: ElementSource): object {
  const { name, description } = element;
  return {
    version: 1.1,
    tags: [
      {
        name,
        description: { kind: 'markdown', value: description },
        attributes: attributesOf(element).map((it) => ({
          name: it.attribute,
          description: { kind: 'markdown', value: it.description },
          ...(it.type === 'boolean' && { valueSet: 'v' }),
          ...(it.values.length > 0 && { values: it.values.map((value) => ({ name: value })) }),
        })),
      },
    ],
  };
}

/** What JetBrains' editors read. */
export function webTypes(element: ElementSource): object {
  const { name, description } = element;
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name: manifest.name,
    version: manifest.version,
    'description-markup': 'markdown',
    'js-types-syntax': 'typescript',
    contributions: {
      html: {
        elements: [
          {
            name,
            description,
            attributes: attributesOf(element).map((it) => ({
              name: it.attribute,
              description: it.description,
              value: it.type === 'boolean' ? { kind: 'no-value', type: it.type } : { kind: 'plain', type: it.type },
            })),
            slots: element.slots.map((slot) => ({ ...slot, name: slot.name || 'default' })),
            js: {
              properties: element.properties.map((it) => ({
                name: it.name,
                description: it.description,
                type: it.type,
                'read-only': it.readonly,
              })),
              events: element.events.map((it) => ({
                name: it.name,
                description: it.description,
                type: `CustomEvent<${it.type}>`,
              })),
            },
            css: { parts: element.parts, properties: element.cssProperties.map(({ default: _, ...it }) => it) },
          },
        ],
      },
    },
  };
}
