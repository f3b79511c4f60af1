import type { Texts } from './en.js';

/** Spanish for all of its countries, with “usted”. */
export const es: Texts = {
  namingTitle: (company) => `Conectar John Deere con ${company}`,
  namingWho: 'Sus datos de John Deere se compartirán con',
  namingAccount: 'para la cuenta',
  namingAdvice: 'Continúe solo si los conoce y quería hacer esto.',
  handedFarm:
    'Alguien le dio este enlace. Si inicia sesión, comparte su propia finca con la cuenta de la que viene el enlace.',
  handedEnd: 'Cuando la ventana muestre una página de solo texto, el inicio de sesión ha terminado y puede cerrarla.',
  handedReturn: 'Al final, una página le dirá que puede cerrar la ventana.',
  namingButton: 'Continuar a John Deere',

  failedTitle: 'No se pudo abrir John Deere',
  failedForNow:
    'Ahora mismo no se puede llegar al inicio de sesión. No se compartió nada. Inténtelo de nuevo en un momento.',
  failedSetUp: (company) =>
    `Algo no está configurado como debería. No se compartió nada. Avise a ${company} y dele el código de abajo.`,
  limitedTitle: 'Un momento, por favor',
  limitedAdvice:
    'Esto se intentó muchas veces en un minuto. No se compartió nada. Espere un minuto e inténtelo de nuevo.',
  tryAgain: 'Intentar de nuevo',
  supportCode: 'Código de soporte:',
  backTo: (company) => `Volver a ${company}`,
  closeAndGoBack: (company) => `Puede cerrar esta ventana y volver a ${company}.`,

  expiredTitle: 'Este inicio de sesión es demasiado antiguo',
  expiredAdvice: (company) => `Cierre esta ventana, vuelva a ${company} y empiece de nuevo desde allí.`,
  expiredLinkTitle: 'Este enlace es demasiado antiguo',
  expiredLinkAdvice: 'Pida uno nuevo a quien se lo dio.',

  finishedTitle: 'Ya terminó aquí',
  finishedAdvice: (company) => `Puede cerrar esta ventana y volver a ${company}.`,
  finishedLink: 'Gracias. Puede cerrar esta ventana.',

  declinedTitle: 'Eligió no compartir',
  declinedAdvice: (company) =>
    `No se compartió nada con ${company}. Puede cerrar esta ventana, o intentarlo de nuevo si no era su intención.`,

  notBoundTitle: 'Este inicio de sesión no puede seguir aquí',
  notBoundAdvice: (company) =>
    `Se empezó en otro navegador o hace demasiado tiempo, o ya terminó. No se compartió nada desde aquí. Cierre esta ventana, vuelva a ${company} y empiece de nuevo desde allí.`,

  unfinishedTitle: 'No se pudo terminar el inicio de sesión',
  unfinishedForNow: 'Algo no responde ahora mismo. Inténtelo de nuevo en un momento.',
  unfinishedUsed: 'Este inicio de sesión ya se usó, o tardó demasiado. Inténtelo de nuevo.',
  unfinishedSetUp: (company) => `Algo no está configurado como debería. Avise a ${company} y dele el código de abajo.`,
  unfinishedLimited: 'Esto se intentó muchas veces en un minuto. Espere un minuto e inténtelo de nuevo.',
};
