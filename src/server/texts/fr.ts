import type { Texts } from './en.js';

/** French, with “vous”. Its colons and question marks stand apart, on the same line. */
export const fr: Texts = {
  namingTitle: (company) => `Connecter John Deere à ${company}`,
  namingWho: 'Vos données John Deere seront partagées avec',
  namingAccount: 'pour le compte',
  namingAdvice: 'Continuez seulement si vous les connaissez et si c’est ce que vous vouliez faire.',
  handedFarm:
    'Quelqu’un vous a donné ce lien. Si vous vous connectez, vous partagez votre propre ferme avec le compte d’où vient le lien.',
  handedEnd: 'Quand la fenêtre n’affiche plus que du texte, la connexion est terminée et vous pouvez la fermer.',
  handedReturn: 'À la fin, une page vous dit que vous pouvez fermer la fenêtre.',
  namingButton: 'Continuer vers John Deere',

  failedTitle: 'John Deere n’a pas pu être ouvert',
  failedForNow: 'La page de connexion ne répond pas pour le moment. Rien n’a été partagé. Réessayez dans un instant.',
  failedSetUp: (company) =>
    `Quelque chose n’est pas réglé comme il faut. Rien n’a été partagé. Prévenez ${company} et donnez-leur le code ci-dessous.`,
  limitedTitle: 'Un instant, s’il vous plaît',
  limitedAdvice:
    'Cela a été essayé de nombreuses fois en une minute. Rien n’a été partagé. Attendez une minute, puis réessayez.',
  tryAgain: 'Réessayer',
  supportCode: 'Code de support :',
  backTo: (company) => `Retour à ${company}`,
  closeAndGoBack: (company) => `Vous pouvez fermer cette fenêtre et revenir à ${company}.`,

  expiredTitle: 'Cette connexion est trop ancienne',
  expiredAdvice: (company) => `Fermez cette fenêtre, revenez à ${company} et recommencez de là.`,
  expiredLinkTitle: 'Ce lien est trop ancien',
  expiredLinkAdvice: 'Demandez-en un nouveau à la personne qui vous l’a donné.',

  finishedTitle: 'C’est terminé ici',
  finishedAdvice: (company) => `Vous pouvez fermer cette fenêtre et revenir à ${company}.`,
  finishedLink: 'Merci. Vous pouvez fermer cette fenêtre.',

  declinedTitle: 'Vous avez choisi de ne pas partager',
  declinedAdvice: (company) =>
    `Rien n’a été partagé avec ${company}. Vous pouvez fermer cette fenêtre, ou réessayer si ce n’était pas voulu.`,

  notBoundTitle: 'Cette connexion ne peut pas continuer ici',
  notBoundAdvice: (company) =>
    `Elle a été commencée dans un autre navigateur ou il y a trop longtemps, ou elle est déjà terminée. Rien n’a été partagé d’ici. Fermez cette fenêtre, revenez à ${company} et recommencez de là.`,

  unfinishedTitle: 'La connexion n’a pas pu être terminée',
  unfinishedForNow: 'Quelque chose ne répond pas pour le moment. Réessayez dans un instant.',
  unfinishedUsed: 'Cette connexion a déjà servi, ou a pris trop de temps. Réessayez.',
  unfinishedSetUp: (company) =>
    `Quelque chose n’est pas réglé comme il faut. Prévenez ${company} et donnez-leur le code ci-dessous.`,
  unfinishedLimited: 'Cela a été essayé de nombreuses fois en une minute. Attendez une minute, puis réessayez.',
};
