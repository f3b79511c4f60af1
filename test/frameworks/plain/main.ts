import 'leaf-jd-connect';
import { startApp } from '../shared/dom-app.js';

startApp();
