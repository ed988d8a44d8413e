package dev.podo.network.proxy;

import dev.podo.foundation.Check;
import dev.podo.network.ingress.Route;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its response: finds an endpoint, passes both bodies on as they come, and tries
/// another endpoint as long as that is safe.
///
/// It is safe when no byte reached an endpoint (the connection was refused, or found closed), and,
/// for idempotent methods, as long as no byte of a response has come back and the body can be sent
/// again. Each try looks the route up anew, so a request outlives the endpoints that it was first
/// meant for.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write or close ends in channelInactive.
final class Exchange {
  static final int CHUNK = 65536;

  /// An idle connection older than this is not trusted with what cannot be sent twice: its endpoint
  /// may be about to close it.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ClientHandler client;
  private final ProxyLoop loop;
  private final RequestHead head;
  private final RequestBody body;

  private final Tries tries;

  private @Nullable Pool pool;
  private @Nullable Upstream upstream;
  private @Nullable UpstreamConnection connection;
  private boolean headSent;
  private boolean informational;
  private boolean responseStarted;
  private boolean upstreamKeepAlive;
  private boolean over;

  Exchange(ClientHandler client, ProxyLoop loop, RequestHead head) {
    this.client = client;
    this.loop = loop;
    this.head = head;
    this.tries = new Tries(loop.random());
    this.body = new RequestBody(head.body(), loop.config().limits().replayBytes());
  }

  RequestHead head() {
    return head;
  }

  boolean isRequestComplete() {
    return body.isComplete();
  }

  boolean isResponseStarted() {
    return responseStarted;
  }

  void start() {
    var route = loop.proxy().routes().find(head.host(), head.path());
    if (route == null) {
      fail(
          HttpResponseStatus.NOT_FOUND,
          "no Ingress has a route for " + head.authority() + head.path());
      return;
    }
    route.target().counters().requests().increment();
    attempt(route);
  }

  private void attempt(Route<Pool> route) {
    var target = route.target();
    pool = target;
    var next = tries.next(target);
    if (next == null) {
      giveUp(route);
      return;
    }
    upstream = next;
    next.begin();
    var reused = tries.mayReuse() ? takeIdle(next) : null;
    if (reused != null) {
      attach(reused);
    } else {
      loop.bootstrap().connect(next.address()).addListener(done -> connected((ChannelFuture) done));
    }
  }

  private void giveUp(Route<Pool> route) {
    var where = " (Ingress " + route.ingress() + ", path " + route.path() + ")";
    if (tries.lastProblem().isEmpty()) {
      fail(HttpResponseStatus.SERVICE_UNAVAILABLE, route.target().backend().trouble() + where);
    } else {
      var name = route.target().backend().name();
      fail(
          HttpResponseStatus.BAD_GATEWAY,
          "no endpoint of " + name + " answered: " + tries.lastProblem() + where);
    }
  }

  private @Nullable UpstreamConnection takeIdle(Upstream from) {
    while (true) {
      var idle = from.pollIdle(loop.index());
      if (idle == null) {
        return null;
      }
      var stale = !head.isIdempotent() && loop.nanos() - idle.idleSince() > FRESH_NANOS;
      if (idle.channel().isActive() && !stale) {
        return idle;
      }
      idle.close();
    }
  }

  private void connected(ChannelFuture done) {
    if (over) {
      done.channel().close();
    } else if (done.isSuccess()) {
      attach(done.channel().pipeline().get(UpstreamConnection.class));
    } else {
      var target = leaveUpstream();
      tries.refused(target, target + ": " + ErrorPage.reason(done.cause()));
      retry();
    }
  }

  private void attach(UpstreamConnection to) {
    connection = to;
    to.serve(this, Check.notNull(upstream, "the endpoint"));
    sendHead(to);
    if (body.sendKept(to.channel())) {
      client.setReading(to.channel().isWritable());
    }
    to.channel().flush();
  }

  private void sendHead(UpstreamConnection to) {
    var request = head.request();
    var channel = to.channel();
    headSent = true;
    if (head.isIdempotent()) {
      channel.write(message(request, !head.body()), channel.voidPromise());
      return;
    }
    // Whether it may be sent again hangs on whether a byte of it was sent.
    headSent = false;
    channel.write(message(request, false), noting(channel.newProgressivePromise()));
    if (!head.body()) {
      channel.write(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
    }
  }

  private ChannelProgressivePromise noting(ChannelProgressivePromise promise) {
    return promise.addListener(
        new ChannelProgressiveFutureListener() {
          @Override
          public void operationProgressed(
              ChannelProgressiveFuture future, long progress, long total) {
            headSent |= progress > 0;
          }

          @Override
          public void operationComplete(ChannelProgressiveFuture future) {
            headSent |= future.isSuccess();
          }
        });
  }

  private static HttpRequest message(HttpRequest request, boolean full) {
    return full
        ? new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            request.method(),
            request.uri(),
            Unpooled.EMPTY_BUFFER,
            request.headers(),
            EmptyHttpHeaders.INSTANCE)
        : new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, request.method(), request.uri(), request.headers());
  }

  /// A part of the request's body has come from the client.
  void requestBody(HttpContent content) {
    var to = connection;
    if (over || !body.isExpected()) {
      body.skip(content);
      return;
    }
    body.add(content, responseStarted);
    if (to == null) {
      client.setReading(false); // what is kept while connecting is one read, no more
      return;
    }
    body.sendKept(to.channel());
    if (!to.channel().isWritable()) {
      to.channel().flush();
      client.setReading(to.channel().isWritable());
    }
  }

  /// All that the client sent for now has been passed on.
  void requestPartRead() {
    if (connection != null && body.isExpected()) {
      connection.channel().flush();
    }
  }

  void upstreamDrained() {
    client.setReading(true);
  }

  void clientDrained() {
    if (connection != null) {
      connection.setReading(true);
    }
  }

  /// Whether it is the client for whom the endpoint waits.
  boolean isClientSlow() {
    return (!body.isComplete() && client.isReading()) || !client.isWritable();
  }

  void responseHead(HttpResponse response) {
    var status = response.status();
    if (response.decoderResult().isFailure()) {
      loseConnection("sent what is no HTTP: " + ErrorPage.reason(response.decoderResult().cause()));
      return;
    }
    if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      startTunnel(response);
      return;
    }
    if (status.codeClass() == HttpStatusClass.INFORMATIONAL) {
      informational = true;
      return;
    }
    responseStarted = true;
    body.forget();
    var to = Check.notNull(connection, "a connection that answers");
    upstreamKeepAlive = HttpUtil.isKeepAlive(response);
    if (!to.isUsed()) {
      var told = Headers.keepAliveSeconds(response.headers());
      if (told >= 0) {
        to.keepAliveFor(Duration.ofSeconds(told));
      }
    }
    client.respond(this, response);
  }

  private void startTunnel(HttpResponse response) {
    var to = connection;
    if (to == null || !head.framing().upgrade()) {
      loseConnection("switched protocols unasked");
      return;
    }
    responseStarted = true;
    over = true;
    // It counts as in flight for as long as it lasts.
    var target = Check.notNull(upstream, "the endpoint");
    to.channel().closeFuture().addListener(closed -> target.end());
    client.becomeTunnel(response, to);
  }

  void responseBody(HttpContent content) {
    var last = content instanceof LastHttpContent;
    if (informational) {
      informational = !last;
      content.release();
      return;
    }
    if (over || !responseStarted) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      loseConnection("broke off");
      return;
    }
    if (last) {
      finish((LastHttpContent) content);
      return;
    }
    client.respondBody(content);
    if (!client.isWritable() && connection != null) {
      connection.setReading(false);
    }
  }

  /// All that the endpoint sent for now has been passed on.
  void responsePartRead() {
    if (responseStarted) {
      client.flush();
    }
  }

  private void finish(LastHttpContent last) {
    over = true;
    var from = Check.notNull(connection, "a connection that answers");
    connection = null;
    leaveUpstream();
    if (upstreamKeepAlive && body.isComplete()) {
      from.release();
    } else {
      from.close();
    }
    client.respondEnd(this, last);
  }

  /// The endpoint has closed the connection before the exchange was over.
  void upstreamClosed(String how) {
    var from = connection;
    if (over || from == null) {
      return;
    }
    connection = null;
    var target = leaveUpstream();
    if (responseStarted) {
      abort();
    } else if (maySendAgain(from)) {
      tries.lost(target, target + " " + how);
      body.rewind();
      retry();
    } else {
      fail(
          HttpResponseStatus.BAD_GATEWAY,
          target + " of " + name() + " " + how + " before it answered");
    }
  }

  private boolean maySendAgain(UpstreamConnection from) {
    var repeatable = head.isIdempotent() && !from.bytesSeen() && (from.isUsed() || tries.isFirst());
    return (repeatable || !headSent) && body.canRewind();
  }

  void upstreamTimedOut() {
    var from = connection;
    if (over || from == null) {
      return;
    }
    connection = null;
    var target = leaveUpstream();
    from.close();
    if (responseStarted) {
      abort();
    } else {
      var seconds = loop.config().timeouts().response().toSeconds();
      fail(
          HttpResponseStatus.GATEWAY_TIMEOUT,
          target + " of " + name() + " did not answer within " + seconds + " s");
    }
  }

  /// The client has gone, or is to go: nothing more is passed on.
  void cancel() {
    if (over) {
      return;
    }
    over = true;
    body.forget();
    if (upstream != null) {
      leaveUpstream();
    }
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void loseConnection(String how) {
    var from = connection;
    if (from != null) {
      headSent = true;
      upstreamClosed(how);
      from.close();
    }
  }

  private void retry() {
    loop.proxy().metrics().retried();
    var route = loop.proxy().routes().find(head.host(), head.path());
    if (route == null) {
      fail(
          HttpResponseStatus.NOT_FOUND,
          "no Ingress has a route for " + head.authority() + head.path() + " any more");
    } else {
      attempt(route);
    }
  }

  private Upstream leaveUpstream() {
    var left = Check.notNull(upstream, "the endpoint");
    upstream = null;
    left.end();
    return left;
  }

  private String name() {
    return pool == null ? "" : pool.backend().name();
  }

  private void abort() {
    over = true;
    loop.proxy().metrics().aborted();
    client.abort();
  }

  private void fail(HttpResponseStatus status, String why) {
    over = true;
    body.forget();
    if (pool != null) {
      pool.counters().failures().increment();
    }
    client.refuse(this, status, why);
  }

  /// The channel of the endpoint, while there is one.
  @Nullable Channel upstreamChannel() {
    return connection == null ? null : connection.channel();
  }
}
