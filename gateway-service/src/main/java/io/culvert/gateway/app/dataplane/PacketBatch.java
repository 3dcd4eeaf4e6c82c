package io.culvert.gateway.app.dataplane;

/** A fixed number of packet slots of which the first {@link #size} are filled. For one thread. */
public final class PacketBatch {
  /** Enough to spread the cost of waiting, few enough to stay in the cache. */
  public static final int STANDARD = 64;

  private final Packet[] packets;
  private int size;

  public PacketBatch(int capacity) {
    packets = new Packet[capacity];
    for (int i = 0; i < capacity; i++) {
      packets[i] = new Packet();
    }
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == packets.length;
  }

  /** A filled slot. */
  public Packet get(int index) {
    return packets[index];
  }

  /** The first free slot, to be filled and then {@linkplain #add() added}. */
  public Packet free() {
    return packets[size];
  }

  /** Takes the first free slot in. */
  public void add() {
    size++;
  }

  /** Empties all slots. */
  public void clear() {
    size = 0;
  }
}
