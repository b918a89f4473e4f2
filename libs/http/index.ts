export { CODES_BY_STATUS, methodsByPath, problemAnswers, sendProblem } from './problem-answers.ts';
