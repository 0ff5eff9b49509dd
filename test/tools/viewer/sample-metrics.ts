import type { ReceivedMetric } from '../../../src/tools/receiver/telemetry/telemetry-metric.ts';
import type { Attributes } from '../../../src/tools/receiver/telemetry/telemetry-model.ts';
import { gauge, histogram, histogramPoint, point, sum } from './metric-sketch.ts';

const ask = (status: number): Attributes => ({
  'http.request.method': 'POST',
  'http.route': '/ask',
  'http.response.status_code': status,
  'url.scheme': 'http',
  'network.protocol.version': '1.1',
});

export const metrics: ReceivedMetric[] = [
  histogram(
    'agent-service',
    'http.server.request.duration',
    's',
    histogramPoint([0.64, 0.58, 0.71, 0.49, 1.9], ask(200)),
    histogramPoint([1.212], ask(502)),
  ),
  histogram(
    'agent-service',
    'gen_ai.client.token.usage',
    '{token}',
    histogramPoint([215, 198, 240], { 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.token.type': 'input' }),
    histogramPoint([48, 51, 39], { 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.token.type': 'output' }),
  ),
  sum(
    'agent-service',
    'agent.questions',
    '{question}',
    point(6, { outcome: 'answered' }),
    point(1, { outcome: 'failed' }),
  ),
  gauge('agent-service', 'process.memory.usage', 'By', point(68_157_440)),
  histogram(
    'catalog-service',
    'http.server.request.duration',
    's',
    histogramPoint([0.049, 0.031, 0.062, 0.21], {
      'http.request.method': 'GET',
      'http.route': '/products/:id',
      'http.response.status_code': 200,
    }),
  ),
];
