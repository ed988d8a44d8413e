package dev.podo.fuzz;

/// One way into Podo for bytes of strangers, together with what must hold whatever they are.
///
/// @param name of its corpus, and on the command line
/// @param check takes the bytes in. It returns when they were understood, or refused in the
///   declared way; anything that it throws is a finding
/// @param allowance what this may allocate
record Target(String name, Check check, Allowance allowance) {
  @FunctionalInterface
  interface Check {
    void accept(byte[] input) throws Exception;
  }

  /// A limit on allocation that grows with the input alone.
  ///
  /// @param base bytes for any input
  /// @param perByte bytes for each byte of input
  record Allowance(long base, long perByte) {
    long of(byte[] input) {
      return base + perByte * input.length;
    }
  }

  /// Runs the target, and again if that took more memory than allowed: the first time may load
  /// classes.
  void run(byte[] input) throws Exception {
    var allowed = allowance.of(input);
    var spent = measured(input);
    for (var again = 0; again < 2 && spent > allowed; again++) {
      spent = measured(input);
    }
    if (spent > allowed) {
      throw new AssertionError(
          name + " allocated " + spent + " bytes for " + input.length + ", allowed are " + allowed);
    }
  }

  private long measured(byte[] input) throws Exception {
    var before = Memory.allocated();
    check.accept(input);
    return Memory.allocated() - before;
  }
}
