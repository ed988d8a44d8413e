package dev.podo.client.node;

import java.util.List;

/// A command to run, as in PodExecOptions.
///
/// @param container "" when the pod has but one
/// @param tty give the command a terminal; then there is no stderr
public record ExecRequest(
    String namespace,
    String pod,
    String container,
    List<String> command,
    boolean stdin,
    boolean stdout,
    boolean stderr,
    boolean tty) {
  public ExecRequest {
    command = List.copyOf(command);
  }
}
