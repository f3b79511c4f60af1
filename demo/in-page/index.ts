/** The simulated companion for pages with no server behind them: the theme playground and the documentation. */
export { simulateCompanion, type SimulatedCompanion, type SimulationOptions } from './companion.js';
export { lead, type Card, type LeadOptions } from './lead.js';
export { SITUATIONS, type Situation, type SituationName } from './situations.js';
