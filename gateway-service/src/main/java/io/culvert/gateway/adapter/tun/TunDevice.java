package io.culvert.gateway.adapter.tun;

import io.culvert.gateway.app.dataplane.Packet;
import io.culvert.gateway.app.dataplane.PacketBatch;
import io.culvert.gateway.app.dataplane.TunPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A TUN device of Linux without packet information headers. One thread may receive while another
 * sends. Closing it, after both have stopped, removes the device.
 */
public final class TunDevice implements TunPort, AutoCloseable {
  private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x2 | 0x800 | 0x80000;
  private static final long TUNSETIFF = 0x400454CAL;
  private static final short IFF_TUN_NO_PI = 0x0001 | 0x1000;

  /** struct ifreq: 16 octets of name, then a union of 24 that begins with the flags. */
  private static final int IFREQ = 40;

  private static final int NAME = 16;

  /** struct pollfd: int fd; short events; short revents. */
  private static final int POLLFD = 8;

  private static final short POLLIN = 1;

  private final Arena arena = Arena.ofShared();
  private final String name;
  private final int fd;
  private final MemorySegment pollFd = arena.allocate(POLLFD, 4);
  private final MemorySegment readState = arena.allocate(CLibrary.stateLayout());
  private final MemorySegment writeState = arena.allocate(CLibrary.stateLayout());
  private final MemorySegment readBuffer = arena.allocate(Packet.LARGEST);
  private final MemorySegment writeBuffer = arena.allocate(Packet.LARGEST);

  private TunDevice(String name) throws IOException {
    this.name = name;
    this.fd = create(name);
    pollFd.set(ValueLayout.JAVA_INT, 0, fd);
    pollFd.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
  }

  /**
   * Creates the device, or attaches to a persistent one of that name. It needs CAP_NET_ADMIN.
   *
   * @param name 1 to 15 letters, digits and hyphens
   * @throws IOException if the kernel refuses
   */
  public static TunDevice open(String name) throws IOException {
    return new TunDevice(TunConfig.checkedName(name));
  }

  public String name() {
    return name;
  }

  private int create(String deviceName) throws IOException {
    MemorySegment path = arena.allocateFrom("/dev/net/tun");
    int opened = CLibrary.open(readState, path, O_RDWR_NONBLOCK_CLOEXEC);
    if (opened < 0) {
      arena.close();
      throw new IOException(cannotOpen(-opened));
    }
    MemorySegment request = arena.allocate(IFREQ, 8);
    byte[] octets = deviceName.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(octets, 0, request, ValueLayout.JAVA_BYTE, 0, octets.length);
    request.set(ValueLayout.JAVA_SHORT, NAME, IFF_TUN_NO_PI);
    int set = CLibrary.ioctl(readState, opened, TUNSETIFF, request);
    if (set < 0) {
      CLibrary.close(readState, opened);
      arena.close();
      throw new IOException(cannotCreate(deviceName, -set));
    }
    return opened;
  }

  /** What to do about an errno of open(2). */
  static String cannotOpen(int errno) {
    return switch (errno) {
      case CLibrary.ENOENT ->
          "there is no /dev/net/tun: load the kernel's module (modprobe tun), and give the device"
              + " to the container (devices: [/dev/net/tun])";
      case CLibrary.EPERM, CLibrary.EACCES ->
          "/dev/net/tun may not be opened: give the container the device (devices: [/dev/net/tun]),"
              + " and run the gateway as a user who may open it";
      default -> "cannot open /dev/net/tun: errno " + errno;
    };
  }

  /** What to do about an errno of TUNSETIFF. */
  static String cannotCreate(String name, int errno) {
    return switch (errno) {
      case CLibrary.EPERM ->
          "the TUN device "
              + name
              + " may not be made: the gateway needs the capability NET_ADMIN (cap_add:"
              + " [NET_ADMIN])";
      case CLibrary.EBUSY ->
          "the TUN device " + name + " is taken: another gateway runs in this network namespace";
      default -> "cannot create TUN device " + name + ": errno " + errno;
    };
  }

  @Override
  public void receive(PacketBatch batch, Duration wait) throws IOException {
    if (read(batch) || wait.isZero()) {
      return;
    }
    int ready = CLibrary.poll(readState, pollFd, 1, Math.toIntExact(wait.toMillis()));
    if (ready < 0 && ready != -CLibrary.EINTR) {
      throw new IOException("cannot wait for " + name + ": errno " + -ready);
    }
    if (ready > 0) {
      read(batch);
    }
  }

  /** Reads what is there; false if that is nothing. */
  private boolean read(PacketBatch batch) throws IOException {
    while (!batch.isFull()) {
      long length = CLibrary.read(readState, fd, readBuffer, readBuffer.byteSize());
      if (length == -CLibrary.EAGAIN || length == -CLibrary.EINTR || length == 0) {
        break;
      }
      if (length < 0) {
        throw new IOException("cannot read from " + name + ": errno " + -length);
      }
      ByteBuffer buffer = batch.free().buffer().clear().limit((int) length);
      MemorySegment.copy(
          readBuffer,
          ValueLayout.JAVA_BYTE,
          0,
          buffer.array(),
          buffer.arrayOffset(),
          buffer.limit());
      batch.add();
    }
    return batch.size() > 0;
  }

  @Override
  public int send(PacketBatch batch) {
    int sent = 0;
    for (int i = 0; i < batch.size(); i++) {
      ByteBuffer buffer = batch.get(i).buffer();
      int from = buffer.arrayOffset() + buffer.position();
      int length = buffer.remaining();
      MemorySegment.copy(buffer.array(), from, writeBuffer, ValueLayout.JAVA_BYTE, 0, length);
      // A packet that the kernel does not like or cannot queue is lost, and counted by the caller.
      sent += CLibrary.write(writeState, fd, writeBuffer, length) == length ? 1 : 0;
    }
    return sent;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      CLibrary.close(readState, fd);
      arena.close();
    }
  }
}
