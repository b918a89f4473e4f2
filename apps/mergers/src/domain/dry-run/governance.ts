import { nameOn } from '#libs/kernel';
import {
  endingBy,
  endingWithBody,
  mandatesBeside,
  startingMandates,
  takesUp,
  type Effect,
  type PlannedOffice,
} from '#libs/succession';
import type { DryRunInput, Governance } from './diff.ts';
import type { Line } from './lines.ts';

const NOTHING: Governance = { bodies: [], offices: [], mandates: [] };

/** What ends with the predecessors and what the plan begins. */
export function governanceDiff(input: DryRunInput, effect: Effect) {
  const ending = effect.predecessors.map(({ clusterId }) => ({
    clusterId,
    ...endedOf(input.governance[clusterId] ?? NOTHING, effect),
  }));
  return {
    bodiesAbolished: ending.flatMap(({ clusterId, bodies }) =>
      bodies.map(({ bodyId, names }) => ({
        clusterId,
        bodyId,
        name: nameOn(names, effect.effectiveOn)?.name ?? bodyId,
      })),
    ),
    mandatesEnded: ending.flatMap((ended) => endedMandates(ended.clusterId, ended)),
    ...beginnings(input, effect),
  };
}

/** What ends and begins, line by line, without the names of persons; a mandate rests on its office, its body and its holder. */
export function governanceLines(
  { governance, file }: DryRunInput,
  changes: ReturnType<typeof governanceDiff>,
): readonly Line[] {
  const known = new Map(
    Object.values(governance).flatMap(({ mandates }) => mandates.map((each) => [each.mandateId, each])),
  );
  const planned = new Map(plannedMandates(file.plan?.plan.transitionalGovernance.bodies ?? []));
  const ofBody = (part: string) => (body: { readonly bodyId: string }) => ({
    ...{ part, key: body.bodyId, about: [body.bodyId], value: { ...body } },
  });
  const ofMandate =
    (part: string) =>
    ({ personName: _name, ...mandate }: { readonly mandateId: string; readonly personName: string }) => {
      const { mandateId } = mandate;
      const { officeId, bodyId, person } = known.get(mandateId) ?? planned.get(mandateId) ?? {};
      const about = [mandateId, officeId, bodyId, person?.personId].filter((each) => each !== undefined);
      return { part, key: mandateId, about, value: { ...mandate } };
    };
  return [
    ...changes.bodiesAbolished.map(ofBody('bodies-abolished')),
    ...changes.bodiesCreated.map(ofBody('bodies-created')),
    ...changes.mandatesEnded.map(ofMandate('mandates-ended')),
    ...changes.mandatesBegun.map(ofMandate('mandates-begun')),
  ];
}

function plannedMandates(bodies: Effect['transitionalGovernance']['bodies']) {
  return bodies.flatMap(({ bodyId, offices }) =>
    offices.flatMap(({ officeId, holders }) =>
      holders.map(({ mandateId, person }) => [mandateId, { officeId, bodyId, person }] as const),
    ),
  );
}

function endedOf({ bodies, offices, mandates }: Governance, { effectiveOn }: Effect): Governance {
  const ends = (term: Parameters<typeof endingBy>[1]): boolean => endingBy(effectiveOn, term) !== undefined;
  const until = new Map(bodies.map((body) => [body.bodyId, body.until]));
  const held = mandates.map((mandate) => endingWithBody(effectiveOn, mandate, until.get(mandate.bodyId)));
  return { offices, bodies: bodies.filter(ends), mandates: held.filter(ends) };
}

function endedMandates(clusterId: string, { offices, mandates }: Governance) {
  const titles = new Map(offices.map(({ officeId, title }) => [officeId, title]));
  return mandates.map(({ mandateId, officeId, person }) => ({
    mandateId,
    clusterId,
    personName: person.name,
    office: titles.get(officeId) ?? officeId,
  }));
}

/** A body that the absorbing cluster has is not created, and its office holders continue. */
function beginnings({ file, governance }: DryRunInput, effect: Effect) {
  if (file.plan === undefined) return { bodiesCreated: [], mandatesBegun: [] };
  const successorId = file.plan.plan.successor.clusterId;
  const heirs = [successorId, ...(file.plan.plan.heirs ?? []).map(({ clusterId }) => clusterId)];
  const own = heirs.map((clusterId) => governance[clusterId] ?? NOTHING);
  // Once it took effect, the bodies that it created are there as well.
  const before = own.flatMap((each) => each.bodies).filter(({ since }) => since !== file.effectiveOn);
  const known = new Map(before.map((body) => [body.bodyId, body]));
  const bodies = effect.transitionalGovernance.bodies.filter(({ bodyId }) =>
    takesUp(effect.effectiveOn, known.get(bodyId)),
  );
  return {
    bodiesCreated: bodies
      .filter(({ bodyId }) => !known.has(bodyId))
      .map(({ bodyId, name, kind }) => ({ bodyId, name, kind })),
    mandatesBegun: bodies.flatMap(({ offices, clusterId = successorId }) =>
      offices.flatMap((office) => begunMandates(clusterId, office, governance[clusterId] ?? NOTHING, effect)),
    ),
  };
}

function begunMandates(clusterId: string, office: PlannedOffice, { offices, mandates }: Governance, effect: Effect) {
  const known = offices.find(({ officeId }) => officeId === office.officeId);
  if (!takesUp(effect.effectiveOn, known)) return [];
  const held = mandates
    .filter(({ officeId }) => officeId === office.officeId)
    .map(({ person, ...mandate }) => ({ ...mandate, personId: person.personId }));
  return startingMandates(effect, office, mandatesBeside(office, held)).map(({ holder, limit }) => ({
    mandateId: holder.mandateId,
    clusterId,
    personName: holder.person.name,
    office: office.title,
    limit,
  }));
}
