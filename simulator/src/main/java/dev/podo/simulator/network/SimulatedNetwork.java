package dev.podo.simulator.network;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.client.Api;
import dev.podo.foundation.Environment;
import dev.podo.server.ControlPlane.Transport;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// One link per identity between the components and the API server.
public final class SimulatedNetwork implements Transport {
  private final Environment environment;
  private final SortedMap<String, Link> links = new TreeMap<>();
  private Quality quality = Quality.PERFECT;

  /// How the links do.
  ///
  /// @param delayMax each request, each reply and each event takes up to this long
  /// @param lossPercent so many requests of a hundred get no reply: half of them never arrived
  public record Quality(Duration delayMax, int lossPercent) {
    public static final Quality PERFECT = new Quality(Duration.ZERO, 0);
  }

  public SimulatedNetwork(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Api between(UserInfo identity, Api direct) {
    return new SimulatedApi(direct, link(identity.name()));
  }

  /// The link of an identity, from now on if there was none.
  public Link link(String user) {
    return links.computeIfAbsent(user, name -> new Link(name, environment, () -> quality));
  }

  public Collection<String> users() {
    return new TreeMap<>(links).keySet();
  }

  public void setQuality(Quality value) {
    quality = value;
  }

  /// Ends every watch that is open.
  public void cutWatches() {
    links.values().forEach(Link::cutWatches);
  }

  /// No partition, no delay, no loss.
  public void heal() {
    quality = Quality.PERFECT;
    links.values().forEach(link -> link.setDown(false));
  }

  /// As when the server's machine loses power: nothing gets through any more.
  public void shutDown() {
    links.values().forEach(link -> link.setDown(true));
  }
}
