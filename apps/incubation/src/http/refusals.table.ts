import type { RefusalTable } from '#libs/commands';
import type { FactRefusal, Refusal } from '#libs/kernel';
import type { IncubatorRejection } from '../domain/incubator/incubator.ts';
import type { PartnerRejection } from '../domain/partner/partner.ts';

/** Why the holder of a partnership cannot be the one. */
export type HolderRefusal = Refusal<'INC_HOLDER_ABSENT', 'found' | 'required'>;

export type IncubationCode = (HolderRefusal | FactRefusal<'INC'> | IncubatorRejection | PartnerRejection)['type'];

/** The refusals of every correction. */
export const FACT_REFUSALS = ['INC_FACT_NOT_FOUND', 'INC_FACT_CONTRADICTED'] as const;

/** How the refusals of this context read at the edge. */
export const incubationRefusals: RefusalTable<IncubationCode> = {
  INC_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  INC_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  INC_INCUBATOR_NOT_FOUND: { status: 404, title: 'Incubator not found.' },
  INC_INCUBATOR_EXISTS: { status: 409, title: 'An incubator with this id exists with different data.' },
  INC_INCUBATOR_DISSOLVED: { status: 409, title: 'The incubator was dissolved on that day or before it.' },
  INC_BEFORE_OPENING: { status: 409, title: 'The day is before the opening of the incubator.' },
  INC_PARTNER_NOT_FOUND: { status: 404, title: 'Partner not found.' },
  INC_HOLDER_ABSENT: { status: 409, title: 'The holder is not in the register, or has ended by that day.' },
  INC_PARTNER_EXISTS: { status: 409, title: 'A partner with this id exists with different data.' },
  INC_PARTNER_LEFT: { status: 409, title: 'The partner has left.' },
  INC_PARTNER_HAS_SEAT: { status: 409, title: 'The partner already holds a seat.' },
  INC_HOLDER_DIFFERS: { status: 409, title: 'The partnership is held by another body.' },
  INC_OUT_OF_ORDER: { status: 409, title: 'The day is before the first day of the partnership.' },
};
