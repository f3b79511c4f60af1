/** The people who can sign in at the simulated John Deere, and what each of them owns and shares. All invented. */

export interface DeereOrganization {
  readonly id: string;
  readonly name: string;
  /** Whether the grower lets the partner's application see this organization. */
  shared: boolean;
}

export interface DeereAccount {
  /** What is typed as user ID. */
  readonly id: string;
  readonly name: string;
  /** What the account is there to show, for the sign-in page and the demo's index. */
  readonly about: string;
  /** `refused` stands for an account that may not give consent: John Deere sends it back with `access_denied`. */
  readonly consent: 'asked' | 'refused';
  readonly organizations: DeereOrganization[];
}

/** One password for all of them; the sign-in page shows it. */
export const PASSWORD = 'simulated harvest';

/** A fresh copy of every test account, so that what one simulator's growers tick is never seen by another's. */
export function testAccounts(): DeereAccount[] {
  return [
    {
      id: 'several',
      name: 'Maria Lindqvist',
      about: 'several organizations, some of them shared already',
      consent: 'asked',
      organizations: [
        { id: '509991', name: 'Lindqvist Home Farm', shared: true },
        { id: '509992', name: 'Lindqvist & Daughters <River Land>', shared: true },
        { id: '509993', name: 'Hill Pastures', shared: false },
        { id: '509994', name: 'Northern Contracting', shared: false },
      ],
    },
    {
      id: 'unshared',
      name: 'Tomás Ferreira',
      about: 'two organizations, none of them shared yet',
      consent: 'asked',
      organizations: [
        { id: '620101', name: 'Quinta da Ribeira', shared: false },
        { id: '620102', name: 'Herdade do Monte', shared: false },
      ],
    },
    {
      id: 'empty',
      name: 'Ada Novak',
      about: 'no organization at all',
      consent: 'asked',
      organizations: [],
    },
    {
      id: 'refused',
      name: 'Jo Berger',
      about: 'not allowed to give consent: John Deere refuses',
      consent: 'refused',
      organizations: [{ id: '730201', name: 'Berger Estate', shared: false }],
    },
    {
      id: 'eight',
      name: 'Noor Haddad',
      about: 'eight organizations, five of them shared',
      consent: 'asked',
      organizations: organizations(8, 840000),
    },
    {
      id: 'hundreds',
      name: 'Wim Postma',
      about: 'two hundred organizations, many of them shared',
      consent: 'asked',
      organizations: organizations(200, 850000),
    },
    {
      id: 'thousands',
      name: 'Grace Okafor',
      about: 'two thousand organizations, many of them shared',
      consent: 'asked',
      organizations: organizations(2000, 860000),
    },
  ];
}

const PLACES = ['Alder', 'Birch', 'Cedar', 'Dry Creek', 'Elm', 'Fox Hollow', 'Green Lake', 'Hazel', 'Iron Hill'];
const KINDS = ['Farm', 'Fields', 'Orchards', 'Pastures', 'Ranch'];

/** As many as are wanted, five in eight of them shared, with names that a grower might look for. */
function organizations(count: number, firstId: number): DeereOrganization[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(firstId + index),
    name: `${PLACES[index % PLACES.length] ?? ''} ${KINDS[index % KINDS.length] ?? ''} ${index + 1}`,
    shared: index % 8 < 5,
  }));
}

/** The accounts of one John Deere. */
export class Accounts {
  #accounts = testAccounts();

  get all(): readonly DeereAccount[] {
    return this.#accounts;
  }

  find(id: string | undefined): DeereAccount | undefined {
    return this.#accounts.find((account) => account.id === id);
  }

  /** The account that a sign-in form names, when its password is right. */
  signIn(form: FormData): DeereAccount | undefined {
    return this.#accounts.find(({ id }) => id === form.get('user') && form.get('password') === PASSWORD);
  }

  /** Forgets everything that was ticked and unticked. */
  reset(): void {
    this.#accounts = testAccounts();
  }
}
