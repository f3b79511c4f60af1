import type { Texts } from './en.js';

/** German, with “Sie”. */
export const de: Texts = {
  namingTitle: (company) => `John Deere mit ${company} verbinden`,
  namingWho: 'Ihre Daten bei John Deere werden geteilt mit',
  namingAccount: 'für das Konto',
  namingAdvice: 'Fahren Sie nur fort, wenn Sie den Empfänger kennen und das tun wollten.',
  handedFarm:
    'Jemand hat Ihnen diesen Link gegeben. Wenn Sie sich anmelden, teilen Sie Ihren eigenen Betrieb mit dem Konto, von dem der Link kommt.',
  handedEnd: 'Zeigt das Fenster nur noch Text, ist die Anmeldung fertig, und Sie können es schließen.',
  handedReturn: 'Am Ende sagt Ihnen eine Seite, dass Sie das Fenster schließen können.',
  namingButton: 'Weiter zu John Deere',

  failedTitle: 'John Deere ließ sich nicht öffnen',
  failedForNow:
    'Die Anmeldung ist gerade nicht erreichbar. Es wurde nichts geteilt. Bitte versuchen Sie es gleich noch einmal.',
  failedSetUp: (company) =>
    `Etwas ist nicht richtig eingerichtet. Es wurde nichts geteilt. Bitte sagen Sie es ${company}, und nennen Sie den Code unten.`,
  limitedTitle: 'Einen Moment, bitte',
  limitedAdvice:
    'Das wurde in einer Minute sehr oft versucht. Es wurde nichts geteilt. Bitte warten Sie eine Minute, und versuchen Sie es dann noch einmal.',
  tryAgain: 'Noch einmal versuchen',
  supportCode: 'Support-Code:',
  backTo: (company) => `Zurück zu ${company}`,
  closeAndGoBack: (company) => `Sie können dieses Fenster schließen und zu ${company} zurückkehren.`,

  expiredTitle: 'Diese Anmeldung ist zu alt',
  expiredAdvice: (company) =>
    `Schließen Sie dieses Fenster, kehren Sie zu ${company} zurück, und beginnen Sie dort neu.`,
  expiredLinkTitle: 'Dieser Link ist zu alt',
  expiredLinkAdvice: 'Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',

  finishedTitle: 'Hier sind Sie fertig',
  finishedAdvice: (company) => `Sie können dieses Fenster schließen und zu ${company} zurückkehren.`,
  finishedLink: 'Danke. Sie können dieses Fenster schließen.',

  declinedTitle: 'Sie haben sich gegen das Teilen entschieden',
  declinedAdvice: (company) =>
    `Mit ${company} wurde nichts geteilt. Sie können dieses Fenster schließen, oder es noch einmal versuchen, falls das ein Versehen war.`,

  notBoundTitle: 'Diese Anmeldung kann hier nicht weitergehen',
  notBoundAdvice: (company) =>
    `Sie wurde in einem anderen Browser oder vor zu langer Zeit begonnen, oder ist schon fertig. Von hier wurde nichts geteilt. Schließen Sie dieses Fenster, kehren Sie zu ${company} zurück, und beginnen Sie dort neu.`,

  unfinishedTitle: 'Die Anmeldung ließ sich nicht abschließen',
  unfinishedForNow: 'Etwas antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.',
  unfinishedUsed: 'Diese Anmeldung wurde schon benutzt oder hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
  unfinishedSetUp: (company) =>
    `Etwas ist nicht richtig eingerichtet. Bitte sagen Sie es ${company}, und nennen Sie den Code unten.`,
  unfinishedLimited:
    'Das wurde in einer Minute sehr oft versucht. Bitte warten Sie eine Minute, und versuchen Sie es dann noch einmal.',
};
