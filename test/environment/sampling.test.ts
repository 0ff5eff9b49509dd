import { samplerCases } from './sampler-cases.ts';
import { testEach } from './variable-case.ts';

testEach(samplerCases);
