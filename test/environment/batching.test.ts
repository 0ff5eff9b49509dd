import { batchCases } from './batch-cases.ts';
import { testEach } from './variable-case.ts';

testEach(batchCases);
