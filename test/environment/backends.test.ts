import { backendCases } from './backend-cases.ts';
import { testEach } from './variable-case.ts';

testEach(backendCases);
