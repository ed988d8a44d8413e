package dev.podo.network.linux;

import dev.podo.foundation.Check;
import dev.podo.network.DataplaneException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;

/// What the kernel tells of changes to nftables and to links, in the network namespace of the
/// thread that opened it. It costs nothing while nothing changes: one thread waits in the kernel.
@SuppressWarnings("restricted") // Calling C is what this class is for.
final class Netlink implements AutoCloseable {
  private static final int ROUTE = 0;
  private static final int NETFILTER = 12;
  private static final int GROUP_LINK = 1;
  private static final int GROUP_NFTABLES = 7;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int ENOBUFS = 105;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int KERNEL_BUFFER_BYTES = 4 << 20;
  private static final int ADDRESS_BYTES = 12;
  private static final int POLLFD_BYTES = 8;
  private static final int POLLFD_REVENTS = 6;

  private final int nftables;
  private final int links;
  private final int wakeup;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean listening;
  private boolean closed;

  private Netlink(int nftables, int links, int wakeup) {
    this.nftables = nftables;
    this.links = links;
    this.wakeup = wakeup;
  }

  /// Takes what the kernel tells, on the thread that [#listen]s.
  interface Listener {
    /// @param messages for the length of the call only, in the order of this machine's bytes
    void nftables(ByteBuffer messages);

    /// @param messages as for [#nftables]
    void links(ByteBuffer messages);

    /// The kernel had more to tell than fits: some of it is lost.
    void missed();
  }

  /// @throws DataplaneException when the kernel does not let it
  static Netlink open() {
    try (var arena = Arena.ofConfined()) {
      return new Netlink(
          socket(arena, NETFILTER, GROUP_NFTABLES),
          socket(arena, ROUTE, GROUP_LINK),
          call(arena, "eventfd", state -> (int) Functions.EVENTFD.invokeExact(state, 0, CLOEXEC)));
    }
  }

  private static int socket(Arena arena, int protocol, int group) {
    int socket =
        call(
            arena,
            "socket",
            state ->
                (int)
                    Functions.SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW | CLOEXEC, protocol));
    // Bound to whatever port is free: the kernel tells nothing to a socket without one.
    var address = arena.allocate(ADDRESS_BYTES, 4);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
    call(
        arena,
        "bind",
        state -> (int) Functions.BIND.invokeExact(state, socket, address, ADDRESS_BYTES));
    option(arena, socket, SOL_SOCKET, SO_RCVBUFFORCE, KERNEL_BUFFER_BYTES);
    option(arena, socket, SOL_NETLINK, ADD_MEMBERSHIP, group);
    return socket;
  }

  private static void option(Arena arena, int socket, int level, int name, int value) {
    var at = arena.allocateFrom(ValueLayout.JAVA_INT, value);
    call(
        arena,
        "setsockopt",
        state -> (int) Functions.SETSOCKOPT.invokeExact(state, socket, level, name, at, 4));
  }

  /// Tells `listener` of every change until this is closed; once, on one thread.
  void listen(Listener listener) {
    if (!begin()) {
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var polled = arena.allocate(3L * POLLFD_BYTES, 4);
      var buffer = arena.allocate(BUFFER_BYTES, 8);
      var state = arena.allocate(Functions.STATE);
      int[] descriptors = {nftables, links, wakeup};
      for (int i = 0; i < descriptors.length; i++) {
        polled.set(ValueLayout.JAVA_INT, (long) i * POLLFD_BYTES, descriptors[i]);
        polled.set(ValueLayout.JAVA_SHORT, i * (long) POLLFD_BYTES + 4, POLLIN);
      }
      while (isOpen()) {
        poll(state, polled);
        for (int i = 0; i < 2; i++) {
          if (polled.get(ValueLayout.JAVA_SHORT, i * (long) POLLFD_BYTES + POLLFD_REVENTS) != 0) {
            receive(state, descriptors[i], buffer, listener);
          }
        }
      }
    } finally {
      free();
    }
  }

  private static void poll(MemorySegment state, MemorySegment polled) {
    int ready = callOnce(() -> (int) Functions.POLL.invokeExact(state, polled, 3L, -1));
    if (ready < 0 && errno(state) != EINTR) {
      throw failure("poll", errno(state));
    }
  }

  private void receive(MemorySegment state, int socket, MemorySegment buffer, Listener listener) {
    while (true) {
      long count =
          callOnce(() ->
              (long)
                  Functions.RECV.invokeExact(
                      state, socket, buffer, (long) BUFFER_BYTES, MSG_DONTWAIT));
      if (count < 0) {
        switch (errno(state)) {
          case EAGAIN, EINTR -> {
            return;
          }
          case ENOBUFS -> listener.missed();
          default -> throw failure("recv", errno(state));
        }
        continue;
      }
      var messages = buffer.asSlice(0, count).asByteBuffer().order(ByteOrder.nativeOrder());
      if (socket == nftables) {
        listener.nftables(messages);
      } else {
        listener.links(messages);
      }
    }
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      listening = !closed;
      return listening;
    } finally {
      lock.unlock();
    }
  }

  /// Ends [#listen], which gives the sockets back when it does.
  @Override
  public void close() {
    lock.lock();
    try (var arena = Arena.ofConfined()) {
      if (!closed && !listening) {
        closed = true;
        free();
      } else if (!closed) {
        closed = true;
        var one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
        var state = arena.allocate(Functions.STATE);
        callOnce(() -> (long) Functions.WRITE.invokeExact(state, wakeup, one, 8L));
      }
    } finally {
      lock.unlock();
    }
  }

  private void free() {
    for (var descriptor : new int[] {nftables, links, wakeup}) {
      callOnce(() -> (int) Functions.CLOSE.invokeExact(descriptor));
    }
  }

  private static int call(Arena arena, String name, StatefulCall function) {
    var state = arena.allocate(Functions.STATE);
    int result = callOnce(() -> function.call(state));
    if (result < 0) {
      throw failure(name, errno(state));
    }
    return result;
  }

  private static DataplaneException failure(String function, int errno) {
    return new DataplaneException(
        "cannot watch the node's rules: " + function + " failed with error " + errno, null);
  }

  private static int errno(MemorySegment state) {
    return (int) Functions.ERRNO.get(state, 0L);
  }

  private static <T> T callOnce(ForeignCall<T> function) {
    try {
      return function.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new Check.InvariantViolation("the C library is called by the wrong type: " + e);
    }
  }

  private interface ForeignCall<T> {
    T call() throws Throwable;
  }

  private interface StatefulCall {
    int call(MemorySegment state) throws Throwable;
  }

  private static final class Functions {
    static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO =
        Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    static final MethodHandle SOCKET = find("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    static final MethodHandle BIND = find("bind", FunctionDescriptor.of(INT, INT, POINTER, INT));
    static final MethodHandle SETSOCKOPT =
        find("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, POINTER, INT));
    static final MethodHandle EVENTFD = find("eventfd", FunctionDescriptor.of(INT, INT, INT));
    static final MethodHandle POLL = find("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
    static final MethodHandle RECV =
        find("recv", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));
    static final MethodHandle WRITE =
        find("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    static final MethodHandle CLOSE =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(INT, INT));

    private Functions() {}

    private static MethodHandle find(String name, FunctionDescriptor type) {
      return Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow(name),
              type,
              Linker.Option.captureCallState("errno"));
    }
  }
}
