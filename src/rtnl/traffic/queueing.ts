// What the kinds of queueing disciplines and classes have of their own; one table of them. include/uapi/linux/pkt_sched.h.

import { s32Array, u32Array } from '../../netlink/array.js';
import { attributes } from '../../netlink/attributes.js';
import { body } from '../../netlink/body.js';
import { bytes, type Codec, expectFields, flag, s32, s64, u8, u32, u64 } from '../../netlink/codec.js';
import { __s64, __struct } from '../../netlink/fields.js';
import { structs } from '../../netlink/flexible.js';
import { repeated } from '../../netlink/repeated.js';
import { __s32, __u8, __u8s, __u16, __u32, type StructCodec, struct } from '../../netlink/struct.js';
import type { TrafficCodecs } from './codecs.js';
import { tc_ratespec } from './police.js';

/** Of HFSC, a discipline has a struct and its classes have attributes, which are longer. */
function bySize<A extends object, B extends object>(one: StructCodec<A>, set: Codec<B>): Codec<A | B> {
  return {
    type: `${one.type} or attributes`,
    decode: (b, start, end) => (end - start <= one.size ? one.decode(b, start, end) : set.decode(b, start, end)),
    encode(w, value) {
      expectFields(value);
      if (one.keys.some((key) => key in value)) one.encode(w, value as A);
      else set.encode(w, value as B);
    },
    dissect: (b, start, end) => (end - start <= one.size ? [] : (set.dissect?.(b, start, end) ?? [])),
    dissectFields: (b, start, end) => (end - start <= one.size ? one.dissectFields(b, start, end) : []),
  };
}

/** TCA_OPTIONS of queueing disciplines and classes. */
export function queueingOptions(): TrafficCodecs {
  const tc_fifo_qopt = struct('tc_fifo_qopt', { limit: __u32 });
  const cake = attributes(() => ({
    pad: ['TCA_CAKE_PAD', 1, bytes],
    baseRate64: ['TCA_CAKE_BASE_RATE64', 2, u64],
    diffservMode: ['TCA_CAKE_DIFFSERV_MODE', 3, u32],
    atm: ['TCA_CAKE_ATM', 4, u32],
    flowMode: ['TCA_CAKE_FLOW_MODE', 5, u32],
    overhead: ['TCA_CAKE_OVERHEAD', 6, u32],
    rtt: ['TCA_CAKE_RTT', 7, u32],
    target: ['TCA_CAKE_TARGET', 8, u32],
    autorate: ['TCA_CAKE_AUTORATE', 9, u32],
    memory: ['TCA_CAKE_MEMORY', 10, u32],
    nat: ['TCA_CAKE_NAT', 11, u32],
    raw: ['TCA_CAKE_RAW', 12, u32],
    wash: ['TCA_CAKE_WASH', 13, u32],
    mpu: ['TCA_CAKE_MPU', 14, u32],
    ingress: ['TCA_CAKE_INGRESS', 15, u32],
    ackFilter: ['TCA_CAKE_ACK_FILTER', 16, u32],
    splitGso: ['TCA_CAKE_SPLIT_GSO', 17, u32],
    fwmark: ['TCA_CAKE_FWMARK', 18, u32],
  }));
  const tc_cbs_qopt = struct('tc_cbs_qopt', { offload: __u8, pad0: __u8s(3), hicredit: __s32, locredit: __s32, idleslope: __s32, sendslope: __s32 });
  const cbs = attributes(() => ({
    parms: ['TCA_CBS_PARMS', 1, tc_cbs_qopt],
  }));
  const tc_red_qopt = struct('tc_red_qopt', { limit: __u32, qthMin: __u32, qthMax: __u32, wlog: __u8, plog: __u8, scellLog: __u8, flags: __u8 });
  const choke = attributes(() => ({
    parms: ['TCA_CHOKE_PARMS', 1, tc_red_qopt],
    stab: ['TCA_CHOKE_STAB', 2, bytes],
    maxP: ['TCA_CHOKE_MAX_P', 3, u32],
  }));
  const codel = attributes(() => ({
    target: ['TCA_CODEL_TARGET', 1, u32],
    limit: ['TCA_CODEL_LIMIT', 2, u32],
    interval: ['TCA_CODEL_INTERVAL', 3, u32],
    ecn: ['TCA_CODEL_ECN', 4, u32],
    ceThreshold: ['TCA_CODEL_CE_THRESHOLD', 5, u32],
  }));
  const drr = attributes(() => ({
    quantum: ['TCA_DRR_QUANTUM', 1, u32],
  }));
  const dualpi2 = attributes(() => ({
    limit: ['TCA_DUALPI2_LIMIT', 1, u32],
    memoryLimit: ['TCA_DUALPI2_MEMORY_LIMIT', 2, u32],
    target: ['TCA_DUALPI2_TARGET', 3, u32],
    tupdate: ['TCA_DUALPI2_TUPDATE', 4, u32],
    alpha: ['TCA_DUALPI2_ALPHA', 5, u32],
    beta: ['TCA_DUALPI2_BETA', 6, u32],
    stepThreshPkts: ['TCA_DUALPI2_STEP_THRESH_PKTS', 7, u32],
    stepThreshUs: ['TCA_DUALPI2_STEP_THRESH_US', 8, u32],
    minQlenStep: ['TCA_DUALPI2_MIN_QLEN_STEP', 9, u32],
    coupling: ['TCA_DUALPI2_COUPLING', 10, u8],
    dropOverload: ['TCA_DUALPI2_DROP_OVERLOAD', 11, u8],
    dropEarly: ['TCA_DUALPI2_DROP_EARLY', 12, u8],
    cProtection: ['TCA_DUALPI2_C_PROTECTION', 13, u8],
    ecnMask: ['TCA_DUALPI2_ECN_MASK', 14, u8],
    splitGso: ['TCA_DUALPI2_SPLIT_GSO', 15, u8],
  }));
  const tc_etf_qopt = struct('tc_etf_qopt', { delta: __s32, clockid: __s32, flags: __u32 });
  const etf = attributes(() => ({
    parms: ['TCA_ETF_PARMS', 1, tc_etf_qopt],
  }));
  const ets = attributes(() => ({
    nbands: ['TCA_ETS_NBANDS', 1, u8],
    nstrict: ['TCA_ETS_NSTRICT', 2, u8],
    quanta: ['TCA_ETS_QUANTA', 3, attributes(() => ({ quantaBand: ['TCA_ETS_QUANTA_BAND', 4, repeated(u32)] }))],
    quantaBand: ['TCA_ETS_QUANTA_BAND', 4, repeated(u32)],
    priomap: ['TCA_ETS_PRIOMAP', 5, attributes(() => ({ priomapBand: ['TCA_ETS_PRIOMAP_BAND', 6, repeated(u8)] }))],
    priomapBand: ['TCA_ETS_PRIOMAP_BAND', 6, repeated(u8)],
  }));
  const tc_prio_qopt = struct('tc_prio_qopt', { bands: __s32, priomap: __u8s(16) });
  const fq = attributes(() => ({
    plimit: ['TCA_FQ_PLIMIT', 1, u32],
    flowPlimit: ['TCA_FQ_FLOW_PLIMIT', 2, u32],
    quantum: ['TCA_FQ_QUANTUM', 3, u32],
    initialQuantum: ['TCA_FQ_INITIAL_QUANTUM', 4, u32],
    rateEnable: ['TCA_FQ_RATE_ENABLE', 5, u32],
    flowDefaultRate: ['TCA_FQ_FLOW_DEFAULT_RATE', 6, u32],
    flowMaxRate: ['TCA_FQ_FLOW_MAX_RATE', 7, u32],
    bucketsLog: ['TCA_FQ_BUCKETS_LOG', 8, u32],
    flowRefillDelay: ['TCA_FQ_FLOW_REFILL_DELAY', 9, u32],
    orphanMask: ['TCA_FQ_ORPHAN_MASK', 10, u32],
    lowRateThreshold: ['TCA_FQ_LOW_RATE_THRESHOLD', 11, u32],
    ceThreshold: ['TCA_FQ_CE_THRESHOLD', 12, u32],
    timerSlack: ['TCA_FQ_TIMER_SLACK', 13, u32],
    horizon: ['TCA_FQ_HORIZON', 14, u32],
    horizonDrop: ['TCA_FQ_HORIZON_DROP', 15, u8],
    priomap: ['TCA_FQ_PRIOMAP', 16, tc_prio_qopt],
    weights: ['TCA_FQ_WEIGHTS', 17, s32Array],
    offloadHorizon: ['TCA_FQ_OFFLOAD_HORIZON', 18, u32],
  }));
  const fqCodel = attributes(() => ({
    target: ['TCA_FQ_CODEL_TARGET', 1, u32],
    limit: ['TCA_FQ_CODEL_LIMIT', 2, u32],
    interval: ['TCA_FQ_CODEL_INTERVAL', 3, u32],
    ecn: ['TCA_FQ_CODEL_ECN', 4, u32],
    flows: ['TCA_FQ_CODEL_FLOWS', 5, u32],
    quantum: ['TCA_FQ_CODEL_QUANTUM', 6, u32],
    ceThreshold: ['TCA_FQ_CODEL_CE_THRESHOLD', 7, u32],
    dropBatchSize: ['TCA_FQ_CODEL_DROP_BATCH_SIZE', 8, u32],
    memoryLimit: ['TCA_FQ_CODEL_MEMORY_LIMIT', 9, u32],
    ceThresholdSelector: ['TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR', 10, u8],
    ceThresholdMask: ['TCA_FQ_CODEL_CE_THRESHOLD_MASK', 11, u8],
  }));
  const fqPie = attributes(() => ({
    limit: ['TCA_FQ_PIE_LIMIT', 1, u32],
    flows: ['TCA_FQ_PIE_FLOWS', 2, u32],
    target: ['TCA_FQ_PIE_TARGET', 3, u32],
    tupdate: ['TCA_FQ_PIE_TUPDATE', 4, u32],
    alpha: ['TCA_FQ_PIE_ALPHA', 5, u32],
    beta: ['TCA_FQ_PIE_BETA', 6, u32],
    quantum: ['TCA_FQ_PIE_QUANTUM', 7, u32],
    memoryLimit: ['TCA_FQ_PIE_MEMORY_LIMIT', 8, u32],
    ecnProb: ['TCA_FQ_PIE_ECN_PROB', 9, u32],
    ecn: ['TCA_FQ_PIE_ECN', 10, u32],
    bytemode: ['TCA_FQ_PIE_BYTEMODE', 11, u32],
    dqRateEstimator: ['TCA_FQ_PIE_DQ_RATE_ESTIMATOR', 12, u32],
  }));
  const tc_gred_qopt = struct('tc_gred_qopt', {
    limit: __u32,
    qthMin: __u32,
    qthMax: __u32,
    dp: __u32,
    backlog: __u32,
    qave: __u32,
    forced: __u32,
    early: __u32,
    other: __u32,
    pdrop: __u32,
    wlog: __u8,
    plog: __u8,
    scellLog: __u8,
    prio: __u8,
    packets: __u32,
    bytesin: __u32,
  });
  const tc_gred_sopt = struct('tc_gred_sopt', { dps: __u32, defDp: __u32, grio: __u8, flags: __u8, pad0: __u8s(2) });
  const tcaGredVqEntry = attributes(() => ({
    pad: ['TCA_GRED_VQ_PAD', 1, bytes],
    dp: ['TCA_GRED_VQ_DP', 2, u32],
    statBytes: ['TCA_GRED_VQ_STAT_BYTES', 3, u64],
    statPackets: ['TCA_GRED_VQ_STAT_PACKETS', 4, u32],
    statBacklog: ['TCA_GRED_VQ_STAT_BACKLOG', 5, u32],
    statProbDrop: ['TCA_GRED_VQ_STAT_PROB_DROP', 6, u32],
    statProbMark: ['TCA_GRED_VQ_STAT_PROB_MARK', 7, u32],
    statForcedDrop: ['TCA_GRED_VQ_STAT_FORCED_DROP', 8, u32],
    statForcedMark: ['TCA_GRED_VQ_STAT_FORCED_MARK', 9, u32],
    statPdrop: ['TCA_GRED_VQ_STAT_PDROP', 10, u32],
    statOther: ['TCA_GRED_VQ_STAT_OTHER', 11, u32],
    flags: ['TCA_GRED_VQ_FLAGS', 12, u32],
  }));
  const tcaGredVqList = attributes(() => ({
    entry: ['TCA_GRED_VQ_ENTRY', 1, repeated(tcaGredVqEntry)],
  }));
  const gred = attributes(() => ({
    parms: ['TCA_GRED_PARMS', 1, structs(tc_gred_qopt)],
    stab: ['TCA_GRED_STAB', 2, bytes],
    dps: ['TCA_GRED_DPS', 3, tc_gred_sopt],
    maxP: ['TCA_GRED_MAX_P', 4, u32Array],
    limit: ['TCA_GRED_LIMIT', 5, u32],
    vqList: ['TCA_GRED_VQ_LIST', 6, tcaGredVqList],
  }));
  const curve = struct('tc_service_curve', { m1: __u32, d: __u32, m2: __u32 });
  const hfscClass = attributes(() => ({
    rsc: ['TCA_HFSC_RSC', 1, curve],
    fsc: ['TCA_HFSC_FSC', 2, curve],
    usc: ['TCA_HFSC_USC', 3, curve],
  }));
  const tc_hfsc_qopt = struct('tc_hfsc_qopt', { defcls: __u16 });
  const hhf = attributes(() => ({
    backlogLimit: ['TCA_HHF_BACKLOG_LIMIT', 1, u32],
    quantum: ['TCA_HHF_QUANTUM', 2, u32],
    hhFlowsLimit: ['TCA_HHF_HH_FLOWS_LIMIT', 3, u32],
    resetTimeout: ['TCA_HHF_RESET_TIMEOUT', 4, u32],
    admitBytes: ['TCA_HHF_ADMIT_BYTES', 5, u32],
    evictTimeout: ['TCA_HHF_EVICT_TIMEOUT', 6, u32],
    nonHhWeight: ['TCA_HHF_NON_HH_WEIGHT', 7, u32],
  }));
  const tc_htb_opt = struct('tc_htb_opt', { rate: __struct(tc_ratespec), ceil: __struct(tc_ratespec), buffer: __u32, cbuffer: __u32, quantum: __u32, level: __u32, prio: __u32 });
  const tc_htb_glob = struct('tc_htb_glob', { version: __u32, rate2quantum: __u32, defcls: __u32, debug: __u32, directPkts: __u32 });
  const htb = attributes(() => ({
    parms: ['TCA_HTB_PARMS', 1, tc_htb_opt],
    init: ['TCA_HTB_INIT', 2, tc_htb_glob],
    ctab: ['TCA_HTB_CTAB', 3, u32Array],
    rtab: ['TCA_HTB_RTAB', 4, u32Array],
    directQlen: ['TCA_HTB_DIRECT_QLEN', 5, u32],
    rate64: ['TCA_HTB_RATE64', 6, u64],
    ceil64: ['TCA_HTB_CEIL64', 7, u64],
    pad: ['TCA_HTB_PAD', 8, bytes],
    offload: ['TCA_HTB_OFFLOAD', 9, flag],
  }));
  const tc_mqprio_qopt = struct('tc_mqprio_qopt', { numTc: __u8, prioTcMap: __u8s(16), hw: __u8, count: __u8s(32), offset: __u8s(32) });
  const tc_multiq_qopt = struct('tc_multiq_qopt', { bands: __u16, maxBands: __u16 });
  const tc_netem_qopt = struct('tc_netem_qopt', { latency: __u32, limit: __u32, loss: __u32, gap: __u32, duplicate: __u32, jitter: __u32 });
  const tc_netem_corr = struct('tc_netem_corr', { delayCorr: __u32, lossCorr: __u32, dupCorr: __u32 });
  const tc_netem_reorder = struct('tc_netem_reorder', { probability: __u32, correlation: __u32 });
  const tc_netem_corrupt = struct('tc_netem_corrupt', { probability: __u32, correlation: __u32 });
  const tc_netem_gimodel = struct('tc_netem_gimodel', { p13: __u32, p31: __u32, p32: __u32, p14: __u32, p23: __u32 });
  const tc_netem_gemodel = struct('tc_netem_gemodel', { p: __u32, r: __u32, h: __u32, k1: __u32 });
  const netemLoss = attributes(() => ({
    gi: ['NETEM_LOSS_GI', 1, tc_netem_gimodel],
    ge: ['NETEM_LOSS_GE', 2, tc_netem_gemodel],
  }));
  const tc_netem_rate = struct('tc_netem_rate', { rate: __u32, packetOverhead: __s32, cellSize: __u32, cellOverhead: __s32 });
  const tc_netem_slot = struct('tc_netem_slot', { minDelay: __s64, maxDelay: __s64, maxPackets: __s32, maxBytes: __s32, distDelay: __s64, distJitter: __s64 });
  const netem = attributes(() => ({
    corr: ['TCA_NETEM_CORR', 1, tc_netem_corr],
    delayDist: ['TCA_NETEM_DELAY_DIST', 2, bytes],
    reorder: ['TCA_NETEM_REORDER', 3, tc_netem_reorder],
    corrupt: ['TCA_NETEM_CORRUPT', 4, tc_netem_corrupt],
    lossModel: ['TCA_NETEM_LOSS', 5, netemLoss],
    rate: ['TCA_NETEM_RATE', 6, tc_netem_rate],
    ecn: ['TCA_NETEM_ECN', 7, u32],
    rate64: ['TCA_NETEM_RATE64', 8, u64],
    pad: ['TCA_NETEM_PAD', 9, u32],
    latency64: ['TCA_NETEM_LATENCY64', 10, s64],
    jitter64: ['TCA_NETEM_JITTER64', 11, s64],
    slot: ['TCA_NETEM_SLOT', 12, tc_netem_slot],
    slotDist: ['TCA_NETEM_SLOT_DIST', 13, bytes],
    prngSeed: ['TCA_NETEM_PRNG_SEED', 14, u64],
  }));
  const pie = attributes(() => ({
    target: ['TCA_PIE_TARGET', 1, u32],
    limit: ['TCA_PIE_LIMIT', 2, u32],
    tupdate: ['TCA_PIE_TUPDATE', 3, u32],
    alpha: ['TCA_PIE_ALPHA', 4, u32],
    beta: ['TCA_PIE_BETA', 5, u32],
    ecn: ['TCA_PIE_ECN', 6, u32],
    bytemode: ['TCA_PIE_BYTEMODE', 7, u32],
    dqRateEstimator: ['TCA_PIE_DQ_RATE_ESTIMATOR', 8, u32],
  }));
  const tc_plug_qopt = struct('tc_plug_qopt', { action: __s32, limit: __u32 });
  const qfq = attributes(() => ({
    weight: ['TCA_QFQ_WEIGHT', 1, u32],
    lmax: ['TCA_QFQ_LMAX', 2, u32],
  }));
  const red = attributes(() => ({
    parms: ['TCA_RED_PARMS', 1, tc_red_qopt],
    stab: ['TCA_RED_STAB', 2, bytes],
    maxP: ['TCA_RED_MAX_P', 3, u32],
    flags: ['TCA_RED_FLAGS', 4, struct('nla_bitfield32', { value: __u32, selector: __u32 })],
    earlyDropBlock: ['TCA_RED_EARLY_DROP_BLOCK', 5, u32],
    markBlock: ['TCA_RED_MARK_BLOCK', 6, u32],
  }));
  const tc_sfb_qopt = struct('tc_sfb_qopt', {
    rehashInterval: __u32,
    warmupTime: __u32,
    max: __u32,
    binSize: __u32,
    increment: __u32,
    decrement: __u32,
    limit: __u32,
    penaltyRate: __u32,
    penaltyBurst: __u32,
  });
  const tc_sfq_qopt = struct('tc_sfq_qopt', { quantum: __u32, perturbPeriod: __s32, limit: __u32, divisor: __u32, flows: __u32 });
  const tc_sfqred_stats = struct('tc_sfqred_stats', { probDrop: __u32, forcedDrop: __u32, probMark: __u32, forcedMark: __u32, probMarkHead: __u32, forcedMarkHead: __u32 });
  const tc_sfq_qopt_v1 = struct('tc_sfq_qopt_v1', {
    v0: __struct(tc_sfq_qopt),
    depth: __u32,
    headdrop: __u32,
    limit: __u32,
    qthMin: __u32,
    qthMax: __u32,
    wlog: __u8,
    plog: __u8,
    scellLog: __u8,
    flags: __u8,
    maxP: __u32,
    stats: __struct(tc_sfqred_stats),
  });
  const taprioSchedEntry = attributes(() => ({
    index: ['TCA_TAPRIO_SCHED_ENTRY_INDEX', 1, u32],
    cmd: ['TCA_TAPRIO_SCHED_ENTRY_CMD', 2, u8],
    gateMask: ['TCA_TAPRIO_SCHED_ENTRY_GATE_MASK', 3, u32],
    interval: ['TCA_TAPRIO_SCHED_ENTRY_INTERVAL', 4, u32],
  }));
  const taprioSchedEntryList = attributes(() => ({
    entry: ['TCA_TAPRIO_SCHED_ENTRY', 1, repeated(taprioSchedEntry)],
  }));
  const taprioTcEntry = attributes(() => ({
    index: ['TCA_TAPRIO_TC_ENTRY_INDEX', 1, u32],
    maxSdu: ['TCA_TAPRIO_TC_ENTRY_MAX_SDU', 2, u32],
    fp: ['TCA_TAPRIO_TC_ENTRY_FP', 3, u32],
  }));
  const taprioAdminSched = attributes(() => ({
    schedEntryList: ['TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST', 2, taprioSchedEntryList],
    schedBaseTime: ['TCA_TAPRIO_ATTR_SCHED_BASE_TIME', 3, s64],
    pad: ['TCA_TAPRIO_ATTR_PAD', 6, bytes],
    schedCycleTime: ['TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME', 8, s64],
    schedCycleTimeExtension: ['TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION', 9, s64],
  }));
  const taprio = attributes(() => ({
    priomap: ['TCA_TAPRIO_ATTR_PRIOMAP', 1, tc_mqprio_qopt],
    schedEntryList: ['TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST', 2, taprioSchedEntryList],
    schedBaseTime: ['TCA_TAPRIO_ATTR_SCHED_BASE_TIME', 3, s64],
    schedSingleEntry: ['TCA_TAPRIO_ATTR_SCHED_SINGLE_ENTRY', 4, taprioSchedEntry],
    schedClockid: ['TCA_TAPRIO_ATTR_SCHED_CLOCKID', 5, s32],
    pad: ['TCA_TAPRIO_ATTR_PAD', 6, bytes],
    adminSched: ['TCA_TAPRIO_ATTR_ADMIN_SCHED', 7, taprioAdminSched],
    schedCycleTime: ['TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME', 8, s64],
    schedCycleTimeExtension: ['TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION', 9, s64],
    flags: ['TCA_TAPRIO_ATTR_FLAGS', 10, u32],
    txtimeDelay: ['TCA_TAPRIO_ATTR_TXTIME_DELAY', 11, u32],
    tcEntry: ['TCA_TAPRIO_ATTR_TC_ENTRY', 12, repeated(taprioTcEntry)],
  }));
  const tc_tbf_qopt = struct('tc_tbf_qopt', { rate: __struct(tc_ratespec), peakrate: __struct(tc_ratespec), limit: __u32, buffer: __u32, mtu: __u32 });
  const tbf = attributes(() => ({
    parms: ['TCA_TBF_PARMS', 1, tc_tbf_qopt],
    rtab: ['TCA_TBF_RTAB', 2, u32Array],
    ptab: ['TCA_TBF_PTAB', 3, u32Array],
    rate64: ['TCA_TBF_RATE64', 4, u64],
    prate64: ['TCA_TBF_PRATE64', 5, u64],
    burst: ['TCA_TBF_BURST', 6, u32],
    pburst: ['TCA_TBF_PBURST', 7, u32],
    pad: ['TCA_TBF_PAD', 8, bytes],
  }));
  return {
    bfifo: tc_fifo_qopt,
    cake: cake,
    cake_mq: cake,
    cbs: cbs,
    choke: choke,
    codel: codel,
    drr: drr,
    dualpi2: dualpi2,
    etf: etf,
    ets: ets,
    fq: fq,
    fq_codel: fqCodel,
    fq_pie: fqPie,
    gred: gred,
    hfsc: bySize(tc_hfsc_qopt, hfscClass),
    hhf: hhf,
    htb: htb,
    mqprio: tc_mqprio_qopt,
    multiq: tc_multiq_qopt,
    netem: body(tc_netem_qopt, netem),
    pfifo: tc_fifo_qopt,
    pfifo_fast: tc_prio_qopt,
    pfifo_head_drop: tc_fifo_qopt,
    pie: pie,
    plug: tc_plug_qopt,
    prio: tc_prio_qopt,
    qfq: qfq,
    red: red,
    sfb: attributes(() => ({ parms: ['TCA_SFB_PARMS', 1, tc_sfb_qopt] })),
    sfq: tc_sfq_qopt_v1,
    taprio: taprio,
    tbf: tbf,
  } as TrafficCodecs;
}
