/** Component tests run under Mocha, whose `describe` and `it` are globals. */
import 'mocha';
