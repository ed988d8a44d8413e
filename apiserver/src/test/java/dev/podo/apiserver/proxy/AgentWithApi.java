package dev.podo.apiserver.proxy;

import dev.podo.client.node.AttachRequest;
import dev.podo.client.node.ByteSink;
import dev.podo.client.node.ExecRequest;
import dev.podo.client.node.LogRequest;
import dev.podo.client.node.NodeApi;
import dev.podo.client.node.NodeReply;
import dev.podo.client.node.PortForwardRequest;
import dev.podo.client.node.ProcessStreams;
import dev.podo.machinery.errors.ApiErrors;

/// An agent that is well, and no more.
final class AgentWithApi implements NodeApi {
  @Override
  public NodeReply get(String path) {
    return path.equals("/healthz") ? NodeReply.text(200, "ok") : NodeReply.notFound();
  }

  @Override
  public void logs(LogRequest request, ByteSink out) {
    throw ApiErrors.badRequest("not here");
  }

  @Override
  public int exec(ExecRequest request, ProcessStreams streams) {
    throw ApiErrors.badRequest("not here");
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
