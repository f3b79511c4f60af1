import type { Texts } from './en.js';

/** A name in Latin letters runs the other way, and would take the full stop or the words beside it along. */
const apart = (name: string): string => `\u2068${name}\u2069`;

/** Modern standard Arabic. */
export const ar: Texts = {
  namingTitle: (company) => `ربط John Deere مع ${apart(company)}`,
  namingWho: 'ستتم مشاركة بياناتك لدى John Deere مع',
  namingAccount: 'للحساب',
  namingAdvice: 'تابع فقط إذا كنت تعرفهم وكنت تقصد ذلك.',
  handedFarm: 'أعطاك شخص هذا الرابط. إذا سجّلت الدخول فإنك تشارك مزرعتك أنت مع الحساب الذي جاء منه الرابط.',
  handedEnd: 'عندما تظهر في النافذة صفحة نصية فقط، يكون تسجيل الدخول قد اكتمل ويمكنك إغلاقها.',
  handedReturn: 'في النهاية تخبرك صفحة بأنه يمكنك إغلاق النافذة.',
  namingButton: 'المتابعة إلى John Deere',

  failedTitle: 'تعذّر فتح John Deere',
  failedForNow: 'لا يمكن الوصول إلى تسجيل الدخول الآن. لم تتم مشاركة أي شيء. حاول من جديد بعد لحظة.',
  failedSetUp: (company) => `هناك إعداد غير صحيح. لم تتم مشاركة أي شيء. أخبر ${apart(company)} وأعطهم الرمز أدناه.`,
  limitedTitle: 'لحظة من فضلك',
  limitedAdvice: 'جرت محاولات كثيرة خلال دقيقة. لم تتم مشاركة أي شيء. انتظر دقيقة ثم حاول من جديد.',
  tryAgain: 'حاول من جديد',
  supportCode: 'رمز الدعم:',
  backTo: (company) => `العودة إلى ${apart(company)}`,
  closeAndGoBack: (company) => `يمكنك إغلاق هذه النافذة والعودة إلى ${apart(company)}.`,

  expiredTitle: 'انتهت صلاحية تسجيل الدخول هذا',
  expiredAdvice: (company) => `أغلق هذه النافذة، وعد إلى ${apart(company)}، وابدأ من جديد هناك.`,
  expiredLinkTitle: 'انتهت صلاحية هذا الرابط',
  expiredLinkAdvice: 'اطلب رابطًا جديدًا ممن أعطاك إياه.',

  finishedTitle: 'انتهيت هنا',
  finishedAdvice: (company) => `يمكنك إغلاق هذه النافذة والعودة إلى ${apart(company)}.`,
  finishedLink: 'شكرًا. يمكنك إغلاق هذه النافذة.',

  declinedTitle: 'اخترت عدم المشاركة',
  declinedAdvice: (company) =>
    `لم تتم مشاركة أي شيء مع ${apart(company)}. يمكنك إغلاق هذه النافذة، أو المحاولة من جديد إذا لم تقصد ذلك.`,

  notBoundTitle: 'لا يمكن متابعة تسجيل الدخول هذا هنا',
  notBoundAdvice: (company) =>
    `لقد بدأ في متصفح آخر أو قبل وقت طويل، أو اكتمل بالفعل. لم تتم مشاركة أي شيء من هنا. أغلق هذه النافذة، وعد إلى ${apart(company)}، وابدأ من جديد هناك.`,

  unfinishedTitle: 'تعذّر إكمال تسجيل الدخول',
  unfinishedForNow: 'هناك ما لا يستجيب الآن. حاول من جديد بعد لحظة.',
  unfinishedUsed: 'استُخدم تسجيل الدخول هذا من قبل، أو استغرق وقتًا طويلًا. حاول من جديد.',
  unfinishedSetUp: (company) => `هناك إعداد غير صحيح. أخبر ${apart(company)} وأعطهم الرمز أدناه.`,
  unfinishedLimited: 'جرت محاولات كثيرة خلال دقيقة. انتظر دقيقة ثم حاول من جديد.',
};
