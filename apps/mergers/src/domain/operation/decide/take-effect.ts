import { accept, earliest, reject } from '#libs/kernel';
import { effectDay } from '../../rules/g8-effect-date.ts';
import { judge } from '../../rules/rule-book.ts';
import type { TakeEffect } from '../operation.commands.ts';
import { fileOf, type Started } from '../operation.ts';
import { wrongStatus, type OperationDecision } from './decision.ts';
import { successionOf } from './succession.ts';

/**
 * The day of effect follows from the law, not from the day on which it is recorded: an effect entered late still bears its own
 * day, and one asked for too early is refused with the first day on which it is lawful.
 */
export function takeEffect({ on, journalOfficielOn }: TakeEffect, state: Started): OperationDecision {
  if ('effectiveOn' in state) return accept();
  if (state.status !== 'approved' && state.status !== 'ready') return wrongStatus(state, ['approved', 'ready']);
  const file = fileOf(state);
  const effectiveOn = earliest(on, effectDay(file, journalOfficielOn) ?? on);
  const judgement = judge({ act: 'take-effect', on: effectiveOn, journalOfficielOn }, file);
  if (!judgement.ok) return reject(judgement.refusal);
  return accept(successionOf(file, effectiveOn, judgement.verdicts));
}
