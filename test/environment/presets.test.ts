import { presetCases } from './preset-cases.ts';
import { testEach } from './variable-case.ts';

testEach(presetCases);
