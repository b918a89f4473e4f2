export * from './agenda.ts';
export * from './icalendar.ts';
