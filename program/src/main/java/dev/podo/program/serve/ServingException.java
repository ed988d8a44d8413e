package dev.podo.program.serve;

/// The cluster cannot be served here. The message says why and what to do.
public final class ServingException extends Exception {
  private static final long serialVersionUID = 1;

  ServingException(String why, String nextStep) {
    super(why + "; " + nextStep);
  }
}
