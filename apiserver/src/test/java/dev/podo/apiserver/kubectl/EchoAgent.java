package dev.podo.apiserver.kubectl;

import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.machinery.errors.ApiErrors;
import java.nio.charset.StandardCharsets;

/// A node whose processes say what they are, echo their input and exit with their last argument.
final class EchoAgent implements NodeApi {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void logs(LogRequest request, ByteSink out) throws InterruptedException {
    out.write(bytes("log of " + request.container() + ", tail " + request.tailLines() + "\n"));
  }

  @Override
  public int exec(ExecRequest request, ProcessStreams streams) throws InterruptedException {
    streams.stdout().write(bytes("ran " + request.command().getFirst() + "\n"));
    var in = streams.stdin();
    if (in != null) {
      for (var bytes = in.read(); bytes != null; bytes = in.read()) {
        streams.stdout().write(bytes);
      }
    }
    return Integer.parseInt(request.command().getLast());
  }

  @Override
  public int attach(AttachRequest request, ProcessStreams streams) {
    throw ApiErrors.badRequest("not here");
  }

  @Override
  public void portForward(PortForwardRequest request, ProcessStreams streams) {
    throw ApiErrors.badRequest("not here");
  }
}
