// An agent that puts containers on the network of the host: a macvlan, an address and a default route each, kept as they are to be.

import type { Rtnl } from 'rtnetlink';
import { Attachment, type Spec, type Surroundings } from './attachment.js';

export type { Spec, Surroundings };

export class Agent {
  private readonly attachments = new Map<string, Attachment>();
  private readonly links;

  private constructor(
    private readonly host: Rtnl,
    private readonly around: Surroundings,
  ) {
    this.links = host.watch(['link']);
    this.watchParents();
  }

  static async open(around: Surroundings): Promise<Agent> {
    return new Agent(await around.open(), around);
  }

  /** Resolves once the container can be reached. Rejects, with nothing left behind, where that cannot be. */
  async attach(spec: Spec): Promise<void> {
    if (this.attachments.has(spec.id)) throw new Error(`${spec.id} is attached already`);
    const attachment = await Attachment.open(spec, this.host, this.around);
    this.attachments.set(spec.id, attachment);
    try {
      await attachment.ready;
    } catch (error) {
      await this.detach(spec.id);
      throw error;
    }
  }

  /** Takes from the container what it was given. */
  async detach(id: string): Promise<void> {
    const attachment = this.attachments.get(id);
    this.attachments.delete(id);
    await attachment?.end();
  }

  /** Takes everything back. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.attachments.keys()].map((id) => this.detach(id)));
    await this.links.close();
    await this.host.close();
  }

  /** A parent that goes takes its macvlans along, and cannot be told of inside when it is back. */
  private async watchParents(): Promise<void> {
    for await (const event of this.links) {
      if (event.kind !== 'added' && event.kind !== 'changed') continue;
      for (const attachment of this.attachments.values()) if (attachment.spec.parent === event.value.ifname) await attachment.check();
    }
  }
}
