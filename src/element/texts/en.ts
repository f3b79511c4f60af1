/** English. Read on a phone in a field: plain words, no blame. `{company}` and its like are filled in. */
export const en = {
  heading: 'Connect John Deere',
  company: 'this app',

  loadingTitle: 'Checking your connection…',

  disconnectedTitle: 'Share your farm data with {company}',
  disconnectedText:
    'You sign in at John Deere, choose which organizations to share, and come back here. Your John Deere password stays with John Deere.',
  sharedLabel: 'What is shared',
  sharedFields: 'Fields and their boundaries',
  sharedWork: 'Work done in them: planting, spraying, harvest',
  sharedFiles: 'Files from your machines',
  sharedWith: 'With {company}, through the data service Leaf. You can stop at any time.',
  plainText: 'When John Deere’s window shows a page of plain text, you are done there: come back here.',
  connect: 'Connect John Deere',

  connectingTitle: 'Finish in the John Deere window',
  stepSignIn: 'Sign in to John Deere.',
  stepAllow: 'Allow access.',
  stepBack: 'When the window shows a page of plain text, you are done there: come back here.',
  waiting: 'Waiting for John Deere. This card updates by itself.',
  severed:
    'The John Deere window cannot be reached from here. If it is still open, finish there; this card updates by itself.',
  confirmingTitle: 'Confirming…',
  confirmingText: 'John Deere says you are connected. We are checking.',
  confirming: 'Confirming',
  showWindow: 'Show the John Deere window',
  startAgain: 'Start again',
  cancel: 'Cancel',

  blockedTitle: 'Your browser held the window back',
  blockedText: 'Open John Deere with this link instead. Then come back here.',
  blockedWait: 'One moment, the link is on its way…',
  openLink: 'Open John Deere',

  unfinishedTitle: 'Not finished yet',
  unfinishedText:
    'We do not see your connection yet, and keep checking. Finish in the John Deere window, or start again.',

  secondStep: 'Step 2 of 2',
  noneSharedTitle: 'Signed in. Nothing is shared yet.',
  noneSharedText: 'Last step: choose at John Deere which organizations {company} may read.',
  noneSharedWindow: 'The John Deere window now shows your organizations. Tick the ones to share, then come back here.',
  closeWindow: 'If the John Deere window is still open, you can close it.',
  chooseOrganizations: 'Choose organizations',
  noOrganizationTitle: 'Signed in, but there is no organization',
  noOrganizationText:
    'This John Deere account belongs to no organization. Is it the one you farm with? Start again to sign in with another.',
  noOrganizationStage: 'This page is connected to John Deere’s test environment: real accounts do not work here.',

  connectedTitle: 'Connected',
  connectedText: 'The organizations marked as shared can be read by {company}.',
  yoursTitle: 'Are these your organizations?',
  yoursYes: 'Yes, they are mine',
  yoursNo: 'No, disconnect',
  disconnect: 'Disconnect',
  disconnecting: 'Disconnecting…',

  unauthenticatedTitle: 'Please sign in to John Deere again',
  unauthenticatedText:
    'John Deere no longer lets {company} in. Signing in again mends it; what you shared stays as it was.',
  reconnect: 'Sign in again',
  missingTitle: 'A permission is missing',
  missingText: 'Open the organization at John Deere and allow {company} to read its data.',
  deereAway: 'John Deere is not answering right now. There is nothing for you to do. What you shared is kept.',

  unavailableTitle: 'We cannot check your connection right now',
  unavailableText: 'Nothing is lost.',
  tryAgain: 'Try again',
  checkAgain: 'Check again',
  checking: 'Checking…',
  offline: 'You are offline. We check again when you are back.',

  organizationsLabel: 'Your organizations at John Deere',
  shared: 'Shared',
  notShared: 'Not shared',
  nowShared: '{name} is now shared.',
  share: 'Share',
  manage: 'Manage',
  shareNamed: 'Share {name} at John Deere (new window)',
  manageNamed: 'Manage {name} at John Deere (new window)',
  noLink: 'Change this one in John Deere Operations Center.',
  oneVisit: 'One visit to John Deere can share several of them.',
  takesMinutes: 'A change there can take up to 15 minutes to show here.',

  supportCode: 'Support code: {code}',
  errorSession: 'You are not signed in to {company} any more. Reload the page and sign in again.',
  errorSetup: 'Connecting does not work on this page at the moment. Please tell {company}.',
  errorUnreachable: 'We cannot reach the server. Check your connection and try again.',
  errorBusy: 'The data service is not answering right now. Try again in a moment.',
  errorDenied: 'You may not do this. Ask whoever manages {company} in your business.',
  errorExpired: 'This took too long. Please start again.',
  errorPatience: 'Too many tries. Wait a minute, then try again.',
  errorUnknown: 'Something went wrong. Please try again.',
} as const;
