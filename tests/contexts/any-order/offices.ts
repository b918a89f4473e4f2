import { dayOf } from './draw.ts';
import { drawElection } from './elections.ts';
import { id, misspelt, type Correction, type Drafted, type Fact, type Mistake } from './history.ts';
import { clausesOf, CLUSTERS, clusterOf, EFFECT_DAY, END, isGone, lastDayOf, type Kind, type Name } from './setting.ts';
import type { Sent } from './world.ts';

export const bodyOf = (name: Name) => id('body', name);
export const officeOf = (name: Name) => id('office', name);
export const person = (name: string) => ({ personId: id('person', name), name });
/** Bodies and offices are there from here on. */
const FIRST = 500;

/** The body of a cluster with its office. */
export interface Board {
  readonly body: Fact;
  readonly office: Fact;
}

/** Statutes, bodies, offices, mandates, roles, and a meeting with its resolution. */
export function drawGovernance(drafted: Drafted, kind: Kind): Readonly<Partial<Record<Name, Board>>> {
  const boards: Partial<Record<Name, Board>> = {};
  for (const name of CLUSTERS) {
    const statutes = drawStatutes(drafted, kind, name);
    drawBodyThatNeverWas(drafted, name);
    drawRoles(drafted, kind, name);
    if (!drafted.draw.chance(75)) continue;
    const board = drawBoard(drafted, name);
    boards[name] = board;
    const last = drawBodyFacts(drafted, kind, name, board);
    const { draw } = drafted;
    for (let index = 0; draw.chance(index === 0 ? 70 : 40) && index < 3; index += 1)
      drawMandate(drafted, kind, { name, index, board, last });
    if (name === 'C' || (name === 'A' && kind === 'fusion-absorption'))
      drawMeeting(drafted, name, board, statutes, last);
  }
  return boards;
}

const planned = (kind: Kind, name: Name, day: number) =>
  isGone(kind, name) && day >= EFFECT_DAY ? 'before' : undefined;

const corrects = (of: string, row: string, changes: object): Correction => {
  const [context, resource, name] = row.split('.') as [string, string, string];
  return { of, name: `${context}.${resource}.correct-${name}`, changes };
};
const voids = (of: string, row: string): Correction => {
  const [context, resource, name] = row.split('.') as [string, string, string];
  return { of, name: `${context}.${resource}.void-${name}` };
};

function drawStatutes(drafted: Drafted, kind: Kind, name: Name): readonly Fact[] {
  const { draw } = drafted;
  const versions: Fact[] = [];
  for (let index = 0; draw.chance(35) && index < 2; index += 1) {
    const day = draw.day(1, lastDayOf(name));
    const body = { statutesVersion: index + 2, clauses: clausesOf(draw.one([6, 7, 8])) };
    const sent = { name: 'governance.statutes.adopt', id: clusterOf(name), body, on: dayOf(day) };
    const byEffect = planned(kind, name, day);
    const wrong = { ...sent, body: { ...body, clauses: clausesOf(5) } };
    const corrections = [corrects('StatutesAdopted', 'governance.statutes.adoption', { clauses: body.clauses })];
    versions.push(drafted.fact('statutes', sent, { byEffect, mistake: { sent: wrong, corrections } }));
  }
  return versions;
}

function drawRoles(drafted: Drafted, kind: Kind, name: Name): void {
  const { draw } = drafted;
  if (!draw.chance(40)) return;
  const [since = 1, until = 2] = draw.days(2, 1, lastDayOf(name));
  const roleId = id('role', name);
  const body = { clusterId: clusterOf(name), title: 'Director', person: person(`director of ${name}`) };
  const sent = { name: 'governance.roles.create', id: roleId, body, on: dayOf(since) };
  const byEffect = planned(kind, name, since);
  const wrong = { ...sent, body: { ...body, person: person('somebody else') } };
  const corrections = [corrects('RoleAssigned', 'governance.roles.assignment', { person: body.person })];
  const assigned = drafted.fact('role', sent, { byEffect, mistake: { sent: wrong, corrections } });
  const end = { name: 'governance.roles.end', id: roleId, body: {}, on: dayOf(until) };
  const after = [assigned];
  const becomes = draw.one(['stays', 'ends', 'ended wrongly'] as const);
  if (becomes === 'ends') drafted.fact('role ended', end, { after });
  else if (becomes === 'ended wrongly')
    drafted.neverSo('role ended', end, [voids('RoleEnded', 'governance.roles.end')], { after });
}

function drawBodyThatNeverWas(drafted: Drafted, name: Name): void {
  const { draw } = drafted;
  if (!draw.chance(20)) return;
  const body = { clusterId: clusterOf(name), kind: 'college', name: `College of ${name}` };
  const sent = { name: 'governance.bodies.create', id: id('body', name, 'never'), body, on: dayOf(draw.day(1, FIRST)) };
  drafted.neverSo('body', sent, [voids('BodyCreated', 'governance.bodies.creation')]);
}

function drawBoard(drafted: Drafted, name: Name): Board {
  const { draw } = drafted;
  const [created = 1, founded = 2] = draw.days(2, 1, FIRST);
  const bodyFacts = { clusterId: clusterOf(name), kind: 'board', name: `Board of ${name}`, size: 20 };
  const ofBody = { name: 'governance.bodies.create', id: bodyOf(name), body: bodyFacts, on: dayOf(created) };
  const misnamed = { ...ofBody, body: { ...bodyFacts, name: misspelt(bodyFacts.name) } };
  const renamed = corrects('BodyCreated', 'governance.bodies.creation', { name: bodyFacts.name });
  const body = drafted.fact('body', ofBody, { mistake: { sent: misnamed, corrections: [renamed] } });
  const officeFacts = { bodyId: bodyOf(name), kind: 'seat', title: 'Seats', maxHolders: 9 };
  const ofOffice = { name: 'governance.offices.create', id: officeOf(name), body: officeFacts, on: dayOf(founded) };
  const mistitled = { ...ofOffice, body: { ...officeFacts, title: misspelt(officeFacts.title) } };
  const titled = corrects('OfficeCreated', 'governance.offices.creation', { title: officeFacts.title });
  const office = drafted.fact('office', ofOffice, {
    after: [body],
    mistake: { sent: mistitled, corrections: [titled] },
  });
  return { body, office };
}

/** Names, sizes, and perhaps its abolition: nothing new begins from there on. */
function drawBodyFacts(drafted: Drafted, kind: Kind, name: Name, { body, office }: Board): number {
  const { draw } = drafted;
  const end = lastDayOf(name);
  const last = draw.chance(35) ? draw.end(isGone(kind, name) ? 2_000 : EFFECT_DAY + 1, end, EFFECT_DAY) : end;
  const about = { id: bodyOf(name) };
  for (let index = 0; draw.chance(35) && index < 2; index += 1) {
    const day = draw.day(FIRST, last);
    const more = { after: [body], byEffect: planned(kind, name, day) } as const;
    const on = dayOf(day);
    if (draw.chance(50)) {
      const sent = { ...about, name: 'governance.bodies.rename', body: { name: `Name ${String(index)}` }, on };
      const corrections = [corrects('BodyRenamed', 'governance.bodies.name', { name: sent.body.name, since: on })];
      const wrong = {
        ...sent,
        body: { name: misspelt(sent.body.name) },
        on: dayOf(draw.day(FIRST, Math.min(last, EFFECT_DAY))),
      };
      drafted.fact('body renamed', sent, { ...more, mistake: { sent: wrong, corrections } });
    } else {
      const sent = { ...about, name: 'governance.bodies.resize', body: { size: 30 + index }, on };
      const corrections = [corrects('BodyResized', 'governance.bodies.size', { size: sent.body.size })];
      drafted.fact('body resized', sent, { ...more, mistake: { sent: { ...sent, body: { size: 3 } }, corrections } });
    }
  }
  if (draw.chance(30)) {
    const day = draw.day(FIRST, last);
    const sent = {
      name: 'governance.offices.set-max-holders',
      id: officeOf(name),
      body: { maxHolders: 12 },
      on: dayOf(day),
    };
    drafted.fact('max holders', sent, { after: [office], byEffect: planned(kind, name, day) });
  }
  if (last === end) return last;
  const sent = { ...about, name: 'governance.bodies.abolish', body: {}, on: dayOf(last) };
  const byEffect = last === EFFECT_DAY ? undefined : planned(kind, name, last);
  if (draw.chance(60)) drafted.fact('abolition', sent, { after: [body], byEffect });
  else if (byEffect === undefined)
    drafted.neverSo('abolition', sent, [voids('BodyAbolished', 'governance.bodies.abolition')], { after: [body] });
  return last;
}

interface Held {
  readonly name: Name;
  readonly index: number;
  readonly board: Board;
  readonly last: number;
}

function drawMandate(drafted: Drafted, kind: Kind, { name, index, board, last }: Held): void {
  const { draw } = drafted;
  const since = draw.day(FIRST, last - 100);
  const until = draw.end(since + 1, last, EFFECT_DAY);
  const mandateId = id('mandate', name, index);
  const limit = draw.chance(20) ? { limit: dayOf(since + draw.below(END - since)) } : {};
  const holder = { mandateId, person: person(`${String(index)} of ${name}`), how: 'elected', ...limit };
  const office = { id: officeOf(name) };
  const start = (more: object = {}): Sent => {
    return { ...office, name: 'governance.offices.start-mandate', body: { ...holder, ...more }, on: dayOf(since) };
  };
  const after = [board.office];
  const byEffect = planned(kind, name, since);
  const never = voids('MandateStarted', 'governance.offices.mandate');
  const unended = voids('MandateEnded', 'governance.offices.mandate-end');
  const ended = { ended: { on: dayOf(until), cause: 'resignation' } };
  const isWhole = draw.chance(40);
  if (draw.chance(15) && byEffect === undefined) {
    drafted.neverSo('mandate', start(isWhole ? ended : {}), [never], { after });
    return;
  }
  const right = start(isWhole ? ended : {});
  const sooner = dayOf(FIRST + draw.below(since - FIRST + 1));
  const mistake = byEffect === undefined ? wrongHolder(right, holder.person, sooner) : undefined;
  const started = drafted.fact('mandate', right, { after, byEffect, mistake });
  if (isWhole) return;
  const end = {
    ...{ ...office, name: 'governance.offices.end-mandate' },
    ...{ body: { mandateId, cause: 'resignation' }, on: dayOf(until) },
  };
  const plannedEnd = until === EFFECT_DAY ? undefined : planned(kind, name, until);
  const becomes = draw.one(['stays', 'ends', 'ended wrongly'] as const);
  if (becomes === 'ends') drafted.fact('mandate end', end, { after: [started], byEffect: plannedEnd });
  else if (becomes === 'ended wrongly' && plannedEnd === undefined)
    drafted.neverSo('mandate end', end, [unended], { after: [started] });
}

/** Another person, from an earlier day on. */
function wrongHolder(sent: Sent, right: ReturnType<typeof person>, on: string): Mistake {
  const wrong = { ...sent, body: { ...sent.body, person: person(`not ${right.name}`) }, on };
  const changes = { person: right, since: sent.on };
  return { sent: wrong, corrections: [corrects('MandateStarted', 'governance.offices.mandate', changes)] };
}

/** A meeting with a resolution that is judged by the statutes of its day: these are on record by then. */
function drawMeeting(
  drafted: Drafted,
  name: Name,
  { body, office }: Board,
  statutes: readonly Fact[],
  last: number,
): void {
  const { draw } = drafted;
  if (!draw.chance(40)) return;
  const [convened = FIRST, held = FIRST + 1] = draw.days(2, FIRST, Math.min(last, 5_000));
  const [meetingId, resolutionId] = [id('meeting', name), id('resolution', name)];
  const meetings = 'governance.meetings';
  const convening = {
    ...{ name: `${meetings}.create`, id: meetingId, on: dayOf(convened) },
    body: { bodyId: bodyOf(name), scheduledFor: dayOf(held), agenda: ['x'] },
  };
  const on = dayOf(held);
  const sheet = { members: 100, present: 50, represented: 0 };
  const holding = { name: `${meetings}.hold`, id: meetingId, body: sheet, on };
  const meeting = drafted.fact('meeting', convening, { after: [body] });
  const meetingHeld = drafted.fact('meeting held', holding, { after: [meeting] });
  const tabling = { meetingId, clause: 'ordinary', subject: 'x' };
  const tabled = drafted.fact(
    'resolution',
    { name: 'governance.resolutions.create', id: resolutionId, body: tabling, on },
    { after: [meetingHeld] },
  );
  const tally = { ...sheet, for: 28, against: 22, abstentions: 0 };
  const known = statutes.filter(({ sent }) => sent.on <= on);
  const counted = { name: 'governance.resolutions.record-tally', id: resolutionId, body: { tally }, on };
  drafted.fact('tally', counted, { after: [tabled, ...known], needsRight: true });
  if (draw.chance(50)) drawElection(drafted, { name, office, meetingHeld, statutes: known, called: convened, sheet });
}
