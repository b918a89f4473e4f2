import { expect } from '@jest/globals';
import type { Desk, LateCase, PlannedEffect, Reading, Step } from './late-case.ts';

type Json = Readonly<Record<string, unknown>>;
type Items = readonly Json[];

/** What a case comes to: what is read, and how its merger was foreseen just before the effect and came about. */
export interface Played {
  readonly name: string;
  readonly reads: readonly { readonly get: string; readonly says: unknown }[];
  readonly foreseen?: unknown;
  readonly happened?: unknown;
}

/** Plays cases side by side, one part of all after the other: nothing of one has to do with another. */
export async function playAll(desk: Desk, cases: readonly LateCase[]): Promise<readonly Played[]> {
  const known = cases.map(() => new Map<string, string>());
  const record = async (stepsOf: (each: LateCase) => readonly Step[]): Promise<void> => {
    await Promise.all(
      cases.map((each, index) => recordAll(desk, stepsOf(each), known[index] ?? new Map<string, string>())),
    );
    await desk.settled();
  };
  await record(({ before }) => before);
  const foreseen = await Promise.all(cases.map(async ({ effect }) => effect && (await foresee(desk, effect))));
  await record(({ effect }) => (effect === undefined ? [] : [effect.by]));
  const happened = await Promise.all(cases.map(async ({ effect }) => effect && (await happen(desk, effect))));
  await record(({ after }) => after);
  const reads = await Promise.all(
    cases.map((each) => Promise.all(each.reads.map((reading) => readingOf(desk, reading)))),
  );
  return cases.map(({ name }, index) => ({
    name,
    reads: reads[index] ?? [],
    foreseen: foreseen[index],
    happened: happened[index],
  }));
}

/** Everything is read as the case says, and the merger came about as it was foreseen. */
export function expectPlayed({ reads }: LateCase, played: Played | undefined): void {
  expect(played?.reads).toMatchObject(reads);
  expect(played?.happened).toEqual(played?.foreseen);
}

async function recordAll(desk: Desk, steps: readonly Step[], known: Map<string, string>): Promise<void> {
  for (const { post, body, states = {} } of steps) {
    const whole = JSON.stringify(body).replaceAll(/"<([^"]+)>"/g, (_all, name: string) => `"${known.get(name) ?? ''}"`);
    const answer = await desk.post(post, JSON.parse(whole) as object);
    if (answer.status >= 300) throw new Error(`${post}: ${JSON.stringify(answer.body)}`);
    const events = answer.body['events'] as readonly { readonly id: string; readonly type: string }[];
    for (const [name, type] of Object.entries(states))
      known.set(name, events.find((event) => event.type.endsWith(`.${type}`))?.id ?? '');
  }
}

async function readingOf(desk: Desk, { get }: Reading) {
  return { get, says: (await desk.get(get)).body };
}

/** The dry run on the day of the effect. */
async function foresee(desk: Desk, { operationId, on }: PlannedEffect) {
  const { body } = await desk.post(`mergers/operations/${operationId}/dry-run`, { on });
  const members = body['members'] as { readonly total: number; readonly byAntenna: Items };
  const governance = body['governance'] as Readonly<Record<string, Items>>;
  const guards = body['guards'] as { readonly passed: Items; readonly failed: Items; readonly notYetDue: Items };
  const ids = (list: string, member: string) => textsOf(governance[list], member);
  return {
    members: members.total,
    byAntenna: members.byAntenna.map((each) => `${text(each['antennaId'])}: ${String(each['members'])}`).toSorted(),
    mandatesEnded: ids('mandatesEnded', 'mandateId'),
    mandatesBegun: ids('mandatesBegun', 'mandateId'),
    bodiesAbolished: ids('bodiesAbolished', 'bodyId'),
    bodiesCreated: ids('bodiesCreated', 'bodyId'),
    guards: guardsOf([...guards.passed, ...guards.notYetDue]),
    failed: guardsOf(guards.failed),
  };
}

/** The same as it is read after the effect. */
async function happen(desk: Desk, { operationId, successor, predecessor, on }: PlannedEffect) {
  const items = async (path: string) => (await desk.get(path)).body['items'] as Items;
  const [members, guards, bodies, offices] = await Promise.all([
    items(`membership/clusters/${successor}/members?validAt=${on}`),
    items(`mergers/operations/${operationId}/guards?validAt=${on}`),
    Promise.all([successor, predecessor].map((id) => items(`governance/bodies?clusterId=${id}`))),
    Promise.all([successor, predecessor].map((id) => items(`governance/offices?clusterId=${id}`))),
  ]);
  const places = members.map((each) => text(each['antennaId']));
  const mandates = offices.flat().flatMap((office) => office['mandates'] as Items);
  const isByIt = (each: unknown) => (each as Json | undefined)?.['operationId'] === operationId;
  return {
    members: members.length,
    byAntenna: [...new Set(places)]
      .map((place) => `${place}: ${String(places.filter((each) => each === place).length)}`)
      .toSorted(),
    mandatesEnded: textsOf(mandates.filter(isByIt), 'mandateId'),
    mandatesBegun: textsOf(
      mandates.filter(({ since }) => since === on),
      'mandateId',
    ),
    bodiesAbolished: textsOf(
      bodies.flat().filter((each) => isByIt(each['abolished'])),
      'bodyId',
    ),
    bodiesCreated: textsOf(
      bodies.flat().filter(({ since }) => since === on),
      'bodyId',
    ),
    guards: guardsOf(guards.filter(({ state }) => state !== 'failed')),
    failed: guardsOf(guards.filter(({ state }) => state === 'failed')),
  };
}

function textsOf(items: Items = [], member: string): readonly string[] {
  return items.map((each) => text(each[member])).toSorted();
}

function guardsOf(items: Items): readonly string[] {
  return items.map((each) => `${text(each['guard'])} ${text(each['clusterId'])}`).toSorted();
}

/** Of what is absent or null, a dash. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : '-';
}
