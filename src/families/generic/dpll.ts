// Digital phase-locked loops and their pins. include/uapi/linux/dpll.h; Documentation/netlink/specs/dpll.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, s32, s64, sint, u32, u64 } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const dpllFamily: GenericFamily = deferredFamily('dpll', () => {
  const dpll = flaggedAttributes(() => ({
    id: ['DPLL_A_ID', 1, u32],
    moduleName: ['DPLL_A_MODULE_NAME', 2, string],
    pad: ['DPLL_A_PAD', 3, bytes],
    clockId: ['DPLL_A_CLOCK_ID', 4, u64],
    mode: ['DPLL_A_MODE', 5, u32],
    modeSupported: ['DPLL_A_MODE_SUPPORTED', 6, repeated(u32)],
    lockStatus: ['DPLL_A_LOCK_STATUS', 7, u32],
    temp: ['DPLL_A_TEMP', 8, s32],
    type: ['DPLL_A_TYPE', 9, u32],
    lockStatusError: ['DPLL_A_LOCK_STATUS_ERROR', 10, u32],
    clockQualityLevel: ['DPLL_A_CLOCK_QUALITY_LEVEL', 11, repeated(u32)],
    phaseOffsetMonitor: ['DPLL_A_PHASE_OFFSET_MONITOR', 12, u32],
    phaseOffsetAvgFactor: ['DPLL_A_PHASE_OFFSET_AVG_FACTOR', 13, u32],
    frequencyMonitor: ['DPLL_A_FREQUENCY_MONITOR', 14, u32],
  }));

  const frequencyRange = flaggedAttributes(() => ({
    frequencyMin: ['DPLL_A_PIN_FREQUENCY_MIN', 13, u64],
    frequencyMax: ['DPLL_A_PIN_FREQUENCY_MAX', 14, u64],
  }));

  const pinParentDevice = flaggedAttributes(() => ({
    parentId: ['DPLL_A_PIN_PARENT_ID', 2, u32],
    direction: ['DPLL_A_PIN_DIRECTION', 10, u32],
    prio: ['DPLL_A_PIN_PRIO', 15, u32],
    state: ['DPLL_A_PIN_STATE', 16, u32],
    phaseOffset: ['DPLL_A_PIN_PHASE_OFFSET', 23, s64],
  }));

  const pinParentPin = flaggedAttributes(() => ({
    parentId: ['DPLL_A_PIN_PARENT_ID', 2, u32],
    state: ['DPLL_A_PIN_STATE', 16, u32],
  }));

  const referenceSync = flaggedAttributes(() => ({
    id: ['DPLL_A_PIN_ID', 1, u32],
    state: ['DPLL_A_PIN_STATE', 16, u32],
  }));

  const pin = flaggedAttributes(() => ({
    id: ['DPLL_A_PIN_ID', 1, u32],
    parentId: ['DPLL_A_PIN_PARENT_ID', 2, u32],
    moduleName: ['DPLL_A_PIN_MODULE_NAME', 3, string],
    pad: ['DPLL_A_PIN_PAD', 4, bytes],
    clockId: ['DPLL_A_PIN_CLOCK_ID', 5, u64],
    boardLabel: ['DPLL_A_PIN_BOARD_LABEL', 6, string],
    panelLabel: ['DPLL_A_PIN_PANEL_LABEL', 7, string],
    packageLabel: ['DPLL_A_PIN_PACKAGE_LABEL', 8, string],
    type: ['DPLL_A_PIN_TYPE', 9, u32],
    direction: ['DPLL_A_PIN_DIRECTION', 10, u32],
    frequency: ['DPLL_A_PIN_FREQUENCY', 11, u64],
    frequencySupported: ['DPLL_A_PIN_FREQUENCY_SUPPORTED', 12, repeated(frequencyRange)],
    frequencyMin: ['DPLL_A_PIN_FREQUENCY_MIN', 13, u64],
    frequencyMax: ['DPLL_A_PIN_FREQUENCY_MAX', 14, u64],
    prio: ['DPLL_A_PIN_PRIO', 15, u32],
    state: ['DPLL_A_PIN_STATE', 16, u32],
    capabilities: ['DPLL_A_PIN_CAPABILITIES', 17, u32],
    parentDevice: ['DPLL_A_PIN_PARENT_DEVICE', 18, repeated(pinParentDevice)],
    parentPin: ['DPLL_A_PIN_PARENT_PIN', 19, repeated(pinParentPin)],
    phaseAdjustMin: ['DPLL_A_PIN_PHASE_ADJUST_MIN', 20, s32],
    phaseAdjustMax: ['DPLL_A_PIN_PHASE_ADJUST_MAX', 21, s32],
    phaseAdjust: ['DPLL_A_PIN_PHASE_ADJUST', 22, s32],
    phaseOffset: ['DPLL_A_PIN_PHASE_OFFSET', 23, s64],
    fractionalFrequencyOffset: ['DPLL_A_PIN_FRACTIONAL_FREQUENCY_OFFSET', 24, sint],
    esyncFrequency: ['DPLL_A_PIN_ESYNC_FREQUENCY', 25, u64],
    esyncFrequencySupported: ['DPLL_A_PIN_ESYNC_FREQUENCY_SUPPORTED', 26, repeated(frequencyRange)],
    esyncPulse: ['DPLL_A_PIN_ESYNC_PULSE', 27, u32],
    referenceSync: ['DPLL_A_PIN_REFERENCE_SYNC', 28, repeated(referenceSync)],
    phaseAdjustGran: ['DPLL_A_PIN_PHASE_ADJUST_GRAN', 29, u32],
    fractionalFrequencyOffsetPpt: ['DPLL_A_PIN_FRACTIONAL_FREQUENCY_OFFSET_PPT', 30, sint],
    measuredFrequency: ['DPLL_A_PIN_MEASURED_FREQUENCY', 31, u64],
    operstate: ['DPLL_A_PIN_OPERSTATE', 32, u32],
  }));

  return {
    commands: {
      ...commands(dpll, {
        DPLL_CMD_DEVICE_ID_GET: 1,
        DPLL_CMD_DEVICE_GET: 2,
        DPLL_CMD_DEVICE_SET: 3,
        DPLL_CMD_DEVICE_CREATE_NTF: 4,
        DPLL_CMD_DEVICE_DELETE_NTF: 5,
        DPLL_CMD_DEVICE_CHANGE_NTF: 6,
      }),
      ...commands(pin, { DPLL_CMD_PIN_ID_GET: 7, DPLL_CMD_PIN_GET: 8, DPLL_CMD_PIN_SET: 9, DPLL_CMD_PIN_CREATE_NTF: 10, DPLL_CMD_PIN_DELETE_NTF: 11, DPLL_CMD_PIN_CHANGE_NTF: 12 }),
    },
  };
});
