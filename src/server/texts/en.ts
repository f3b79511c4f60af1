/** English texts of the companion's own pages. Growers read them: plain words, no blame. */
export const en = {
  namingTitle: (company: string) => `Connect John Deere to ${company}`,
  namingWho: 'Your John Deere data will be shared with',
  namingAccount: 'for the account',
  namingAdvice: 'Continue only if you know them and meant to do this.',
  namingButton: 'Continue to John Deere',

  failedTitle: 'John Deere could not be opened',
  failedForNow: 'The sign-in cannot be reached just now. Nothing was shared. Please try again in a moment.',
  failedSetUp: (company: string) =>
    `Something is not set up as it should be. Nothing was shared. Please tell ${company}, and give them the code below.`,
  failedButton: 'Try again',
  supportCode: 'Support code',

  expiredTitle: 'This sign-in is too old',
  expiredAdvice: (company: string) => `Close this window, go back to ${company}, and start again from there.`,
};

/** A language is complete or it does not compile. */
export type Texts = typeof en;
