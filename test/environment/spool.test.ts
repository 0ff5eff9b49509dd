import { spoolCases } from './spool-cases.ts';
import { testEach } from './variable-case.ts';

testEach(spoolCases);
