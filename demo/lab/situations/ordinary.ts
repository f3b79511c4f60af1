import type { Group } from '../situation.js';

export const ORDINARY: Group = {
  title: 'Nothing is wrong',
  about: 'To know what it looks like when it works.',
  situations: [
    {
      id: 'plain',
      title: 'Everything works',
      story: 'The common case: the sign-in ends on Leaf’s page of plain text, and the card finds out by asking.',
      try: 'Press the card’s button, sign in as `several`, allow access, and come back here.',
      expect:
        '“Connected”, two organizations shared and two not, each with its own link. The window is closed for you.',
    },
    {
      id: 'message',
      title: 'Leaf’s last page sends a message',
      story:
        'Instead of plain text, the last page posts its reply to the page that opened the window. Whether Leaf ever does so is not known, so the card believes it only once the companion says the same.',
      try: 'Sign in as `several` and allow access. Do not come back by yourself.',
      expect: '“Confirming…” with the names of the organizations for a moment, then “Connected”.',
      switches: { callback: 'message' },
    },
    {
      id: 'late-message',
      title: 'The message comes late',
      story:
        'The last page waits six seconds before it posts its reply. By then the card has long asked the companion.',
      try: 'Sign in as `several`, allow access, and come back here at once, leaving the window open.',
      expect: '“Connected” without waiting for the message. When it comes, nothing happens twice.',
      switches: { callback: 'message', messageDelayMs: 6000 },
    },
    {
      id: 'choosing',
      title: 'The grower chooses what is fetched',
      story:
        'The page shows a switch for each organization, and how much has arrived of them (`select-organizations`, `show-data`).',
      try: 'Sign in as `several` and allow access. Then press a switch.',
      expect:
        'The switch moves once Leaf has agreed. A line says so where the partner has Leaf fetch everything anyway; another counts farms and fields.',
      embedding: { attributes: { 'select-organizations': '', 'show-data': '' } },
    },
    {
      id: 'hosted-link',
      title: 'The login is somebody else’s, on a page that Leaf hosts',
      story: 'The card offers a Magic Link in place of the companion’s own page (`hosted-link="magic-link"`).',
      try: 'Press “Not your John Deere login? Send a link”, and open it in another tab.',
      expect: 'A link, its picture, and until when it works. The card connects by itself when they are done.',
      embedding: { attributes: { 'hosted-link': 'magic-link' } },
    },
  ],
};
