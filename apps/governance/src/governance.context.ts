import { personalExports } from '#libs/commands';
import type { ContextDefinition } from '#libs/hosting';
import { body } from './domain/body/body.ts';
import { declarations } from './domain/declarations/declarations.ts';
import { election } from './domain/election/election.decide.ts';
import { interests } from './domain/interests/interests.ts';
import { mandateReminder } from './domain/mandate-reminder/mandate-reminder.ts';
import { meeting } from './domain/meeting/meeting.ts';
import { office } from './domain/office/office.decide.ts';
import { resolution } from './domain/resolution/resolution.ts';
import { role } from './domain/role/role.ts';
import { roll } from './domain/roll/roll.ts';
import { seatPlan } from './domain/seat-plan/seat-plan.ts';
import { statutes } from './domain/statutes/statutes.ts';
import { bodyCommands } from './http/bodies.rows.ts';
import { declarationQueries } from './http/declarations.queries.ts';
import { declarationCommands } from './http/declarations.rows.ts';
import { electionQueries } from './http/elections.queries.ts';
import { electionCommands } from './http/elections.rows.ts';
import { governanceQueries } from './http/governance.queries.ts';
import { interestQueries } from './http/interests.queries.ts';
import { interestCommands } from './http/interests.rows.ts';
import { mandateReminderQueries } from './http/mandate-reminders.queries.ts';
import { mandateQueries } from './http/mandates.queries.ts';
import { minutesQueries } from './http/minutes.queries.ts';
import { meetingCommands } from './http/meetings.rows.ts';
import { officeCommands } from './http/offices.rows.ts';
import { resolutionCommands } from './http/resolutions.rows.ts';
import { roleCommands } from './http/roles.rows.ts';
import { rollCommands } from './http/rolls.rows.ts';
import { seatPlanCommands } from './http/seat-plans.rows.ts';
import { seatPlanQueries } from './http/seat-plans.queries.ts';
import { statutesCommands } from './http/statutes.rows.ts';
import { governanceRestoration } from './policies/restoration.policy.ts';
import { lateGovernance } from './policies/late-governance.policy.ts';
import { mandateReminders as remindersOfMandates } from './policies/mandate-reminders.ts';
import { governanceSuccession } from './policies/succession.policy.ts';
import { bodies } from './read-models/bodies/bodies.projection.ts';
import { filedDeclarations } from './read-models/declarations/declarations.projection.ts';
import { elections } from './read-models/elections/elections.projection.ts';
import { declaredInterests } from './read-models/interests/interests.projection.ts';
import { memberLists } from './read-models/member-lists/member-lists.projection.ts';
import { mandateReminders } from './read-models/mandate-reminders/mandate-reminders.projection.ts';
import { meetings } from './read-models/meetings/meetings.projection.ts';
import { offices } from './read-models/offices/offices.projection.ts';
import { rolls } from './read-models/rolls/rolls.projection.ts';
import { resolutions } from './read-models/resolutions/resolutions.projection.ts';
import { roles } from './read-models/roles/roles.projection.ts';
import { seatPlans } from './read-models/seat-plans/seat-plans.projection.ts';
import { statutesVersions } from './read-models/statutes/statutes.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { clusterSeats } from './read-models/cluster-seats/cluster-seats.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

const exports = personalExports('governance');

/** Bodies, offices and who holds them, appointed roles, statutes, meetings and what they decided. */
export const governanceContext: ContextDefinition = {
  name: 'governance',
  port: 8102,
  aggregates: [
    body,
    office,
    role,
    statutes,
    seatPlan,
    roll,
    meeting,
    resolution,
    declarations,
    election,
    interests,
    mandateReminder,
    governanceSuccession.aggregate,
    exports.aggregate,
  ],
  commands: [
    bodyCommands,
    officeCommands,
    roleCommands,
    statutesCommands,
    seatPlanCommands,
    rollCommands,
    meetingCommands,
    resolutionCommands,
    declarationCommands,
    electionCommands,
    interestCommands,
  ],
  projections: [
    bodies,
    offices,
    roles,
    statutesVersions,
    seatPlans,
    rolls,
    meetings,
    resolutions,
    filedDeclarations,
    elections,
    declaredInterests,
    mandateReminders,
    successions,
    clusters,
    clusterSeats,
    organisations,
    memberLists,
    operators,
  ],
  grants: operators,
  processManagers: [governanceSuccession, lateGovernance, governanceRestoration, remindersOfMandates],
  exports,
  queries: [
    ...governanceQueries,
    ...electionQueries,
    ...mandateReminderQueries,
    ...mandateQueries,
    ...declarationQueries,
    ...interestQueries,
    ...minutesQueries,
    ...seatPlanQueries,
  ],
};
