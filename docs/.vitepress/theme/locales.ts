/** The card's other languages, each fetched where it is shown. */
export const LOCALES = {
  es: { name: 'Español', load: () => import('leaf-jd-connect/locales/es') },
  'pt-BR': { name: 'Português (Brasil)', load: () => import('leaf-jd-connect/locales/pt-BR') },
  fr: { name: 'Français', load: () => import('leaf-jd-connect/locales/fr') },
  de: { name: 'Deutsch', load: () => import('leaf-jd-connect/locales/de') },
  ar: { name: 'العربية', load: () => import('leaf-jd-connect/locales/ar') },
};

export function isLocale(tag: unknown): tag is keyof typeof LOCALES {
  return typeof tag === 'string' && tag in LOCALES;
}
