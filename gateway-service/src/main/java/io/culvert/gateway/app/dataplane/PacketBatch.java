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

  /** Gives the first free slot away for that of another batch, with what is in it. */
  void exchangeFree(PacketBatch other) {
    Packet mine = packets[size];
    packets[size] = other.packets[other.size];
    other.packets[other.size] = mine;
  }

  /** Empties all slots. */
  public void clear() {
    size = 0;
  }
}
