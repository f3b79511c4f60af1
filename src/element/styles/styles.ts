import { controls } from './controls.js';
import { handOver } from './hand-over.js';
import { layout } from './layout.js';
import { organizationRows } from './organizations.js';
import { preferences } from './preferences.js';
import { tokens } from './tokens.js';

export const styles = [tokens, layout, controls, handOver, organizationRows, preferences];
