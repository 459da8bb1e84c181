// The conversation with the kernel as `ip` has it: a refusal is told on standard error and the command goes on.
// iproute2: lib/libnetlink.c: __rtnl_talk_iov(), rtnl_dump_done().

import { NLM_F_ACK, NLM_F_ECHO } from '../netlink/constants.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { errnoText } from '../netlink/errno.js';
import { KernelError, NetlinkError } from '../netlink/errors.js';
import type { Encodable, Message } from '../netlink/message.js';
import type { RouteProtocol } from '../rtnl/protocol.js';

/** rtnetlink as it looks from here: link kinds are looked up by name. */
export type Route = RouteProtocol<Record<never, never>>['messages'];
export type RouteMessage = Message<Route>;
export type RouteRequest = Encodable<Route>;
export type RouteConversation = Conversation<Route>;

/** What the kernel says beside an errno, as a sentence. */
function sentence(severity: 'Error' | 'Warning', words: string): string {
  return `${severity}: ${words}${words.endsWith('.') ? '' : '.'}\n`;
}

/** What a list came to. */
export interface Listed {
  readonly messages: readonly RouteMessage[];
  /** Why there is no more. */
  readonly error?: KernelError;
}

export class Kernel {
  private opened: RouteConversation | undefined;

  constructor(
    private readonly open: () => RouteConversation,
    private readonly stderr: (text: string) => void,
    private readonly options: RequestOptions = {},
  ) {}

  /** Opened when it is first needed: help needs no socket. */
  get conversation(): RouteConversation {
    this.opened ??= this.open();
    return this.opened;
  }

  /** Asks for a change and says what the kernel has against it, unless `quietly`. The replies are those NLM_F_ECHO asks for. */
  async change(message: RouteRequest, quietly = false): Promise<readonly RouteMessage[] | KernelError> {
    try {
      if (((message.header.flags ?? 0) & NLM_F_ECHO) !== 0) return await this.echoed(message);
      const { replies, extendedAck } = await this.conversation.request(message, this.options);
      if (extendedAck?.message) this.stderr(sentence('Warning', extendedAck.message));
      return replies;
    } catch (error) {
      if (quietly && error instanceof KernelError) return error;
      return this.refused(error);
    }
  }

  /** The first reply is what became of the request, and all that `ip` reads: rtnl_echo_talk(). */
  private async echoed(message: RouteRequest): Promise<readonly RouteMessage[]> {
    const flags = (message.header.flags ?? 0) | NLM_F_ACK;
    try {
      return [await this.conversation.get({ ...message, header: { ...message.header, flags } }, this.options)];
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'ERR_NETLINK_REPLY') return [];
      throw error;
    }
  }

  /** Asks for one thing; `quietly` says nothing of a refusal. */
  async ask(message: RouteRequest, quietly = false): Promise<RouteMessage | KernelError> {
    try {
      return await this.conversation.get(message, this.options);
    } catch (error) {
      if (quietly && error instanceof KernelError) return error;
      return this.refused(error);
    }
  }

  async list(message: RouteRequest): Promise<readonly RouteMessage[] | KernelError> {
    const { messages, error } = await this.listed(message);
    return error ?? messages;
  }

  /** Lists what there is, or what came before the kernel refused to go on. A refusal that is `empty` says that there is nothing; `quietly` says nothing of any. */
  async listed(message: RouteRequest, empty?: (error: KernelError) => boolean, quietly = false): Promise<Listed> {
    try {
      const { messages, interrupted } = await this.conversation.dump(message, this.options);
      if (interrupted) this.stderr('Dump was interrupted and may be inconsistent.\n');
      return { messages };
    } catch (error) {
      if (error instanceof KernelError && empty?.(error) === true) return { messages: messagesOf(error) };
      const refusal = quietly && error instanceof KernelError ? error : this.refused(error, true);
      return { messages: messagesOf(refusal), error: refusal };
    }
  }

  /** Several changes at once, of which the first refusal comes back unsaid. */
  async post(messages: readonly RouteRequest[]): Promise<KernelError | undefined> {
    try {
      await this.conversation.post(messages);
      return undefined;
    } catch (error) {
      if (error instanceof KernelError) return error;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.opened?.close();
  }

  private refused(error: unknown, dump = false): KernelError {
    if (!(error instanceof KernelError)) throw error;
    const { code, errno, extendedAck, received } = error;
    if (dump && received === undefined) this.stderr(`RTNETLINK answers: ${errnoText(errno)}\n`);
    else if (extendedAck.message) this.stderr(sentence('Error', extendedAck.message));
    else if (dump && code === 'EMSGSIZE') this.stderr('Error: Buffer too small for object.\n');
    else if (!dump || (code !== 'ENOENT' && code !== 'EOPNOTSUPP')) this.stderr(`RTNETLINK answers: ${errnoText(errno)}\n`);
    return error;
  }
}

const messagesOf = ({ received = [] }: KernelError): readonly RouteMessage[] => received as readonly RouteMessage[];

/** `what: No such device`, as perror(3) says it. */
export function because(what: string, { errno }: KernelError): string {
  return `${what}: ${errnoText(errno)}\n`;
}
