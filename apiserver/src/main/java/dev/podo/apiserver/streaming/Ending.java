package dev.podo.apiserver.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podo.machinery.codec.Json;
import dev.podo.model.meta.v1.Status;
import dev.podo.model.meta.v1.StatusCause;
import dev.podo.model.meta.v1.StatusDetails;
import java.util.List;

/// How a process is said to have ended.
enum Ending {
  /// Since version 4: always, as a Status.
  STATUS,
  /// Before: only that something went wrong, in words.
  WORDS;

  byte[] of(int exitCode) {
    return of(exitCode == 0 ? Status.builder().status("Success").build() : exited(exitCode));
  }

  /// @return nothing when there is nothing to say
  byte[] of(Status status) {
    return switch (this) {
      case STATUS -> Json.encode(status);
      case WORDS ->
          status.status().equals("Success") ? new byte[0] : status.message().getBytes(UTF_8);
    };
  }

  private static Status exited(int code) {
    var cause = StatusCause.builder().reason("ExitCode").message(Integer.toString(code)).build();
    return Status.builder()
        .status("Failure")
        .reason("NonZeroExitCode")
        .message("command terminated with non-zero exit code: exit status " + code)
        .details(StatusDetails.builder().causes(List.of(cause)).build())
        .build();
  }
}
