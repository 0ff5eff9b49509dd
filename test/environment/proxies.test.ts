import { proxyCases } from './proxy-cases.ts';
import { testEach } from './variable-case.ts';

testEach(proxyCases);
