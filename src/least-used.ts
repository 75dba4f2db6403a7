/** A place in the order, by what its lane had used when it was put there. */
type Place<L> = { lane: L; used: number };

/**
 * Lanes in the order of what they have used, the least first: a binary heap, for thousands of owners may wait at the same time and
 * looking through all of them for each call would take longer than the call. A lane may use more while it is in here, never less.
 */
export class LeastUsed<L extends { used: number }> {
  private readonly heap: Place<L>[] = [];

  add(lane: L): void {
    let at = this.heap.push({ lane, used: lane.used }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.usedAt(above) <= this.usedAt(at)) return;
      this.swap(at, above);
      at = above;
    }
  }

  /** The lane that has used the least. */
  first(): L | undefined {
    for (let [top] = this.heap; top; [top] = this.heap) {
      if (top.used === top.lane.used) return top.lane;
      top.used = top.lane.used;
      this.sink();
    }
    return undefined;
  }

  removeFirst(): void {
    this.swap(0, this.heap.length - 1);
    this.heap.pop();
    this.sink();
  }

  clear(): void {
    this.heap.length = 0;
  }

  private sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = this.usedAt(left) <= this.usedAt(left + 1) ? left : left + 1;
      if (this.usedAt(at) <= this.usedAt(least)) return;
      this.swap(at, least);
      at = least;
    }
  }

  private usedAt(at: number): number {
    return this.heap[at]?.used ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one && other) [this.heap[a], this.heap[b]] = [other, one];
  }
}
