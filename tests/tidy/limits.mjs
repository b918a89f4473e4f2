/**
 * The ratchets. A figure here may get stricter and never laxer; a waiver names one function with its length on the day, and is
 * taken out as soon as the function is shorter.
 */
export const limits = {
  sourceLines: { median: 70, p95: 250, longest: 400 },
  testLines: { longest: 900 },
  functionLines: { longest: 70 },
  testsToSource: { least: 1.2 },
  goldenSamples: { least: 69 },
};

/** `path#function: lines` of functions over the limit. Exact: a waiver that is not needed any more fails the check. */
export const waivers = new Map([]);

/** A word that docs/glossary.md replaces by another one; `except` matches the paths where it may stand. The clauses of the design are quoted as they are. */
function unused(what, word, ...except) {
  const passed = ['docs/glossary', 'CHANGELOG', 'docs/reference/coverage', '.*package-lock', ...except].join('|');
  return { what, why: `the word is ${word}: see docs/glossary.md`, in: new RegExp(`^(?!${passed})`) };
}

/** Words and calls that do not stand in the project, with the reason. `in` narrows a rule to paths. */
export const banned = [
  {
    what: /\b(TO[D]O|FIX[M]E|X[X]X)\b|not implemented/i,
    why: 'unfinished work belongs in an issue',
    in: /^(apps|libs|infra|tests|bench)\//,
  },
  { what: /\bas any\b|: any\b|<any>|\bany\[\]/, why: '`any` silences the compiler', in: /\.tsx?$/ },
  { what: /\bas unknown as\b/, why: 'a double cast silences the compiler', in: /\.tsx?$/ },
  {
    what: /@ts-(ignore|nocheck|expect-error)|eslint-(disable)/,
    why: 'a finding is mended, or the rule is',
    in: /\.(tsx?|[cm]?js)$/,
  },
  { what: /\b(it|test|describe)\.only\(|\bf(it|describe)\(/, why: 'a focused test hides the others', in: /\.tsx?$/ },
  {
    what: /\b(it|test|describe)\.(skip|todo)\(|\bx(it|describe)\(/,
    why: 'a skipped test checks nothing; needs of a suite are decided in one place',
    in: /\.tsx?$/,
  },
  { what: /(^|[^A-Za-z0-9_.])\/(work|farm|home|Users)\/\w/, why: 'a path of one machine' },
  { what: /registry\.(npmjs|yarnpkg)|npm\.pkg\.github/, why: 'which registry is used is the business of the machine' },
  { what: /"resolved": *"https?:/, why: 'a lock file records no download addresses', in: /package-lock\.json$/ },
  {
    what: /\bjest\.(mock|useFakeTimers)\b/,
    why: 'nothing is mocked: ports have a memory adapter, time is handed in',
    in: /\.tsx?$/,
  },
  {
    what: /\b(class|interface) \w*((?<!Process)Manager|Helper|Utils?)\b/,
    why: 'a name says what the thing does',
    in: /\.tsx?$/,
  },
  {
    what: /\bz\.coerce\b/,
    why: 'what comes as text has one spelling: `decimal` of libs/hosting; a coercion takes 1e2, 0x10 and blanks too',
    in: /\.tsx?$/,
  },
  {
    what: /\bprocess\.std(out|err)\.write\((?!terminalLines\(|text\))/,
    why: 'what the system says may hold anything: `terminalLines` of the kernel escapes what a terminal acts on',
    in: /^(apps\/(?!.*\/test\/)|libs\/(?!.*\/testing\/)|tests\/(stories|chaos)\/(?!.*\.spec\.)).*\.ts$/,
  },
  unused(/\bunless told\b|\b(un)?told\b/i, 'formatted, recorded, reported or returned, and "Default: …"'),
  unused(/\bbare\b/i, 'one for what is left out', 'bench/'),
  unused(/\bfunction\*? (told|bare|found)\b/, 'a verb for what the function does'),
  unused(/\bstandings?\b/i, 'status'),
  unused(/standstill/i, 'stall'),
  unused(/\bstretch(es)?\b/i, 'span, range or batch'),
  unused(/shared.?readings?\b/i, 'topic reader pool'),
  unused(/doorbell|wakeup|\bhead signal\b/i, 'signal'),
  unused(/respread|\bSPREAD\b/, 'shard'),
  unused(/\bkeep.?up\b|\bkeepUp|\bbroughtUp\b/, 'start or supervise'),
  unused(/what.runs.where|whatRunsWhere/i, 'service table'),
  unused(/server'?s? account|serverAccount/i, 'service user'),
  unused(/\bsuch a thing\b|\bthere is no such\b/i, '"… not found"'),
  unused(/\b(he|him|his)\b/i, 'the name of the role'),
  unused(/\bwho asks\b/i, 'caller'),
];

/** Names that say nothing about what is inside. */
export const emptyNames = /(^|[-./])(utils?|helpers?|common|manager|base|misc|shared-utils)([-.]|$)/;
