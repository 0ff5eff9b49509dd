import { instrumentationCases } from './instrumentation-cases.ts';
import { testEach } from './variable-case.ts';

testEach(instrumentationCases);
