import { metricCases } from './metric-cases.ts';
import { testEach } from './variable-case.ts';

testEach(metricCases);
