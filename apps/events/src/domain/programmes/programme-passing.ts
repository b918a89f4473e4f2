import { leadOf, type Fact, type KnownProgramme, type Programme, type ProgrammePart } from './programme.state.ts';

type Role = ProgrammePart['role'];

/** The programme after a passing: what a cluster was its heir is, once. What the cluster that gives is not does not pass. */
export function passedTo(fact: Fact<'ProgrammePassed'>, state: KnownProgramme): Programme {
  return fact.annulment === true ? backTo(fact, state) : thereTo(fact, state);
}

function thereTo({ from, to, operationId, on }: Fact<'ProgrammePassed'>, state: KnownProgramme): Programme {
  const [roles, own] = [rolesOf(from, state), rolesOf(to, state)];
  const hasLead = leadOf(state) === from;
  if (!hasLead && roles.length === 0) return state;
  const leadId = hasLead ? to : leadOf(state);
  // Whoever leads it is none of its relays.
  const ends = (part: ProgrammePart): boolean =>
    isOpenOf(from, part) || (isOpenOf(to, part) && part.role === 'relay' && leadId === to);
  const taken = roles.filter((role) => !own.includes(role) && !(role === 'relay' && leadId === to));
  return {
    ...state,
    leads: hasLead ? [...state.leads, { leadId: to, since: on }] : state.leads,
    parts: [...ended(state.parts, ends, on), ...taken.map((role) => partOf(role, to, on))],
    passings: [...(state.passings ?? []), { from, to, operationId, on, hasLead, roles, own }],
  };
}

/** What had passed and is still the heir's comes back, and the heir is again what it was by itself. */
function backTo({ from: heirId, to, operationId, on }: Fact<'ProgrammePassed'>, state: KnownProgramme): Programme {
  const passing = state.passings?.find((each) => each.operationId === operationId && each.from === to);
  if (passing === undefined) return state;
  const now = rolesOf(heirId, state);
  const hasLead = passing.hasLead && leadOf(state) === heirId;
  const leadId = hasLead ? to : leadOf(state);
  const given = passing.roles.filter((role) => {
    // Of one that the lead had swallowed, the lead says whether it is still there.
    const isThere = now.includes(role) || (role === 'relay' && leadOf(state) === heirId);
    return isThere && !(role === 'relay' && leadId === to) && !rolesOf(to, state).includes(role);
  });
  const ends = (part: ProgrammePart): boolean =>
    isOpenOf(heirId, part) && given.includes(part.role) && !passing.own.includes(part.role);
  const again = hasLead && passing.own.includes('relay') && !now.includes('relay') ? [partOf('relay', heirId, on)] : [];
  return {
    ...state,
    leads: hasLead ? [...state.leads, { leadId: to, since: on }] : state.leads,
    parts: [...ended(state.parts, ends, on), ...given.map((role) => partOf(role, to, on)), ...again],
  };
}

/** The programme after the end of a part that had passed by then: it ends with the heir, unless that had one of its own. */
export function endOfPassed(
  { role, party, on }: Fact<'ProgrammePartEnded'>,
  until: string,
  state: KnownProgramme,
): Programme {
  const passing = state.passings?.find((each) => each.from === party.id && each.on === until);
  if (passing === undefined || !passing.roles.includes(role) || passing.own.includes(role)) return state;
  const ends = (part: ProgrammePart): boolean => isOpenOf(passing.to, part) && part.role === role && part.since < on;
  return { ...state, parts: ended(state.parts, ends, on) };
}

function rolesOf(clusterId: string, { parts }: KnownProgramme): readonly Role[] {
  return parts.filter((part) => isOpenOf(clusterId, part)).map(({ role }) => role);
}

function isOpenOf(clusterId: string, { party, until }: ProgrammePart): boolean {
  return until === undefined && party.kind === 'cluster' && party.id === clusterId;
}

function partOf(role: Role, id: string, since: string): ProgrammePart {
  return { role, party: { kind: 'cluster', id }, since };
}

function ended(
  parts: readonly ProgrammePart[],
  ends: (part: ProgrammePart) => boolean,
  until: string,
): readonly ProgrammePart[] {
  return parts.map((part) => (ends(part) ? { ...part, until } : part));
}
