import { controls } from './controls.js';
import { layout } from './layout.js';
import { preferences } from './preferences.js';
import { tokens } from './tokens.js';

export const styles = [tokens, layout, controls, preferences];
