import { generalCases } from './general-cases.ts';
import { testEach } from './variable-case.ts';

testEach(generalCases);
