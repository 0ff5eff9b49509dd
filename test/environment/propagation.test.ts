import { propagationCases } from './propagation-cases.ts';
import { testEach } from './variable-case.ts';

testEach(propagationCases);
