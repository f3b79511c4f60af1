import type { Texts } from './en.js';

/** Portuguese of Brazil, with “você”. */
export const ptBR: Texts = {
  namingTitle: (company) => `Conectar John Deere a ${company}`,
  namingWho: 'Seus dados da John Deere serão compartilhados com',
  namingAccount: 'para a conta',
  namingAdvice: 'Continue só se você os conhece e queria fazer isto.',
  handedFarm:
    'Alguém lhe deu este link. Se você entrar, compartilha a sua própria fazenda com a conta de onde veio o link.',
  handedEnd: 'Quando a janela mostrar uma página só de texto, o login terminou e você pode fechá-la.',
  handedReturn: 'No fim, uma página lhe diz que você pode fechar a janela.',
  namingButton: 'Continuar para a John Deere',

  failedTitle: 'Não foi possível abrir a John Deere',
  failedForNow: 'A página de login não responde agora. Nada foi compartilhado. Tente de novo daqui a pouco.',
  failedSetUp: (company) =>
    `Algo não está configurado como deveria. Nada foi compartilhado. Avise ${company} e informe o código abaixo.`,
  limitedTitle: 'Um momento, por favor',
  limitedAdvice:
    'Isto foi tentado muitas vezes em um minuto. Nada foi compartilhado. Espere um minuto e tente de novo.',
  tryAgain: 'Tentar de novo',
  supportCode: 'Código de suporte:',
  backTo: (company) => `Voltar para ${company}`,
  closeAndGoBack: (company) => `Você pode fechar esta janela e voltar para ${company}.`,

  expiredTitle: 'Este login é antigo demais',
  expiredAdvice: (company) => `Feche esta janela, volte para ${company} e comece de novo por lá.`,
  expiredLinkTitle: 'Este link é antigo demais',
  expiredLinkAdvice: 'Peça um novo a quem o deu a você.',

  finishedTitle: 'Aqui você já terminou',
  finishedAdvice: (company) => `Você pode fechar esta janela e voltar para ${company}.`,
  finishedLink: 'Obrigado. Você pode fechar esta janela.',

  declinedTitle: 'Você escolheu não compartilhar',
  declinedAdvice: (company) =>
    `Nada foi compartilhado com ${company}. Você pode fechar esta janela, ou tentar de novo se não era o que queria.`,

  notBoundTitle: 'Este login não pode continuar aqui',
  notBoundAdvice: (company) =>
    `Ela foi começada em outro navegador ou há tempo demais, ou já terminou. Nada foi compartilhado daqui. Feche esta janela, volte para ${company} e comece de novo por lá.`,

  unfinishedTitle: 'Não foi possível concluir o login',
  unfinishedForNow: 'Algo não responde agora. Tente de novo daqui a pouco.',
  unfinishedUsed: 'Este login já foi usado, ou demorou demais. Tente de novo.',
  unfinishedSetUp: (company) => `Algo não está configurado como deveria. Avise ${company} e informe o código abaixo.`,
  unfinishedLimited: 'Isto foi tentado muitas vezes em um minuto. Espere um minuto e tente de novo.',
};
