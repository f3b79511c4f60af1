/**
 * `app-keys`: which keys of the partner's application Leaf keeps. Prints names and what became of them, and never a key:
 * Leaf sends them along in clear.
 */
import { ENVIRONMENTS } from '../protocol/vocabulary.js';
import { DEADLINES, READ_APP_KEY, type Config } from '../server/config.js';
import { createAppKeyCalls, type AppKeyCalls, type AppKeyPlace } from '../server/leaf/app-keys.js';
import { createPollBudget } from '../server/leaf/poll-budget.js';
import { createLeafService } from '../server/leaf/service.js';
import { readAppKeySettings, type Environment } from './environment.js';
import { UsageError } from './usage.js';

interface Arguments {
  name?: string | undefined;
}

/** Throws `UsageError`, `ConfigurationError`, or `ProblemError` when Leaf does not do it. */
export async function manageAppKeys(action: string | undefined, { name }: Arguments, environment: Environment) {
  if (action === 'list') {
    const { leaf, johnDeere } = readAppKeySettings(environment, name, READ_APP_KEY.list);
    const calls = callsTo(leaf);
    const places = await calls.list(errand());
    if (places === undefined) await look(calls, johnDeere.appName);
    else printAll(places, name);
  } else if (action === 'add') {
    const { leaf, johnDeere } = readAppKeySettings(environment, name, READ_APP_KEY.add);
    print(johnDeere, (await callsTo(leaf).put(johnDeere, errand())) ? 'replaced' : 'added');
  } else if (action === 'remove') {
    const { leaf, johnDeere } = readAppKeySettings(environment, name, READ_APP_KEY.remove);
    print(johnDeere, (await callsTo(leaf).remove(johnDeere, errand())) ? 'removed' : 'none');
  } else throw new UsageError('app-keys does one of list, add and remove');
}

/** `name`: the only one that was asked for. */
function printAll({ length, usable }: NonNullable<Awaited<ReturnType<AppKeyCalls['list']>>>, name: string | undefined) {
  const wanted = usable.filter(({ appName }) => name === undefined || appName === name);
  for (const place of wanted) print(place, 'kept by Leaf');
  const others = name === undefined ? length - usable.length : 0;
  if (others > 0) process.stdout.write(`${others} more, under names that cannot be used here\n`);
  else if (wanted.length === 0) process.stdout.write('none\n');
}

/** For a Leaf without a list: what it has under one name can be asked for each environment. */
async function look(calls: AppKeyCalls, appName: string | undefined) {
  if (appName === undefined) throw new UsageError('Leaf does not list them here: say a name, with --name');
  for (const environment of ENVIRONMENTS) {
    const place = { appName, environment };
    print(place, (await calls.has(place, errand())) ? 'kept by Leaf' : 'none');
  }
}

function callsTo(leaf: Config['leaf']): AppKeyCalls {
  // Nobody polls here, whatever the budget.
  return createAppKeyCalls(createLeafService({ leaf, deadlines: DEADLINES }, createPollBudget(1)));
}

function errand() {
  return {
    signal: AbortSignal.timeout(DEADLINES.request),
    endsAt: performance.now() + DEADLINES.request,
    // Nothing that Leaf says is printed.
    keepSecret: () => undefined,
    countCall: () => undefined,
  };
}

function print({ appName, environment }: AppKeyPlace, what: string): void {
  process.stdout.write(`${appName} ${environment}: ${what}\n`);
}
