/** English texts of the companion's own pages. Growers read them: plain words, no blame. */
export const en = {
  namingTitle: (company: string) => `Connect John Deere to ${company}`,
  namingWho: 'Your John Deere data will be shared with',
  namingAccount: 'for the account',
  namingAdvice: 'Continue only if you know them and meant to do this.',
  handedFarm:
    'Somebody gave you this link. If you sign in, you share your own farm with the account that the link came from.',
  // Leaf's own sign-ins end on a page of bare JSON, and there is no card here to say so.
  handedEnd: 'When the window shows a page of plain text, the sign-in is finished and you can close it.',
  handedReturn: 'At the end a page tells you that you can close the window.',
  namingButton: 'Continue to John Deere',

  failedTitle: 'John Deere could not be opened',
  failedForNow: 'The sign-in cannot be reached just now. Nothing was shared. Please try again in a moment.',
  failedSetUp: (company: string) =>
    `Something is not set up as it should be. Nothing was shared. Please tell ${company}, and give them the code below.`,
  limitedTitle: 'One moment, please',
  limitedAdvice: 'This was tried many times within a minute. Nothing was shared. Please wait a minute, then try again.',
  tryAgain: 'Try again',
  supportCode: 'Support code:',
  backTo: (company: string) => `Back to ${company}`,
  closeAndGoBack: (company: string) => `You can close this window and go back to ${company}.`,

  expiredTitle: 'This sign-in is too old',
  expiredAdvice: (company: string) => `Close this window, go back to ${company}, and start again from there.`,
  expiredLinkTitle: 'This link is too old',
  expiredLinkAdvice: 'Ask whoever gave it to you for a new one.',

  finishedTitle: 'You are done here',
  finishedAdvice: (company: string) => `You can close this window and go back to ${company}.`,
  finishedLink: 'Thank you. You can close this window.',

  declinedTitle: 'You chose not to share',
  declinedAdvice: (company: string) =>
    `Nothing was shared with ${company}. You can close this window, or try again if you did not mean to.`,

  notBoundTitle: 'This sign-in cannot go on here',
  notBoundAdvice: (company: string) =>
    `It was begun in another browser, too long ago, or is finished already. Nothing was shared from here. Close this window, go back to ${company}, and start again from there.`,

  unfinishedTitle: 'The sign-in could not be finished',
  unfinishedForNow: 'Something does not answer just now. Please try again in a moment.',
  unfinishedUsed: 'This sign-in was used already, or took too long. Please try again.',
  unfinishedSetUp: (company: string) =>
    `Something is not set up as it should be. Please tell ${company}, and give them the code below.`,
  unfinishedLimited: 'This was tried many times within a minute. Please wait a minute, then try again.',
};

/** A language is complete or it does not compile. */
export type Texts = typeof en;
