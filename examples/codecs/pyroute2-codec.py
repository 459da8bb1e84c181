#!/usr/bin/env python3
"""pyroute2 as a codec under test:

    rtnl conformance --target 'codec:python3 examples/codecs/pyroute2-codec.py'

It tells what pyroute2 found, in the form that the cases have, and repairs nothing. It stands for the library as its own
sockets use it: a datagram goes through MarshalRtnl, and what comes out is encoded by the message's own class.
"""

import importlib.metadata
import json
import logging
import struct
import sys

from pyroute2.netlink import NLMSG_DONE, NLMSG_ERROR, nla_base, nlmsg_atoms, nlmsg_base
from pyroute2.netlink.rtnl import RTM_VALUES
from pyroute2.netlink.rtnl.marshal import MarshalRtnl

logging.disable(logging.CRITICAL)

NESTED, NET_BYTEORDER = 0x8000, 0x4000
CONTROL = {1: 'NLMSG_NOOP', 2: 'NLMSG_ERROR', 3: 'NLMSG_DONE', 4: 'NLMSG_OVERRUN'}

# What pyroute2 calls otherwise than the kernel does: attributes by how their names start, fields by their whole name.
PREFIXES = {
    'IFLA_MACVTAP_': 'IFLA_MACVLAN_',
    'IFLA_IP6GRE_': 'IFLA_GRE_',
    'IFLA_IP6TNL_': 'IFLA_IPTUN_',
    'IFLA_SIT_': 'IFLA_IPTUN_',
    'IFLA_IPIP_': 'IFLA_IPTUN_',
}
FIELDS = {'ifi_type': 'type', 'ndm_type': 'type', 'rtgen_family': 'family', 'proto': 'protocol', 'oif': 'ifindex', 'addr': 'address'}
WORDS = {'none': 0, 'nopromisc': 1}  # of IFLA_MACVLAN_FLAGS
MESSAGE_FIELDS = {28: {'ifindex': 'index'}, 29: {'ifindex': 'index'}, 30: {'ifindex': 'index'}}


class Lossy(Exception):
    """pyroute2 has no value for something."""


def kernel_name(name):
    for theirs, ours in PREFIXES.items():
        if name.startswith(theirs):
            return ours + name[len(theirs):]
    return name


def field(name, message_type=None):
    return MESSAGE_FIELDS.get(message_type, {}).get(name) or FIELDS.get(name, name)


def plain(value):
    """A value of Python as JSON."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {field(name): plain(item) for name, item in value.items() if not name.startswith('__') and name != 'attrs'}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2 ** 53:
        return str(value)  # JSON's numbers are not good for more
    return value


def attribute(slot):
    name, nla = slot.name, slot.cell[1]
    _, header = struct.unpack_from('HH', nla.data, nla.offset)
    out = {'type': header & ~(NESTED | NET_BYTEORDER), 'offset': nla.offset, 'length': nla.length}
    if header & NESTED:
        out['nested'] = True
    if header & NET_BYTEORDER:
        out['netByteOrder'] = True
    if name == 'UNKNOWN' or isinstance(nla, nlmsg_atoms.none):
        return {**out, 'kind': 'bytes', 'value': bytes(nla.data[nla.offset + 4:nla.offset + nla.length]).hex()}
    out['name'] = kernel_name(name)
    try:
        if not nla.decoded:
            nla.decode()
    except Exception as error:
        return {**out, 'error': {'message': f'{type(error).__name__}: {error}', 'offset': nla.offset}}
    return {**out, **payload(nla)}


def payload(nla):
    if isinstance(nla, nlmsg_atoms.hex):
        return {'kind': 'bytes', 'value': plain(nla.value)}
    if isinstance(nla, nlmsg_atoms.flag):
        return {'value': True}
    if isinstance(nla.value, list) and nla.value and isinstance(nla.value[0], nla_base):
        return {'attributes': [nexthop(item) for item in nla.value]}
    if nla.nla_map:
        fields = {field(name): plain(nla[name]) for name, *_ in nla.fields if name in nla and name != 'value'}
        out = {'attributes': [attribute(slot) for slot in nla.get('attrs', [])]}
        return {**out, 'fields': fields} if fields else out
    value = nla.getvalue()
    if value is None and 'value' in nla:
        value = nla['value']  # a number that its table calls None
    if type(nla).__name__ in ('port_range', 'uid_range'):
        return {'value': dict(zip(('start', 'end'), map(int, value.split(':'))))}
    if value in ('none', 'nopromisc') and nla.length == 6:
        return {'value': WORDS[value]}
    if isinstance(value, list) and value and isinstance(value[0], dict) and 'label' in value[0]:
        return {'value': [label['label'] for label in value]}
    if isinstance(value, nlmsg_base):
        return {'value': {field(name): plain(value[name]) for name, *_ in value.fields if name in value}}
    return {'value': plain(value)}


def nexthop(one):
    return {
        'name': 'rtnexthop',
        'offset': one.offset,
        'length': one.length,
        'fields': {'flags': one['flags'], 'hops': one['hops'], 'ifindex': one['oif']},
        'attributes': [attribute(slot) for slot in one.get('attrs', [])],
    }


def message(msg):
    header = msg['header']
    kind = header['type']
    out = {
        'type': kind,
        'offset': msg.offset,
        'length': header['length'],
        'flags': header['flags'],
        'sequence': header['sequence_number'],
        'port': header['pid'],
    }
    name = CONTROL.get(kind) or RTM_VALUES.get(kind)
    if name is not None:
        out['name'] = name
    if kind in (NLMSG_ERROR, NLMSG_DONE):
        error = header.get('error')
        return {**out, 'fields': {'error': -error.code if error is not None else 0}}
    if type(msg).__name__ == 'nlmsg':
        return {**out, 'payload': bytes(msg.data[msg.offset + 16:msg.offset + header['length']]).hex()}
    out['fields'] = {field(name, kind): plain(msg[name]) for name, *_ in msg.fields if name in msg and not name.startswith('__')}
    out['attributes'] = [attribute(slot) for slot in msg.get('attrs', [])]
    return out


def parse(data):
    return list(MarshalRtnl().parse(data))


def encoded(msg):
    """The message, built anew from its decoded fields and attributes."""
    def attrs(slots):
        out = []
        for slot in slots:
            if slot.name == 'UNKNOWN':
                raise Lossy('an attribute without a name')
            value = slot.value
            if isinstance(slot.cell[1], nlmsg_atoms.hex):
                value = bytes.fromhex(value.replace(':', ''))  # as it has to be given
            out.append([slot.name, inside(value)])
        return out

    def inside(value):
        if isinstance(value, list):
            return [inside(item) for item in value]
        return {**value, 'attrs': attrs(value['attrs'])} if isinstance(value, dict) and 'attrs' in value else value

    if msg['header']['type'] in CONTROL:
        raise Lossy('control messages are read, not written')
    if type(msg).__name__ == 'nlmsg':
        raise Lossy('there is no class for this message')
    again = type(msg)()
    for name, *_ in msg.fields:
        if name in msg:
            again[name] = msg[name]
    again['header'] = {**msg['header'], 'length': 0}
    again['attrs'] = attrs(msg.get('attrs', []))
    again.encode()
    return bytes(again.data)


def answer(question):
    if question['op'] == 'hello':
        return {'library': f'pyroute2 {importlib.metadata.version("pyroute2")}', 'checks': ['decode', 'roundtrip'], 'byteOrders': [sys.byteorder], 'silent': ['refusedAt']}
    data = bytes.fromhex(question['hex'])
    try:
        messages = parse(data)
        if question['op'] == 'decode':
            return {'messages': [message(msg) for msg in messages]}
        return {'hex': b''.join(encoded(msg) for msg in messages).hex()}
    except Lossy as error:
        return {'unsupported': str(error)}
    except Exception as error:
        return {'error': {'message': f'{type(error).__name__}: {error}'}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
