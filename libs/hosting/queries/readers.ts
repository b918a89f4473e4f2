import { Forbidden, type Role } from '#libs/commands';
import type { CalendarDate } from '#libs/kernel';

/** Who reads or acts, as the token says; `today` is the civil day of the injected clock. */
export interface Viewer {
  /** Who issued the token: a subject is unique within its issuer only. */
  readonly issuer: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts. */
  readonly clusters: readonly string[];
  /** Who the caller is as a person, where its token says so: it reads the keys of what is kept about itself. */
  readonly person?: string | undefined;
  /** The organisations that the caller represents, where its token says so: it reads what is kept about them. */
  readonly organisations?: readonly string[] | undefined;
  /** True for administrators and auditors, who see facts under embargo before their date. */
  readonly mayReadEmbargoed: boolean;
  readonly today: CalendarDate;
}

/** What an answer, or a part of it, is about. */
export interface About {
  readonly clusters?: readonly string[];
  readonly organisations?: readonly string[];
  readonly persons?: readonly string[];
}

/** Who reads a resource. */
export interface Readers {
  /** What it is, as the API document says it. */
  readonly what: string;
  /** The roles that may read it; `public` needs no token. */
  readonly may: readonly Role[] | 'public';
  /** Whether operators read it of their clusters only. Default: of every cluster. */
  readonly ofTheCluster?: true;
  /** Whether a company reads it about itself. */
  readonly ofItself?: true;
  /** Whether a person reads it about itself, whatever its role. */
  readonly ofThePerson?: true;
}

const everybody: readonly Role[] = ['admin', 'operator', 'auditor', 'subscriber'];
const insiders: readonly Role[] = ['admin', 'operator', 'auditor'];

/** Who may read what: every row of a query says which of these it shows, and its permissions follow. */
export const RESOURCES = {
  process: { what: 'the process', may: 'public' },
  linked: { what: 'what is read by a private link, with its secret', may: 'public' },
  register: { what: 'the public register', may: everybody },
  members: { what: 'member lists', may: everybody },
  companies: { what: 'identifiers and declared figures of companies', may: insiders, ofItself: true },
  files: {
    what: "applications and meetings' sheets",
    may: insiders,
    ofTheCluster: true,
    ofItself: true,
  },
  fees: { what: 'fees of members', may: insiders, ofTheCluster: true, ofItself: true },
  funding: { what: 'subsidies, funding and volunteering', may: insiders, ofTheCluster: true, ofItself: true },
  reviews: {
    what: 'applications to calls and their reviews',
    may: insiders,
    ofTheCluster: true,
    ofItself: true,
    ofThePerson: true,
  },
  drafts: {
    what: 'drafts, positions, dry runs and operations that are not published',
    may: insiders,
    ofTheCluster: true,
  },
  keys: { what: 'the keys of personal texts', may: ['admin', 'auditor'], ofThePerson: true },
  audit: { what: 'the audit', may: insiders, ofTheCluster: true },
  system: { what: 'the state of the system', may: ['admin', 'auditor'] },
  upkeep: { what: 'the upkeep of the system', may: ['admin'] },
} as const satisfies Readonly<Record<string, Readers>>;

export type Resource = keyof typeof RESOURCES;

function readersOf(resource: Resource): Readers {
  return RESOURCES[resource];
}

/**
 * The roles that may ask a row. Where operators read of their clusters only, a row that is about none is not for them; where a person reads about
 * itself, everybody may ask a row that says about whom it is.
 */
export function rolesFor(resource: Resource, isScoped: boolean): readonly Role[] | 'public' {
  const { may, ofTheCluster, ofThePerson } = readersOf(resource);
  if (ofThePerson === true && isScoped) return everybody;
  return may === 'public' || ofTheCluster === undefined || isScoped ? may : may.filter((role) => role !== 'operator');
}

/** The clusters, organisations and persons of which the caller reads more than others do. */
export function claimsOf({ roles, clusters, organisations = [], person }: Viewer): Required<About> {
  const persons = person === undefined ? [] : [person.toLowerCase()];
  return { clusters: roles.includes('operator') ? clusters : [], organisations, persons };
}

/** Whether the caller reads this resource where it is about these. Without them: wherever it is. */
export function maySee(viewer: Viewer, resource: Resource, about: About = {}): boolean {
  const { may, ofTheCluster, ofItself, ofThePerson } = readersOf(resource);
  if (may === 'public') return true;
  const held = viewer.roles.filter((role) => may.includes(role));
  if (held.some((role) => role !== 'operator' || ofTheCluster === undefined)) return true;
  const own = claimsOf(viewer);
  if (ofItself === true && meet(own.organisations, about.organisations)) return true;
  if (ofThePerson === true && meet(own.persons, about.persons)) return true;
  return held.length > 0 && meet(own.clusters, about.clusters);
}

function meet(own: readonly string[], about: readonly string[] = []): boolean {
  return about.some((id) => own.includes(id));
}

/** @throws Forbidden, which says the same whatever there is, so that nothing follows from it */
export function requireSight(viewer: Viewer, resource: Resource, about: About = {}): void {
  if (maySee(viewer, resource, about)) return;
  const { what, may, ofTheCluster, ofThePerson } = readersOf(resource);
  const required = may === 'public' ? [] : may;
  if (ofThePerson === true)
    throw new Forbidden(viewer.roles, required, `a person reads ${what} about itself only, as its token names it`);
  if (ofTheCluster === undefined || !viewer.roles.includes('operator')) throw new Forbidden(viewer.roles, required);
  throw new Forbidden(viewer.clusters, required, `an operator reads ${what} of the clusters for which it acts only`);
}

/** Members of an answer, as paths of names joined by dots, that only the readers of another resource see. */
export type Parts = Readonly<Record<string, Resource>>;

/** The answer without the parts that are not for the caller. */
export function withoutHidden<Answer extends object>(
  answer: Answer,
  parts: Parts,
  viewer: Viewer,
  about: About = {},
): Answer {
  const hidden = Object.entries(parts).filter(([, resource]) => !maySee(viewer, resource, about));
  return hidden.reduce<Answer>((shown, [path]) => without(shown, path.split('.')), answer);
}

function without<Value extends object>(value: Value, [name = '', ...inside]: readonly string[]): Value {
  if (!Object.hasOwn(value, name)) return value;
  const { [name]: member, ...rest } = value as Readonly<Record<string, unknown>>;
  if (inside.length === 0) return rest as Value;
  return typeof member === 'object' && member !== null ? { ...value, [name]: without(member, inside) } : value;
}
