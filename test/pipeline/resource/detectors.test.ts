import { describe, expect, test } from '@jest/globals';
import type { DetectorName } from '../../../src/foundation/configuration/config.ts';
import { createDetectors } from '../../../src/pipeline/resource/detectors.ts';
import { recordDiagnostics } from '../../foundation/diagnostics/recorded-diagnostics.ts';

const recorded = recordDiagnostics();

describe('createDetectors', () => {
  test.each<[readonly DetectorName[], number]>([
    [[], 0],
    [['service'], 1],
    [['host'], 2],
    [['process'], 1],
    [['service', 'host', 'process'], 4],
    [['container'], 1],
    [['aws'], 5],
    [['azure'], 5],
    [['gcp'], 1],
    [['alibaba'], 1],
  ])('%j: detectors that can detect, %d of them', (names, count) => {
    const detectors = createDetectors(names);
    expect(detectors.map(({ detect }) => typeof detect)).toEqual(Array(count).fill('function'));
    expect(recorded.warnings).toEqual([]);
  });

  test('one that cannot be had is one warning, and the others are made', () => {
    const names = ['mainframe', 'process'] as unknown as readonly DetectorName[];
    expect(createDetectors(names)).toHaveLength(1);
    expect(recorded.warnings).toEqual([
      expect.stringMatching(/^resource detector mainframe: expected to load, got ".*"; its attributes are missing$/),
    ]);
  });

  test('a process has its creation time: process metrics need it', () => {
    const [detector] = createDetectors(['process']);
    const { 'process.creation.time': createdAt, ...others } = detector?.detect().attributes ?? {};
    expect(Object.keys(others)).toContain('process.pid');
    expect(Date.now() - Date.parse(String(createdAt))).toBeGreaterThan(0);
    expect(String(createdAt)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });
});
