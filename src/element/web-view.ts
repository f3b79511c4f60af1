/**
 * Browsers inside other apps show one page at a time: `window.open` answers `null` there, or takes the page away. Each
 * says so in its user agent: Android's web view with `wv`, iOS's by the `Safari` that it leaves out, some apps by name.
 */
const IN_APP = /; wv\)|\bFBA[NV]\/|\bInstagram\b|\bLine\/|\bMicroMessenger\b|\((?:iPhone|iPad)(?!.*Safari\/)/;

export function isWebView(): boolean {
  // An app on an iPhone's home screen leaves `Safari` out as well, and opens windows.
  return IN_APP.test(navigator.userAgent) && !matchMedia('(display-mode: standalone)').matches;
}
