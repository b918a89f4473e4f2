import type { GrappeEvents } from '#libs/contracts';

type Decided = GrappeEvents['governance.ResolutionDecided'];
type Adopted = GrappeEvents['governance.StatutesAdopted'];

/** What statutes ask of one kind of decision: quorum, majority, and how votes are counted. */
export type Clause = Adopted['clauses']['ordinary'];
/** A clause with its kind and the version of the statutes in which it stands. */
export type AppliedClause = Decided['rule'];
/** A kind of decision. */
export type ClauseKind = AppliedClause['kind'];
/** A kind of body that decides. */
export type DecidingBody = NonNullable<AppliedClause['bodyKind']>;
export type Outcome = Decided['outcome'];
/** How an outcome was reckoned, as events carry it. */
export type Reckoning = NonNullable<Decided['reckoning']>;
/** Whether the meeting was convened for the first time, or again because there was no quorum. */
export type Convocation = Reckoning['convocation'];
