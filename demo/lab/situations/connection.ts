import type { Group } from '../situation.js';

export const CONNECTION: Group = {
  title: 'The connection is not well',
  about: 'Somebody was connected, and something has changed since.',
  situations: [
    {
      id: 'access-revoked',
      title: 'Access was removed at John Deere',
      story: 'John Deere no longer accepts the connection: the grower removed it there, or it was unused for a year.',
      try: 'Sign in as `several` and allow access. Then press “Put it right” in the panel, and “Sign in again” on the card.',
      expect: '“Please sign in to John Deere again”, with a button for just that; after it, “Connected”.',
      switches: { status: 'UNAUTHENTICATED' },
    },
    {
      id: 'missing-permission',
      title: 'A permission is missing',
      story: 'The connection stands, but lacks a permission for some of the data.',
      try: 'Sign in as `several` and allow access.',
      expect: '“A permission is missing”, with one button that leads to where it can be given.',
      switches: { status: 'MISSING_PERMISSION' },
    },
    {
      id: 'john-deere-away',
      title: 'John Deere is away',
      story: 'Leaf says that John Deere is not answering for the moment.',
      try: 'Sign in as `several` and allow access.',
      expect: '“Connected” as ever, with a note that there is nothing to do. No red, and no “Check again”.',
      switches: { status: 'TEMPORARILY_UNAVAILABLE' },
    },
    {
      id: 'brand-new-status',
      title: 'A status that nobody has heard of',
      story: 'Leaf says `BRAND_NEW` of the connection, a word that does not exist today.',
      try: 'Sign in as `several` and allow access.',
      expect: '“Connected”: a word that says nothing changes nothing.',
      switches: { status: 'BRAND_NEW' },
    },
    {
      id: 'details-for-support',
      title: 'Somebody calls support',
      story: 'Something is odd, and whoever helps wants to know what John Deere answered, and when.',
      try: 'Sign in as `several` and allow access. Then open “Details for support” at the foot of the card.',
      expect: 'Days and codes, in plain words, or that there is nothing yet. Never what was said in them.',
    },
    {
      id: 'disconnecting',
      title: 'Somebody disconnects here',
      story: 'Nothing is wrong: the grower has had enough.',
      try: 'Sign in as `several` and allow access. Then press “Disconnect”, and once more.',
      expect:
        'The card asks once: what ends, what stays, and where the permission itself is ended. Then “Disconnected”, and how to undo it.',
    },
    {
      id: 'disconnected-elsewhere',
      title: 'Disconnected elsewhere',
      story: 'Somebody disconnects on another page, or in another app, while this card is open.',
      try: 'Sign in as `several` and allow access. Then press “Break it” in the panel, and “Check again” on the card.',
      expect:
        'The card says that it was disconnected elsewhere, and offers to connect. It says nothing of an error: there is none.',
      switches: { status: 'GONE' },
      begins: 'well',
    },
  ],
};
