package dev.podo.network.linux;

import dev.podo.foundation.Check;
import dev.podo.network.DataplaneException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A context of libnftables: what the `nft` command is made of, called in this process. It works in
/// the network namespace of the thread that opened it, and serves one thread at a time.
@SuppressWarnings("restricted") // Calling C is what this class is for.
final class LibNftables implements AutoCloseable {
  private static final String LIBRARY = "libnftables.so.1";
  private static final long MAX_OUTPUT_BYTES = 64L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable MemorySegment context;

  private LibNftables(MemorySegment context) {
    this.context = context;
  }

  /// @throws DataplaneException when the library is not installed, or netfilter not reachable
  static LibNftables open() {
    requireLibrary();
    var context = call(() -> (MemorySegment) Functions.NEW.invokeExact(0));
    if (context.equals(MemorySegment.NULL)) {
      throw new DataplaneException("libnftables gave no context: is this process root?", null);
    }
    // Without buffers the library would print to this process's own standard output.
    int failed =
        call(() -> (int) Functions.BUFFER_OUTPUT.invokeExact(context))
            + call(() -> (int) Functions.BUFFER_ERROR.invokeExact(context));
    var opened = new LibNftables(context);
    if (failed != 0) {
      opened.close();
      throw new DataplaneException("libnftables has no memory for its buffers", null);
    }
    return opened;
  }

  private static void requireLibrary() {
    try (var arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(LIBRARY, arena);
    } catch (IllegalArgumentException e) {
      throw new DataplaneException(
          LIBRARY + " is missing: install it (Debian: apt-get install libnftables1)", e);
    }
  }

  /// Runs commands as one transaction: all of them, or none.
  ///
  /// @return what they print
  /// @throws DataplaneException with libnftables' own words when it refuses
  String run(String commands) {
    lock.lock();
    try (var arena = Arena.ofConfined()) {
      var ctx = context;
      if (ctx == null) {
        throw new DataplaneException("libnftables is closed already", null);
      }
      var text = arena.allocateFrom(commands);
      int failed = call(() -> (int) Functions.RUN.invokeExact(ctx, text));
      if (failed != 0) {
        var error = call(() -> (MemorySegment) Functions.ERROR.invokeExact(ctx));
        throw new DataplaneException("nftables refused: " + text(error).strip(), null);
      }
      return text(call(() -> (MemorySegment) Functions.OUTPUT.invokeExact(ctx)));
    } finally {
      lock.unlock();
    }
  }

  private static String text(MemorySegment pointer) {
    return pointer.equals(MemorySegment.NULL)
        ? ""
        : pointer.reinterpret(MAX_OUTPUT_BYTES).getString(0);
  }

  @Override
  public void close() {
    lock.lock(); // not under the feet of a thread that is in the library
    try {
      var ctx = context;
      context = null;
      if (ctx != null) {
        call(() -> {
          Functions.FREE.invokeExact(ctx);
          return ctx;
        });
      }
    } finally {
      lock.unlock();
    }
  }

  private static <T> T call(ForeignCall<T> function) {
    try {
      return function.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new Check.InvariantViolation("libnftables is called by the wrong type: " + e);
    }
  }

  private interface ForeignCall<T> {
    T call() throws Throwable;
  }

  /// The functions in use, found at the first use: a host without the library starts all the same.
  private static final class Functions {
    private static final SymbolLookup LOOKUP = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;

    static final MethodHandle NEW = find("nft_ctx_new", FunctionDescriptor.of(POINTER, INT));
    static final MethodHandle FREE = find("nft_ctx_free", FunctionDescriptor.ofVoid(POINTER));
    static final MethodHandle BUFFER_OUTPUT =
        find("nft_ctx_buffer_output", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle BUFFER_ERROR =
        find("nft_ctx_buffer_error", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle OUTPUT =
        find("nft_ctx_get_output_buffer", FunctionDescriptor.of(POINTER, POINTER));
    static final MethodHandle ERROR =
        find("nft_ctx_get_error_buffer", FunctionDescriptor.of(POINTER, POINTER));
    static final MethodHandle RUN =
        find("nft_run_cmd_from_buffer", FunctionDescriptor.of(INT, POINTER, POINTER));

    private Functions() {}

    private static MethodHandle find(String name, FunctionDescriptor type) {
      return Linker.nativeLinker().downcallHandle(LOOKUP.findOrThrow(name), type);
    }
  }
}
