import { sentencesInFrench, type CommandTable, type PeopleCommand } from '#libs/commands';
import { edgeProblem, Problem, type FaultLog, type ProblemBody } from '#libs/hosting';
import { invariant, type Rejection } from '#libs/kernel';
import type { Language } from '../http/accept-language.ts';

/** Members of a rejection that have a place of their own in a problem document. */
const PLACED = ['guard', 'citation', 'found', 'required', 'earliestLawfulDate', 'detail'] as const;

/**
 * A refusal of the domain as a problem; the compiler checks that each code has a row. What has words in French is answered in the language of the
 * reader: the code, the days and all other data are the same.
 */
export function refusal(table: CommandTable, rejection: Rejection, language: Language = 'en'): Problem {
  const spec = table.refusals[rejection.type];
  invariant(spec !== undefined, `refusal code ${rejection.type} has no row in the table of ${table.context}`);
  const { inFrench: _sentences, ...said } = rejection as Rejection & { readonly inFrench?: object };
  const isTranslated = spec.inFrench !== undefined;
  const title = language === 'fr' ? (spec.inFrench ?? spec.title) : spec.title;
  const sentences = language === 'fr' ? sentencesInFrench(spec, rejection) : {};
  const members = new Map<string, unknown>(Object.entries({ ...said, ...sentences }));
  const placed = Object.fromEntries(
    PLACED.filter((name) => members.has(name)).map((name) => [name, members.get(name)]),
  );
  const body: ProblemBody = {
    code: rejection.type,
    status: spec.status,
    title,
    ...(spec.path === undefined ? {} : { errors: [{ path: spec.path, message: title }] }),
    ...placed,
    ...otherMembers(members),
    ...(isTranslated ? { headers: { 'content-language': language, vary: 'accept-language' } } : {}),
  };
  return new Problem(body);
}

/** Looks whether a command is refused with a code that its row does not list: its documents promise that this cannot happen. */
export type RefusalCheck = (row: Pick<PeopleCommand, 'name' | 'refusals'>, rejection: Rejection) => void;

/** In production the refusal is answered as it is, and the fault is logged and counted; everywhere else it ends the request. */
export function refusalCheck(environment: string, faults: FaultLog): RefusalCheck {
  return ({ name, refusals }, { type }) => {
    if (refusals.includes(type)) return;
    const detail = `${name}: the row does not list ${type}`;
    if (environment !== 'production') throw edgeProblem('API_INTERNAL', { detail, facts: { unlisted: detail } });
    faults.report(detail, 'unlisted refusal');
  };
}

/** Everything else that the rejection says: `status`, `clusterId` and the like, under `facts` so that nothing collides. */
function otherMembers(members: ReadonlyMap<string, unknown>): { facts?: Readonly<Record<string, unknown>> } {
  const placed = new Set<string>([...PLACED, 'type']);
  const rest = [...members].filter(([name]) => !placed.has(name));
  return rest.length === 0 ? {} : { facts: Object.fromEntries(rest.map(([name, value]) => [name, jsonable(value)])) };
}

function jsonable(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
