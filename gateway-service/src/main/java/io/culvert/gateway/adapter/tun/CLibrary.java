package io.culvert.gateway.adapter.tun;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The five calls of the C library that a TUN device needs. Each answers as in C, or with the
 * negated errno where C answers -1.
 */
final class CLibrary {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      find(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle IOCTL =
      find(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle POLL =
      find("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle READ =
      find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      find("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private CLibrary() {}

  /** Size and layout of the place where errno is put; each thread brings its own. */
  static MemoryLayout stateLayout() {
    return Linker.Option.captureStateLayout();
  }

  static int open(MemorySegment state, MemorySegment path, int flags) {
    try {
      return (int) result((int) OPEN.invokeExact(state, path, flags), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int ioctl(MemorySegment state, int fd, long request, MemorySegment argument) {
    try {
      return (int) result((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int poll(MemorySegment state, MemorySegment fds, long count, int milliseconds) {
    try {
      return (int) result((int) POLL.invokeExact(state, fds, count, milliseconds), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long read(MemorySegment state, int fd, MemorySegment to, long length) {
    try {
      return result((long) READ.invokeExact(state, fd, to, length), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long write(MemorySegment state, int fd, MemorySegment from, long length) {
    try {
      return result((long) WRITE.invokeExact(state, fd, from, length), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(MemorySegment state, int fd) {
    try {
      return (int) result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static long result(long answer, MemorySegment state) {
    return answer == -1 ? -(int) ERRNO.get(state, 0L) : answer;
  }

  /** Method handles declare Throwable; these calls throw nothing. */
  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a call into the C library failed", e);
  }

  @SuppressWarnings("restricted") // calling native code is this class's one job
  private static MethodHandle find(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(address, shape, all);
  }
}
