import type { Group } from '../situation.js';

const TRY =
  'Look at the card as it is. Press “Put it right” in the panel, “Try again” on the card, and sign in as `several`. Then “Break it”, and “Check again” on the card.';
const EXPECT =
  'Without an answer so far: “We cannot check your connection right now”, a support code and “Try again”. With one: what was known stays on the card, and the fault beside it.';

export const LEAF: Group = {
  title: 'Leaf misbehaves',
  about: 'The companion is there, but Leaf behind it is not well.',
  situations: [
    {
      id: 'slow-leaf',
      title: 'Leaf is slow',
      story: 'Leaf takes three seconds over every call, and over its last page.',
      try: 'Sign in as `several`, allow access, and come back here.',
      expect:
        'The button is there at once, the window opens at once. The card asks patiently, and then shows “Connected”.',
      switches: { delayMs: 3000 },
    },
    {
      id: 'leaf-500',
      title: 'Leaf fails',
      story: 'Leaf answers 500 to everything about a connection.',
      try: TRY,
      expect: EXPECT,
      switches: { leaf: '500' },
    },
    {
      id: 'leaf-429',
      title: 'Leaf is asked too often',
      story: 'Leaf answers 429, “too many requests”, and says when to come again.',
      try: TRY,
      expect: EXPECT,
      switches: { leaf: '429' },
    },
    {
      id: 'leaf-html',
      title: 'Leaf shows a maintenance page',
      story: 'Where Leaf’s answer should be, there is a web page.',
      try: TRY,
      expect: EXPECT,
      switches: { leaf: 'html' },
    },
    {
      id: 'leaf-hang',
      title: 'Leaf does not answer',
      story: 'Leaf takes every question and says nothing. The companion gives up after about ten seconds.',
      try: 'Wait about ten seconds and look at the card. Then press “Put it right” in the panel, and “Try again” on the card.',
      expect: `After about ten seconds: ${EXPECT}`,
      switches: { leaf: 'hang' },
    },
    {
      id: 'leaf-refuses-login',
      title: 'Leaf refuses the companion',
      story: 'Leaf no longer accepts the login of your companion: a password was changed, perhaps.',
      try: TRY,
      expect: 'A fault that a grower cannot mend, so the card says whom to tell. Your log has `leaf_auth_failed`.',
      switches: { leaf: 'refuse-auth' },
    },
    {
      id: 'late-list',
      title: 'The list is late',
      story:
        'Leaf’s list of organizations follows John Deere only once it is told to sync. With the real Leaf this can take minutes.',
      try: 'Sign in as `unshared`, tick an organization in the second step, save, and come back here.',
      expect: 'The row turns to “Shared”: the card had Leaf sync by itself when you came back.',
      switches: { organizations: 'after-sync' },
    },
    {
      id: 'late-knowledge',
      title: 'Leaf knows late',
      story:
        'The grower has consented, but Leaf sees the connection only five seconds later. The first answer finds nothing.',
      try: 'Sign in as `several`, allow access, close the window at once, and watch the card.',
      expect: '“Not finished yet” for a moment, without any red; then “Connected”, with nothing pressed.',
      switches: { knowsAfterMs: 5000 },
    },
    {
      id: 'link-javascript',
      title: 'Links that would run a script',
      story: 'The links of the organizations are `javascript:` addresses. The companion passes none of them on.',
      try: 'Sign in as `several` and allow access.',
      expect:
        'Every organization with its name and state, and without a link: “Change this one in John Deere Operations Center.”',
      switches: { managementUri: 'javascript' },
    },
    {
      id: 'link-userinfo',
      title: 'Links that pretend',
      story: 'The links carry a user name that looks like John Deere’s address. The companion passes none of them on.',
      try: 'Sign in as `several` and allow access.',
      expect: 'The same: rows without a link.',
      switches: { managementUri: 'userinfo' },
    },
    {
      id: 'link-foreign',
      title: 'Links to a foreign host',
      story: 'The links lead to a host that is not John Deere’s. The companion passes none of them on.',
      try: 'Sign in as `several` and allow access.',
      expect: 'The same: rows without a link.',
      switches: { managementUri: 'foreign' },
    },
  ],
};
