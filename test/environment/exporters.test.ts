import { exporterCases } from './exporter-cases.ts';
import { testEach } from './variable-case.ts';

testEach(exporterCases);
