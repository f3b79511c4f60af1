/**
 * Leaves out of the script-tag build what this card never uses of Lit: a tenth of the file's weight. Every phrase must be
 * there exactly once, so that another version of Lit fails the build, and somebody looks again. That the sources need
 * nothing of it is held by `test/package/lean-lit.test.ts`.
 */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

type Cut = readonly [phrase: string, instead?: string];

const ADOPTED_STYLES = JSON.stringify(fileURLToPath(new URL('adopted-styles.ts', import.meta.url)));

/** Style sheets for browsers that adopt none, style sheets put together, and style sheets from strings. */
const STYLES: Readonly<Record<string, readonly Cut[]>> = {
  'reactive-element.js': [
    [
      'from"./css-tag.js";export{CSSResult,css,supportsAdoptingStyleSheets,unsafeCSS}from"./css-tag.js";',
      `from${ADOPTED_STYLES};export{css}from${ADOPTED_STYLES};`,
    ],
  ],
};

/** Hooks for polyfills and for what a server rendered, and the list of versions that a development build warns of. */
const HOOKS: typeof STYLES = {
  'reactive-element.js': [
    ['a.reactiveElementPolyfillSupport', 'void 0'],
    [',(a.reactiveElementVersions??=[]).push("2.1.2")'],
  ],
  'lit-html.js': [['t.litHtmlPolyfillSupport', 'void 0'], [',(t.litHtmlVersions??=[]).push("3.3.3")']],
  'lit-element.js': [
    ['s.litElementHydrateSupport', '(void 0)'],
    ['s.litElementPolyfillSupport', 'void 0'],
    ['(s.litElementVersions??=[]).push("4.2.2");'],
  ],
};

/** Decorators, accessors of a class's own, initializers, converters, defaults: a property here is a text or a flag. */
const PROPERTIES: typeof STYLES = {
  'reactive-element.js': [
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;'],
    [
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
    ],
    ['static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}'],
    ['void 0!==t.l&&(this.l=[...t.l]),'],
    [',this.constructor.l?.forEach(t=>t(this))'],
    ['&&((s=Object.create(s)).wrapped=!0)'],
    [
      'const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}',
    ],
    ['case Object:case Array:t=null==t?t:JSON.stringify(t)'],
    ['case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}'],
    [
      '"function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u',
      'u',
    ],
    ['(void 0!==i.converter?.toAttribute?i.converter:u)', 'u'],
    ['||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i))'],
    ['i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||'],
    ['r??this._$Ej?.get(e)??r', 'r'],
  ],
};

/** Directives, bindings to an element as a whole, and what tells a directive that its part has left the page. */
const DIRECTIVES: typeof STYLES = {
  'lit-html.js': [
    [
      'if(i===E)return i;let h=void 0!==e?s._$Co?.[e]:s._$Cl;const o=a(i)?void 0:i._$litDirective$;return h?.constructor!==o&&(h?._$AO?.(!1),void 0===o?h=void 0:(h=new o(t),h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h),void 0!==h&&(i=M(t,h._$AS(t,i.values),h,e)),i',
      'return i',
    ],
    ['else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t))'],
    [':6===r.type&&(i=new Z(h,this,t))', ':0'],
    ['this._$AP?.(!1,!0,s)', '0'],
    ['setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}'],
    ['get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}'],
    ['get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}'],
    [
      'get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}',
    ],
    ['get _$AU(){return this._$AM?._$AU??this._$Cv}'],
    [',this._$Cv=e?.isConnected??!0}', '}'],
  ],
  'lit-element.js': [
    [
      'connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}',
    ],
  ],
};

/** Templates that begin inside SVG or MathML or were compiled, and bindings in a comment, a style or a text field. */
const TEMPLATES: typeof STYLES = {
  'lit-html.js': [
    ['2===i?"<svg>":3===i?"<math>":""', '""'],
    ['+(2===i?"</svg>":3===i?"</math>":"")'],
    [',2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}', ');'],
    [
      '"number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s)',
      'this._$AC(t)',
    ],
    [
      'if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}',
    ],
    ['(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p)', '(c=p)'],
    [
      'if(r.data===n)d.push({type:2,index:l});else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}',
      'r.data===n&&d.push({type:2,index:l});',
    ],
  ],
};

export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform: {
      filter: {
        id: /\/node_modules\/(lit-html|lit-element|@lit\/reactive-element)\/[\w-]+\.js$/,
      },
      handler: (code, id) => {
        const cuts = [STYLES, HOOKS, PROPERTIES, DIRECTIVES, TEMPLATES].flatMap((group) => group[basename(id)] ?? []);
        return {
          code: cuts.reduce((left, cut) => without(left, cut), code),
          map: null,
        };
      },
    },
  };
}

function without(code: string, [phrase, instead = '']: Cut): string {
  const [before, after, ...more] = code.split(phrase);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`Lit has changed: ${phrase}`);
  return before + instead + after;
}
