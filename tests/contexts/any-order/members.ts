import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import type { Uuid } from '#libs/kernel';
import { dayOf } from './draw.ts';
import { id, misspelt, type Correction, type Drafted, type Fact, type Mistake } from './history.ts';
import {
  CLUSTERS,
  clusterOf,
  EFFECT_DAY,
  END,
  isGone,
  lastDayOf,
  organisationOf,
  ORGANISATIONS,
  type Kind,
  type Name,
} from './setting.ts';
import type { Sent } from './world.ts';

const MEMBERSHIPS = 'membership.memberships';
const CLUSTER = 'membership.clusters';
/** The first day on which somebody can become a member: whatever it stands in is there by then. */
const FIRST = 700;
const RESIGNATION = { cause: 'resignation' };

interface Place {
  readonly name: Name;
  readonly organisation: number;
  readonly antenna?: Fact | undefined;
}

/** What the register says: clusters and organisations with their names and figures, antennas, members, applications. */
export function drawMembership(drafted: Drafted, kind: Kind): readonly Fact[] {
  const antennas = CLUSTERS.map((name) => drawAntennas(drafted, kind, name));
  for (const name of CLUSTERS) drawCluster(drafted, kind, name);
  for (const number of ORGANISATIONS) drawOrganisation(drafted, number);
  const { draw } = drafted;
  for (const organisation of ORGANISATIONS)
    for (const [index, name] of CLUSTERS.entries()) {
      const antenna = draw.chance(40) ? antennas[index] : undefined;
      const place = { name, organisation, antenna };
      if (draw.chance(55)) drawPeriods(drafted, kind, place);
      else if (draw.chance(30)) drawApplication(drafted, place);
    }
  return antennas;
}

/** One that has members, and one that may close. */
function drawAntennas(drafted: Drafted, kind: Kind, name: Name): Fact {
  const { draw } = drafted;
  const clusterId = clusterOf(name);
  const open = (which: number): Fact => {
    const on = dayOf(draw.day(1, 600));
    const sent = {
      name: 'membership.antennas.create',
      id: id('antenna', name, which),
      body: { clusterId, name: `Antenna ${String(which)} of ${name}` },
      on,
    };
    const wrong = { sent: { ...sent, body: { ...sent.body, name: misspelt(sent.body.name) } }, corrections: [] };
    const changes = { name: sent.body.name };
    return drafted.fact('antenna', sent, {
      mistake: {
        ...wrong,
        corrections: [{ of: 'AntennaOpened', name: 'membership.antennas.correct-opening', changes }],
      },
    });
  };
  const opened = open(1);
  if (draw.chance(20)) {
    const body = { clusterId, name: `Antenna that never was of ${name}` };
    const never = { name: 'membership.antennas.create', id: id('antenna', name, 3), body, on: dayOf(draw.day(1, 600)) };
    drafted.neverSo('antenna', never, [{ of: 'AntennaOpened', name: 'membership.antennas.void-opening' }]);
  }
  if (!draw.chance(40)) return opened;
  const closing = open(2);
  const day = draw.end(1_000, lastDayOf(name), EFFECT_DAY);
  const sent = (on: number): Sent => ({
    name: 'membership.antennas.close',
    id: closing.sent.id,
    body: { clusterId },
    on: dayOf(on),
  });
  const byEffect = isGone(kind, name) && day > EFFECT_DAY ? 'before' : undefined;
  const voided = { of: 'AntennaClosed', name: 'membership.antennas.void-closing' };
  if (draw.chance(70)) {
    const early = draw.day(601, Math.max(Math.min(day, EFFECT_DAY), 1_000));
    const changes = { on: dayOf(day) };
    const corrections = [{ of: 'AntennaClosed', name: 'membership.antennas.correct-closing', changes }];
    drafted.fact('antenna closed', sent(day), {
      after: [closing],
      byEffect,
      ...(byEffect === undefined ? { mistake: { sent: sent(early), corrections } } : {}),
    });
  } else drafted.neverSo('antenna closed', sent(Math.min(day, EFFECT_DAY - 1)), [voided], { after: [closing] });
  return opened;
}

function drawCluster(drafted: Drafted, kind: Kind, name: Name): void {
  const { draw } = drafted;
  const clusterId = clusterOf(name);
  const before = lastDayOf(name);
  for (let index = 0; draw.chance(index === 0 ? 40 : 20) && index < 3; index += 1) {
    const day = draw.day(1, before);
    const body = { name: `Name ${String(index)} of ${name}` };
    const sent = { name: `${CLUSTER}.name`, id: clusterId, body, on: dayOf(day) };
    const byEffect = isGone(kind, name) && day >= EFFECT_DAY ? 'before' : undefined;
    const wrong = {
      ...sent,
      body: { name: misspelt(sent.body.name) },
      on: dayOf(draw.day(1, Math.min(before, EFFECT_DAY))),
    };
    const changes = { ...body, since: sent.on };
    const mistake = { sent: wrong, corrections: [{ of: 'ClusterNamed', name: `${CLUSTER}.correct-name`, changes }] };
    drafted.fact('name', sent, { byEffect, ...(byEffect === undefined ? { mistake } : {}) });
  }
  if (draw.chance(20)) {
    const figure = { indicator: 'jobs', value: 40_000, unit: 'jobs', on: dayOf(draw.day(0, before)), source: 'Study' };
    const sent = { name: `${CLUSTER}.declare-figure`, id: clusterId, body: { figure }, on: figure.on };
    const wrong = { ...sent, body: { figure: { ...figure, value: 4_000 } } };
    drafted.fact('figure', sent, {
      mistake: {
        sent: wrong,
        corrections: [{ of: 'ClusterFigureDeclared', name: `${CLUSTER}.correct-figure`, changes: { figure } }],
      },
    });
  }
  if (draw.chance(20)) drawDormancy(drafted, kind, name);
  if (name === 'C' && !drafted.isChained && draw.chance(40)) drawDissolution(drafted);
}

function drawDormancy(drafted: Drafted, kind: Kind, name: Name): void {
  const { draw } = drafted;
  const last = isGone(kind, name) ? EFFECT_DAY : 5_000;
  const [from = 1, to = 2] = draw.days(2, 1, last);
  const sent = {
    ...{ name: `${CLUSTER}.fall-dormant`, id: clusterOf(name) },
    ...{ body: { revivedOn: dayOf(to) }, on: dayOf(from) },
  };
  const corrections = [{ of: 'ClusterFellDormant', name: `${CLUSTER}.void-dormancy` }];
  if (draw.chance(70)) drafted.fact('dormancy', sent);
  else drafted.neverSo('dormancy', sent, corrections);
}

/** Of the cluster that has nothing to do with the merger, after everything else of it. */
function drawDissolution(drafted: Drafted): void {
  const { draw } = drafted;
  const [early = 5_000, day = 5_001] = draw.days(2, 5_000, END);
  const sent = { name: `${CLUSTER}.dissolve`, id: clusterOf('C'), body: {}, on: dayOf(day) };
  const of = 'ClusterDissolved';
  const changes = { on: sent.on };
  const mistake = {
    sent: { ...sent, on: dayOf(early) },
    corrections: [{ of, name: `${CLUSTER}.correct-dissolution`, changes }],
  };
  if (draw.chance(60)) drafted.fact('dissolution', sent, { mistake });
  else drafted.neverSo('dissolution', sent, [{ of, name: `${CLUSTER}.void-dissolution` }]);
}

function drawOrganisation(drafted: Drafted, number: number): void {
  const { draw } = drafted;
  const resource = 'membership.organisations';
  for (let index = 0; draw.chance(20) && index < 2; index += 1) {
    const body = { name: `Name ${String(index)} of ${String(number)}` };
    const sent = { name: `${resource}.rename`, id: organisationOf(number), body, on: dayOf(draw.day(1, END)) };
    const wrong = { ...sent, body: { name: misspelt(sent.body.name) }, on: dayOf(draw.day(1, END)) };
    const changes = { ...body, since: sent.on };
    const mistake = {
      sent: wrong,
      corrections: [{ of: 'OrganisationRenamed', name: `${resource}.correct-name`, changes }],
    };
    drafted.fact('organisation renamed', sent, { mistake });
  }
}

/** In turn admitted and leaving. All but the last period are recorded whole; the last one may have its end apart, or none. */
function drawPeriods(drafted: Drafted, kind: Kind, place: Place): void {
  const { draw } = drafted;
  const isOfPredecessor = isGone(kind, place.name);
  const days = [...draw.days(1 + draw.below(4), FIRST, 5_000)];
  // Of the day of the effect itself what was decided counts before what follows from it.
  if (isOfPredecessor && draw.chance(15)) days.splice(days.filter((day) => day < EFFECT_DAY).length, 1, EFFECT_DAY);
  for (let index = 0; index < days.length; index += 2) {
    const [since = FIRST, until] = days.slice(index, index + 2);
    const isLast = index + 2 >= days.length;
    if (until !== undefined && (!isLast || draw.chance(40))) recordWhole(drafted, place, [since, until]);
    else recordOpen(drafted, kind, place, [since, until]);
  }
}

const membershipIds = new Map<string, Uuid>();

function about({ name, organisation }: Place) {
  const [clusterId, organisationId] = [clusterOf(name), organisationOf(organisation)];
  const key = `${name} ${String(organisation)}`;
  const known = membershipIds.get(key) ?? membershipId(clusterId, organisationId);
  membershipIds.set(key, known);
  return { clusterId, organisationId, membershipId: known };
}

function admission(place: Place, since: number, ended?: number): Sent {
  const { clusterId, organisationId } = about(place);
  const antennaId = place.antenna?.sent.id;
  const end = ended === undefined ? {} : { ended: { ...RESIGNATION, on: dayOf(ended) } };
  const body = { clusterId, organisationId, ...(antennaId === undefined ? {} : { antennaId }), ...end };
  return { name: `${MEMBERSHIPS}.create`, body, on: dayOf(since) };
}

const corrects = (of: string, name: string, changes: object): Correction => ({
  of,
  name: `${MEMBERSHIPS}.correct-${name}`,
  changes,
});
const voids = (of: string, name: string): Correction => ({ of, name: `${MEMBERSHIPS}.void-${name}` });
const NEVER_MEMBER = [voids('MemberAdmitted', 'admission')];

/** A cluster that is gone decides nothing for a later day, and nobody becomes a member who has become one by law. */
const planned = (name: Name, day: number) => (name !== 'C' && day >= EFFECT_DAY ? 'before' : undefined);

function recordWhole(drafted: Drafted, place: Place, [since, until]: readonly [number, number]): void {
  const { draw } = drafted;
  const sent = admission(place, since, until);
  const after = place.antenna === undefined ? [] : [place.antenna];
  const more = { after, byEffect: planned(place.name, since) } as const;
  if (draw.chance(15) && more.byEffect === undefined) {
    drafted.neverSo('membership', sent, NEVER_MEMBER, more);
    return;
  }
  const mistake = more.byEffect === undefined ? wrongEnd(drafted, place, [since, until]) : undefined;
  drafted.fact('membership', sent, { ...more, mistake });
}

/** It was recorded to end sooner. */
function wrongEnd(drafted: Drafted, place: Place, [since, until]: readonly [number, number]): Mistake | undefined {
  if (until - since < 3) return undefined;
  const early = since + 1 + drafted.draw.below(until - since - 2);
  const changes = { on: dayOf(until) };
  return { sent: admission(place, since, early), corrections: [corrects('MembershipEnded', 'end', changes)] };
}

function recordOpen(
  drafted: Drafted,
  kind: Kind,
  place: Place,
  [since, until]: readonly [number, number | undefined],
): void {
  const { draw } = drafted;
  const after = place.antenna === undefined ? [] : [place.antenna];
  const byEffect = planned(place.name, since);
  const sent = admission(place, since);
  if (until === undefined && draw.chance(20) && byEffect === undefined) {
    drafted.neverSo('admission', sent, [voids('MemberAdmitted', 'admission')], { after, byEffect });
    return;
  }
  const changes = { since: sent.on };
  const late = { ...sent, on: dayOf(Math.min(since + 1 + draw.below(300), (until ?? END) - 1)) };
  const mistake = { sent: late, corrections: [corrects('MemberAdmitted', 'admission', changes)] };
  const isFirst = late.on < dayOf(EFFECT_DAY) && late.on > sent.on;
  const admitted = drafted.fact('admission', sent, { after, byEffect, ...(isFirst ? { mistake } : {}) });
  if (until !== undefined) recordEnd(drafted, kind, place, [admitted, until]);
  else if (draw.chance(30)) recordWrongEnd(drafted, kind, place, [admitted, since]);
}

function leaving(place: Place, day: number): Sent {
  const { clusterId, membershipId: member } = about(place);
  return { name: `${MEMBERSHIPS}.end`, id: member, body: { clusterId, ...RESIGNATION }, on: dayOf(day) };
}

function recordEnd(drafted: Drafted, kind: Kind, place: Place, [admitted, until]: readonly [Fact, number]): void {
  const byEffect = isGone(kind, place.name) && until > EFFECT_DAY ? 'before' : undefined;
  drafted.fact('end', leaving(place, until), { after: [admitted], byEffect, needsRight: true });
}

function recordWrongEnd(drafted: Drafted, kind: Kind, place: Place, [admitted, since]: readonly [Fact, number]): void {
  const last = isGone(kind, place.name) ? EFFECT_DAY : END;
  if (since + 1 >= last) return;
  const day = since + 1 + drafted.draw.below(last - since - 1);
  drafted.neverSo('end', leaving(place, day), [voids('MembershipEnded', 'end')], {
    after: [admitted],
    needsRight: true,
  });
}

/** Which is accepted, refused, or open for good. */
function drawApplication(drafted: Drafted, place: Place): void {
  const { draw } = drafted;
  const [on = FIRST, decided = FIRST + 1] = draw.days(2, FIRST, 5_000);
  const { clusterId, organisationId, membershipId: member } = about(place);
  const sent = { name: 'membership.applications.create', body: { clusterId, organisationId }, on: dayOf(on) };
  const byEffect = planned(place.name, on);
  const applied = drafted.fact('application', sent, { byEffect });
  const more = { after: [applied], byEffect: planned(place.name, decided) } as const;
  const decision = { id: member, on: dayOf(decided) };
  const becomes = draw.one(['stays', 'admit', 'refuse'] as const);
  if (becomes === 'stays') return;
  const reason = becomes === 'refuse' ? { reason: 'No place' } : {};
  const name = `membership.applications.${becomes}`;
  drafted.fact(`application: ${becomes}`, { name, body: { clusterId, ...reason }, ...decision }, more);
}
