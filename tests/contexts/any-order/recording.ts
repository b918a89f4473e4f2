import { asides } from '../../../apps/mergers/src/read-models/asides/asides.projection.ts';
import type { Act, Fact, History } from './history.ts';
import type { RecordedEvent } from '#libs/kernel';
import { saidBy } from './said.ts';
import type { Seen } from './seen.ts';
import { SETTING } from './setting.ts';
import { subjectOf, World, type Sent } from './world.ts';

/** What is done, in its order. */
export interface Recording {
  readonly history: History;
  readonly acts: readonly Act[];
  /** Whether process managers follow at once; else they are some acts behind. */
  readonly follows: (act: Act) => boolean;
}

/** What everybody reads when all of it is on record. @throws TypeError for what is refused, and for what a merger could not move */
export async function read({ acts, follows }: Recording, seen?: Seen): Promise<Readonly<Record<string, unknown>>> {
  set ??= begin();
  const world = new World(await set);
  const wrong = new Map<Fact, readonly Stated[]>();
  for (const act of acts) {
    // What belongs to the successor is sent once it is there.
    if (act.fact.byEffect === 'after') await world.follow();
    if (act.does === 'correct') await correct(world, act.fact, wrong.get(act.fact) ?? []);
    else {
      const stated = await accepted(world, act.does === 'record' ? act.fact.sent : (act.fact.mistake ?? act.fact).sent);
      if (act.does === 'record-wrong') wrong.set(act.fact, stated);
    }
    if (follows(act)) await world.follow();
  }
  await world.follow();
  const left = await world.readModels.of(asides).all({});
  if (left.length > 0) throw new TypeError(`set aside: ${JSON.stringify(left)}`);
  for (const [manager, times] of world.followed) seen?.add(`${manager} followed`, times);
  return await saidBy(world.readModels);
}

/** What every history begins with is recorded once. */
let set: Promise<readonly RecordedEvent[]> | undefined;

async function begin(): Promise<readonly RecordedEvent[]> {
  const world = new World();
  for (const sent of SETTING) await accepted(world, sent);
  return world.ledger;
}

interface Stated {
  readonly id: string;
  readonly type: string;
}

async function accepted(world: World, sent: Sent): Promise<readonly Stated[]> {
  const outcome = await world.send(sent);
  if (!outcome.ok) throw new TypeError(`refused: ${JSON.stringify([sent, outcome.rejection])}`);
  return outcome.events;
}

async function correct(world: World, { sent, mistake }: Fact, stated: readonly Stated[]): Promise<void> {
  for (const { of, name, changes } of mistake?.corrections ?? []) {
    const fact = stated.find(({ type }) => type.endsWith(`.${of}`))?.id;
    const body = { fact, reason: 'Recorded wrong', ...(changes === undefined ? {} : { changes }) };
    await accepted(world, { name, id: subjectOf(sent), body, on: '2024-05-01' });
  }
}

/** The fewest acts that still fail: those are left out without which it fails as well, with what rests on them. */
export async function smallest(
  recording: Recording,
  fails: (recording: Recording) => Promise<boolean>,
): Promise<Recording> {
  let least = recording;
  for (let isLess = true; isLess;) {
    isLess = false;
    for (const act of least.acts.toReversed()) {
      if (act.fact === recording.history.effect || !least.acts.includes(act)) continue;
      const fewer = without(least, act.fact);
      if (fewer === undefined || !(await fails(fewer))) continue;
      least = fewer;
      isLess = true;
    }
  }
  return least;
}

function without(recording: Recording, left: Fact): Recording | undefined {
  const gone = new Set([left]);
  for (let size = 0; size < gone.size;) {
    size = gone.size;
    for (const { fact } of recording.acts) if (fact.after.some((each) => gone.has(each))) gone.add(fact);
  }
  if (gone.has(recording.history.effect)) return undefined;
  const facts = recording.history.facts.filter((fact) => !gone.has(fact));
  return {
    ...recording,
    history: { ...recording.history, facts },
    acts: recording.acts.filter(({ fact }) => !gone.has(fact)),
  };
}

/** The acts as lines, for whoever has to find out what is wrong. */
export function linesOf({ acts, follows }: Recording): string {
  return acts
    .map((act) => {
      const { name, id, body, on } = act.does === 'record-wrong' ? (act.fact.mistake ?? act.fact).sent : act.fact.sent;
      const corrections = act.does === 'correct' ? JSON.stringify(act.fact.mistake?.corrections) : '';
      const what = `${act.does} ${name} ${id ?? ''} ${on} ${JSON.stringify(body)} ${corrections}`;
      return follows(act) ? what : `${what} (not followed yet)`;
    })
    .join('\n');
}
