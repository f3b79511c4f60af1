import type { Group } from '../situation.js';

export const GROWERS: Group = {
  title: 'Growers and their organizations',
  about: 'The world works; it is about who signs in, and what they share.',
  situations: [
    {
      id: 'consent-refused',
      title: 'Consent is refused',
      story:
        'The grower presses “Do not allow”, or has an account that may not give consent. No connection comes of it.',
      try: 'Sign in as `refused`, or as anybody and press “Do not allow”. Close the window, and come back here.',
      expect: '“Not finished yet”, which is no error: finish in the window, start again, or cancel.',
    },
    {
      id: 'no-organizations',
      title: 'An account without any organization',
      story: 'The sign-in works, but the account belongs to no organization: probably it is the wrong one.',
      try: 'Sign in as `empty` and allow access.',
      expect: '“No organization found”, and “Start again” to sign in with another account.',
    },
    {
      id: 'none-shared',
      title: 'Signed in, nothing shared',
      story: 'Signing in is not connecting: the grower still has to tick organizations, on another page of John Deere.',
      try: 'Sign in as `unshared` and allow access. Then tick an organization in the same window, save, and come back.',
      expect: '“Step 2 of 2”, with the window led on to the organizations. After ticking one: “Connected”.',
    },
    {
      id: 'eight-organizations',
      title: 'Eight organizations',
      story: 'From eight on, a list is too long to look through.',
      try: 'Sign in as `eight` and allow access.',
      expect: 'All eight of them, five shared, and a box above the list to find one by its name.',
    },
    {
      id: 'two-hundred-organizations',
      title: 'Two hundred organizations',
      story: 'A contractor who works for two hundred farms.',
      try: 'Sign in as `hundreds` and allow access. Type a name into the box above the list.',
      expect: 'The first hundred and a button for more; the box above narrows them down at once.',
    },
    {
      id: 'two-thousand-organizations',
      title: 'Two thousand organizations',
      story: 'More than anybody should have. The card has to stay quick all the same.',
      try: 'Sign in as `thousands` and allow access. Type a name into the box above the list.',
      expect: 'As with two hundred: typing does not stutter.',
    },
  ],
};
